using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Demo;

/// <summary>Virtual meters, tariffs and factors of the demo's sites, so that their pages show money and gases; what a ledger has already stays as it is.</summary>
public sealed class DemoRules(IGrainFactory grains, LedgerReader ledgers)
{
    static readonly DateOnly From = new(2025, 1, 1);
    static readonly DateTimeOffset Since = UtcTime.StartOf(From);

    /// <summary>Records them on a tenant's ledger.</summary>
    public async Task SeedAsync(DemoTenant tenant, DateTimeOffset historyUntil)
    {
        if (tenant.HistoryDays == 0 || await ledgers.Store.ReadHeadAsync(tenant.Id) is not { } head) return;
        var state = ledgers.StateAt(head);
        foreach (var (path, family, payload) in Rules(tenant, historyUntil).Where(rule => state.Get(rule.Path) is null).ToList())
        {
            var outcome = await grains.GetGrain<ITenantGrain>(tenant.Id).Record(tenant.Id, family, payload);
            if (!outcome.Done) throw new InvalidOperationException($"The demo could not record '{path}': {outcome.Rejection}");
        }
    }

    static IEnumerable<(string Path, string Family, byte[] Payload)> Rules(DemoTenant tenant, DateTimeOffset historyUntil)
    {
        foreach (var meter in tenant.Id == NimbusSite.Identifier ? NimbusMeters() : [])
            yield return (EnergyPaths.Virtual(meter.Meter), VirtualMeter.Family, meter.ToJson());
        foreach (var tariff in Tariffs(tenant))
            yield return (EnergyPaths.Tariff(tariff.Site, tariff.Commodity, tariff.Direction, tariff.From), Tariff.Family, tariff.ToJson());
        foreach (var series in Factors(tenant, historyUntil))
            yield return (EnergyPaths.Factor(series), FactorSeries.Family, series.ToJson());
    }

    // The building's load twice over, metered and from the balance, and what none of its sub-meters sees.
    static VirtualMeter[] NimbusMeters() =>
    [
        Sum("nimbus-building", "Building, from the balance", (NimbusSite.MainMeter, 1), (NimbusSite.ChpMeter, 1), (NimbusSite.WindMeter, 1), (NimbusSite.BatteryMeter, -1)),
        Sum("nimbus-other", "Everything else", (NimbusSite.LoadMeter, 1), (NimbusSite.HvacMeter, -1), (NimbusSite.LightingMeter, -1), (NimbusSite.PlugsMeter, -1)),
    ];

    static VirtualMeter Sum(string id, string name, params (string Meter, decimal Factor)[] terms) => new(id, NimbusSite.Identifier, name, Commodity.Electricity,
        MeterUnit.KilowattHour, [.. terms.Select(t => new VirtualTerm(t.Meter, t.Factor))]);

    static IEnumerable<Tariff> Tariffs(DemoTenant tenant)
    {
        yield return new Tariff(tenant.Site.Id, "Day, night and peak", Commodity.Electricity, Direction.Import, MeterUnit.KilowattHour, "EUR", From,
        [
            new TariffRate("night", 0.1623m, Hours: Range("hours", "23-8")),
            new TariffRate("peak", 0.3974m, Days: Range("days", "mon-fri"), Hours: Range("hours", "17-19")),
            new TariffRate("day", 0.2981m),
        ], 0.85m, 3.1m);
        if (tenant.Meters.Any(m => m.Draft.Commodity == "gas"))
            yield return new Tariff(tenant.Site.Id, "Gas", Commodity.Gas, Direction.Import, MeterUnit.KilowattHour, "EUR", From, [new TariffRate("all", 0.0862m)], 0.42m);
    }

    static IEnumerable<FactorSeries> Factors(DemoTenant tenant, DateTimeOffset historyUntil)
    {
        const string source = "made up for the demo";
        yield return new FactorSeries(FactorKind.CarbonFactor, Commodity.Electricity, tenant.Site.Id, Since, null, [0.2241m], source);
        // Over the history by the hour: cleaner at night, dirtier in the evening.
        var start = DemoHistory.StartOf(tenant, historyUntil);
        var hours = (int)(historyUntil - start).TotalHours;
        yield return new FactorSeries(FactorKind.CarbonFactor, Commodity.Electricity, tenant.Site.Id, start, MeteredHour.Length,
            [.. Enumerable.Range(0, hours).Select(h => h % 24 is < 7 ? 0.1873m : h % 24 is >= 17 and < 21 ? 0.2916m : 0.2318m)], source);
        if (tenant.Meters.All(m => m.Draft.Commodity != "gas")) yield break;
        yield return new FactorSeries(FactorKind.CarbonFactor, Commodity.Gas, tenant.Site.Id, Since, null, [0.2047m], source);
        yield return new FactorSeries(FactorKind.CalorificValue, Commodity.Gas, tenant.Site.Id, Since, null, [10.97m], source);
    }

    static ClockRange Range(string field, string text) => ClockRange.TryParse(field, text, out var range) ? range : throw new ArgumentException($"'{text}' is no range of {field}", nameof(text));
}
