using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

public sealed class SiteKpisTests
{
    private static readonly SiteCalendar Dublin = SiteCalendar.For("Europe/Dublin");

    [Theory]
    [InlineData(2026, 3, 29, 23)]
    [InlineData(2026, 10, 25, 25)]
    [InlineData(2026, 11, 1, 24)]
    public void A_day_has_as_many_hours_as_it_has(int year, int month, int date, int hours)
    {
        var flows = Day(year, month, date);
        flows.Meter(Flow.Import, _ => 1m);
        var kpis = Of(flows, new TariffBook([Tariff(0.1m, 0.3m, standing: 1m)], []));
        kpis[KpiIds.Import].Value.ShouldBe(hours);
        kpis[KpiIds.Import].Coverage.ShouldBe(Coverage.Whole);
        kpis[KpiIds.LoadFactor].Value.ShouldBe(1m);
        // Night from midnight to eight and from eleven on by the local clock: 9 hours of it, one less or more when the clocks change.
        var night = 9 + (hours - 24);
        kpis[KpiIds.Cost].Value.ShouldBe(night * 0.1m + (hours - night) * 0.3m + 1m);
    }

    [Fact]
    public void Self_consumption_counts_each_hour_for_itself()
    {
        var flows = Day(2026, 6, 1);
        flows.Meter(Flow.Import, h => h is >= 10 and < 14 ? 0m : 5m);
        flows.Meter(Flow.Generation, h => h is >= 10 and < 14 ? 8m : 0m);
        flows.Meter(Flow.Renewable, h => h is >= 10 and < 14 ? 6m : 0m);
        flows.Meter(Flow.Export, h => h is >= 10 and < 14 ? 2m : 0m);
        var kpis = Of(flows);
        kpis[KpiIds.Electricity].Value.ShouldBe(20 * 5m + 4 * 6m);
        kpis[KpiIds.SelfConsumption].Value.ShouldBe(0.75m);
        kpis[KpiIds.SelfSufficiency].Value.ShouldBe(0.1935m);
        kpis[KpiIds.RenewableShare].Value.ShouldBe(0.1452m);
    }

    [Fact]
    public void Storage_is_neither_used_nor_lost_until_it_is()
    {
        var flows = Day(2026, 6, 1);
        flows.Meter(Flow.Import, h => h < 12 ? 8m : 2m);
        flows.Meter(Flow.Storage, h => h < 12 ? 3m : -3m);
        Of(flows)[KpiIds.Electricity].Value.ShouldBe(24 * 5m);
    }

    [Fact]
    public void An_unknown_part_makes_an_hour_of_a_balance_unknown_and_fills_nothing_in()
    {
        var flows = Day(2026, 6, 1);
        flows.Meter(Flow.Import, _ => 4m);
        flows[Flow.Generation].Meter(flows.Start, Enumerable.Range(0, 24).Where(h => h != 5).Select(h => Hours.At(flows.Start, h, 1m)));
        var kpis = Of(flows);
        kpis[KpiIds.Import].Value.ShouldBe(96m);
        kpis[KpiIds.Electricity].Value.ShouldBe(23 * 5m);
        kpis[KpiIds.Electricity].Coverage.Missing.ShouldBe(0.0417m);
    }

    [Fact]
    public void The_peak_is_a_slots_with_one_meter_and_an_hours_with_several()
    {
        var one = Day(2026, 6, 1);
        one[Flow.Import].Meter(one.Start, Enumerable.Range(0, 24).Select(h => Hours.At(one.Start, h, 10m, peak: h == 7 ? 30m : 10m)));
        var peak = Of(one)[KpiIds.Peak];
        (peak.Value, peak.At).ShouldBe((30m, DateTimeOffset.FromUnixTimeSeconds(one.Start + 7 * 3600)));
        Of(one)[KpiIds.LoadFactor].Value.ShouldBe(0.3333m);
        one.Meter(Flow.Import, h => h == 3 ? 12m : 1m);
        Of(one)[KpiIds.Peak].Value.ShouldBe(22m);
    }

    [Fact]
    public void Base_load_is_the_median_of_the_days_lowest_hours()
    {
        var start = Hours.Unix("2026-11-02T00:00:00Z");
        var flows = new SiteFlows(start, 72);
        // The third day has too few hours to say.
        flows[Flow.Import].Meter(start, Enumerable.Range(0, 60).Select(h => Hours.At(start, h, h == 4 ? 2m : h == 30 ? 4m : 9m)));
        Of(flows)[KpiIds.BaseLoad].Value.ShouldBe(3m);
    }

    [Fact]
    public void Demand_is_charged_on_each_months_peak_for_the_days_looked_at()
    {
        var start = Dublin.Day(new DateOnly(2026, 10, 31)).Start.ToUnixTimeSeconds();
        var flows = new SiteFlows(start, 48);
        flows.Meter(Flow.Import, h => h == 5 ? 31m : h == 30 ? 60m : 0m);
        var kpis = Of(flows, new TariffBook([Tariff(0m, 0m, demand: 2m)], []));
        kpis[KpiIds.CostElectricity].Value.ShouldBe(31m * 2 / 31 + 60m * 2 / 30);
    }

    [Fact]
    public void Two_currencies_are_never_added_up()
    {
        var flows = Day(2026, 6, 1);
        flows.Meter(Flow.Import, _ => 1m);
        flows.Meter(Flow.Gas, _ => 2m);
        var gas = Tariff(0.1m, 0.1m) with { Commodity = Commodity.Gas, Currency = "GBP" };
        var kpis = SiteKpis.Of(flows, Hours.Inputs(flows, Dublin, new TariffBook([Tariff(1m, 1m), gas], [])));
        kpis.Where(k => k.Id == KpiIds.Cost).Select(k => (k.Value, k.Unit)).ShouldBe([(24m, "EUR"), (4.8m, "GBP")]);
    }

    [Fact]
    public void Hours_before_the_first_tariff_are_missing_from_the_cost()
    {
        var start = Dublin.Day(new DateOnly(2025, 12, 31)).Start.ToUnixTimeSeconds();
        var flows = new SiteFlows(start, 48);
        flows.Meter(Flow.Import, _ => 1m);
        var cost = Of(flows, new TariffBook([Tariff(1m, 1m)], []))[KpiIds.Cost];
        (cost.Value, cost.Coverage.Missing).ShouldBe((24m, 0.5m));
    }

    [Fact]
    public void Carbon_and_energy_per_area_count_what_is_bought()
    {
        var flows = Day(2026, 6, 1);
        flows.Meter(Flow.Import, _ => 1m);
        flows.Meter(Flow.Generation, _ => 9m);
        flows.Meter(Flow.Gas, _ => 2m);
        var inputs = Hours.Inputs(flows, Dublin, area: 48m) with { CarbonElectricity = FactorRuns.Of([.. Enumerable.Repeat<decimal?>(0.5m, 12), .. new decimal?[12]]), CarbonGas = FactorRuns.Of([.. Enumerable.Repeat<decimal?>(0.2m, 24)]) };
        var kpis = SiteKpis.Of(flows, inputs).ToDictionary(k => k.Id);
        kpis[KpiIds.EnergyPerArea].Value.ShouldBe(1.5m);
        kpis[KpiIds.Carbon].Value.ShouldBe(12 * 0.5m + 24 * 2 * 0.2m);
        kpis[KpiIds.Carbon].Coverage.Missing.ShouldBe(0.25m);
    }

    [Fact]
    public void Heat_is_set_against_the_degree_days_of_days_that_are_known()
    {
        var start = Dublin.Day(new DateOnly(2026, 11, 2)).Start.ToUnixTimeSeconds();
        var flows = new SiteFlows(start, 72);
        flows.Meter(Flow.HeatUse, _ => 10m);
        var temperatures = Enumerable.Range(0, 72).Select(h => h < 24 ? 5.5m : h < 30 ? (decimal?)null : h < 48 ? 0m : 20m).ToArray();
        var kpis = SiteKpis.Of(flows, Hours.Inputs(flows, Dublin) with { Temperatures = temperatures }).ToDictionary(k => k.Id);
        // The second day lacks six hours of temperature; the third is warm.
        kpis[KpiIds.DegreeDays].Value.ShouldBe(10m);
        kpis[KpiIds.DegreeDays].Coverage.Missing.ShouldBe(0.3334m);
        kpis[KpiIds.HeatPerDegreeDay].Value.ShouldBe(48m);
    }

    [Fact]
    public void What_has_no_meters_has_no_figure_and_what_was_never_read_has_no_value()
    {
        var flows = Day(2026, 6, 1);
        flows[Flow.Water].Meter(flows.Start, [], wasThere: true);
        var kpi = SiteKpis.Of(flows, Hours.Inputs(flows, Dublin)).ShouldHaveSingleItem();
        (kpi.Id, kpi.Value, kpi.Coverage).ShouldBe((KpiIds.Water, null, Coverage.None));
    }

    private static SiteFlows Day(int year, int month, int date)
    {
        var day = Dublin.Day(new DateOnly(year, month, date));
        return new SiteFlows(day.Start.ToUnixTimeSeconds(), (int)day.Length.TotalHours);
    }

    private static Dictionary<string, Kpi> Of(SiteFlows flows, TariffBook? book = null) => SiteKpis.Of(flows, Hours.Inputs(flows, Dublin, book)).ToDictionary(k => k.Id);

    private static Tariff Tariff(decimal night, decimal day, decimal? standing = null, decimal? demand = null) => new(null, "Test", Commodity.Electricity, Direction.Import,
        MeterUnit.KilowattHour, "EUR", new DateOnly(2026, 1, 1), [new("night", night, Hours: new ClockRange(4 * 23, 4 * 8 - 1, "23-8")), new("day", day)], standing, demand);
}
