using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

/// <summary>The figures of a site beside the same figures worked out in decimals, hour by hour, as one would by hand.</summary>
public sealed class SiteKpisByDecimalsTests
{
    private static readonly SiteCalendar Dublin = SiteCalendar.For("Europe/Dublin");

    [Theory]
    [InlineData(1, "2026-03-20T00:00:00Z")]
    [InlineData(2, "2026-10-14T23:00:00Z")]
    [InlineData(3, "2026-06-30T23:00:00Z")]
    [InlineData(4, "2026-12-20T00:00:00Z")]
    public void They_are_the_same_to_the_last_digit(int seed, string from)
    {
        var random = new Random(seed);
        var start = Hours.Unix(from);
        var flows = new SiteFlows(start, 24 * 40 + seed);
        foreach (var flow in new[] { Flow.Import, Flow.Generation, Flow.Export, Flow.Renewable, Flow.Gas })
            for (var meter = random.Next(1, 3); meter > 0; meter--)
                flows[flow].Meter(start, Enumerable.Range(0, flows.Count).Where(_ => random.Next(60) > 0).Select(h => Any(random, start, h)).ToList(), wasThere: false);
        var book = new TariffBook([Tariff("2026-01-01", 0.1437m), Tariff("2026-11-01", 0.1501m), Tariff("2026-07-12", 0.1333333m)], []);
        var carbon = Enumerable.Range(0, flows.Count).Select(h => h % 97 == 0 ? null : (decimal?)random.Next(1, 999_999_999) / 1_000_000_000m).ToArray();
        var inputs = Hours.Inputs(flows, Dublin, book, area: 120m) with { CarbonElectricity = FactorRuns.Of(carbon), CarbonGas = FactorRuns.Of([.. Enumerable.Repeat<decimal?>(0.2029m, flows.Count)]) };
        var kpis = SiteKpis.Of(flows, inputs).ToDictionary(k => k.Id, k => k.Value);

        var (import, generation, used) = (flows[Flow.Import], flows[Flow.Generation], flows.Electricity!);
        kpis[KpiIds.Import].ShouldBe(Round(All(flows).Sum(import.Value)));
        kpis[KpiIds.Gas].ShouldBe(Round(All(flows).Sum(flows[Flow.Gas].Value)));
        kpis[KpiIds.Electricity].ShouldBe(Round(All(flows).Where(h => used.Covered(h) > 0).Sum(used.Value)));
        var both = All(flows).Where(h => used.Covered(h) > 0 && generation.Covered(h) > 0).ToList();
        both.Count.ShouldBeGreaterThan(500);
        decimal Own(int h) => Math.Clamp(generation.Value(h) - flows[Flow.Export].Value(h), 0, Math.Max(0, generation.Value(h)));
        kpis[KpiIds.SelfConsumption].ShouldBe(Share(both.Sum(Own) / both.Sum(generation.Value)));
        kpis[KpiIds.SelfSufficiency].ShouldBe(Share(both.Sum(Own) / both.Sum(used.Value)));
        var known = All(flows).Where(h => carbon[h] is not null).ToList();
        kpis[KpiIds.Carbon].ShouldBe(Round(known.Sum(h => import.Value(h) * carbon[h]!.Value) + All(flows).Sum(h => flows[Flow.Gas].Value(h) * 0.2029m)));
        kpis[KpiIds.Cost].ShouldBe(Round(Cost(flows, inputs, book)));
    }

    private static decimal Cost(SiteFlows flows, KpiInputs inputs, TariffBook book)
    {
        decimal sum = 0;
        DateTime Clock(int hour) => Dublin.ClockOf(DateTimeOffset.FromUnixTimeSeconds(flows.Start + hour * 3600L));
        Tariff? At(int hour) => book.At(Commodity.Electricity, Direction.Import, DateOnly.FromDateTime(Clock(hour)));
        foreach (var hour in All(flows))
            sum += flows[Flow.Import].Value(hour) * (At(hour)?.RateAt(Clock(hour)).Price ?? 0);
        var days = inputs.Days.SkipLast(1).ToList();
        sum += days.Sum(day => At(day)?.StandingPerDay ?? 0);
        foreach (var month in days.Select((first, i) => (First: first, End: inputs.Days[i + 1], Tariff: At(first), Clock(first).Year, Clock(first).Month)).GroupBy(d => (d.Year, d.Month, d.Tariff)))
        {
            var peaks = month.SelectMany(d => Enumerable.Range(d.First, d.End - d.First)).Max(h => Billionths.ToDecimal(flows[Flow.Import].Peaks[h]));
            sum += peaks * (month.Key.Tariff?.DemandPerKwMonth ?? 0) * month.Count() / DateTime.DaysInMonth(month.Key.Year, month.Key.Month);
        }
        return sum;
    }

    private static MeteredHour Any(Random random, long start, int hour) => random.Next(10) == 0
        ? Hours.At(start, hour, random.Next(9_999_999) / 1_000_000m, random.Next(1, 3601), estimated: random.Next(2) * 10, peak: 12.5m)
        : Hours.At(start, hour, random.Next(9_999_999) / 1_000_000m);

    private static Tariff Tariff(string from, decimal night) => new(null, "Night and day", Commodity.Electricity, Direction.Import, MeterUnit.KilowattHour, "EUR",
        DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
        [new("night", night, Hours: new ClockRange(4 * 23, 4 * 8 - 1, "23-8")), new("saturday", 0.2m, Days: new ClockRange(5, 5, "sat")), new("day", 0.3111m)], StandingPerDay: 0.777m, DemandPerKwMonth: 3.21m);

    private static IEnumerable<int> All(SiteFlows flows) => Enumerable.Range(0, flows.Count);

    private static decimal Share(decimal value) => decimal.Round(Math.Clamp(decimal.Truncate(value * 1_000_000) / 1_000_000, 0, 1), 4);

    private static decimal Round(decimal value) => decimal.Round(value, 6);
}
