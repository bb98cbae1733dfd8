using System.Collections.Immutable;
using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Computes the figures of all sites that a caller may see. Sites are worked on side by side, as many as there are cores, each worker with flows that it uses
/// again and again: memory does not grow with the number of sites.
/// </summary>
public sealed class PortfolioBuilder(FlowReader reader, LedgerReader ledgers, TimeProvider clock)
{
    static readonly HashSet<string> Sums = new(StringComparer.Ordinal)
    {
        KpiIds.Electricity, KpiIds.Import, KpiIds.Export, KpiIds.Generation, KpiIds.Heat, KpiIds.Gas, KpiIds.GasVolume, KpiIds.Water, KpiIds.Carbon, KpiIds.Cost,
        KpiIds.CostElectricity, KpiIds.CostGas, KpiIds.CostHeat, KpiIds.CostWater, KpiIds.ExportRevenue,
    };

    static readonly HashSet<string> Means = new(StringComparer.Ordinal) { KpiIds.SelfConsumption, KpiIds.SelfSufficiency, KpiIds.RenewableShare, KpiIds.LoadFactor };

    /// <summary>The figures of each site, by its id.</summary>
    public async Task<IReadOnlyList<(SiteInfo Site, ImmutableArray<Kpi> Kpis)>> ComputeAsync(View view, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var parts = view.Meters.GroupBy(m => m.Site, StringComparer.Ordinal).ToDictionary(m => m.Key, m => FlowPlan.Of([.. m.Select(KpiBuilder.Place)]), StringComparer.Ordinal);
        var results = new (SiteInfo Site, ImmutableArray<Kpi> Kpis)[view.Sites.Length];
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(view.Sites.Length, Environment.ProcessorCount)).Select(_ => Task.Run(async () =>
        {
            var rules = new Dictionary<string, SiteRules?>(StringComparer.Ordinal);
            SiteFlows? flows = null;
            for (var i = Interlocked.Increment(ref next); i < results.Length; i = Interlocked.Increment(ref next))
            {
                cancellation.ThrowIfCancellationRequested();
                var site = view.Sites[i];
                if (!rules.TryGetValue(site.Ledger, out var known)) rules[site.Ledger] = known = await SiteRules.OfAsync(ledgers, site.Ledger, cancellation);
                var calendar = LocalDays.Of(site.TimeZone).Calendar;
                var range = KpiRange.Of(calendar, from, to, now);
                if (flows is null || flows.Start != range.Start || flows.Count != range.Count) flows = new SiteFlows(range.Start, range.Count);
                flows.Clear();
                if (known is null || !parts.TryGetValue(site.Id, out var plan))
                {
                    results[i] = (site, []);
                    continue;
                }
                await reader.ReadAsync(flows, site.Ledger, plan, known.GasConversion(site.Id, range.Start, range.Count), cancellation);
                results[i] = (site, SiteKpis.Of(flows, known.InputsFor(site, calendar, range.Start, range.Count)));
            }
        }, cancellation)));
        return results;
    }

    /// <summary>What the sites come to together: energies, money and gases are added up; shares are means over the sites that have them.</summary>
    public static IReadOnlyList<Kpi> Total(IReadOnlyList<(SiteInfo Site, ImmutableArray<Kpi> Kpis)> sites)
    {
        var totals = new List<Kpi>();
        foreach (var figure in sites.SelectMany(s => s.Kpis).Where(k => Sums.Contains(k.Id) || Means.Contains(k.Id)).GroupBy(k => (k.Id, k.Unit)))
        {
            var known = figure.Where(k => k.Value is not null).ToList();
            decimal? value = known.Count == 0 ? null : known.Sum(k => k.Value!.Value);
            if (Means.Contains(figure.Key.Id) && value is { } sum) value = decimal.Round(sum / known.Count, 4);
            totals.Add(new Kpi(figure.Key.Id, value, figure.Key.Unit, Coverage.Mean([.. figure.Select(k => k.Coverage)])));
        }
        var measured = sites.Where(s => s.Site.AreaSquareMetres > 0).Select(s => (Area: s.Site.AreaSquareMetres!.Value, Kpi: s.Kpis.FirstOrDefault(k => k.Id == KpiIds.EnergyPerArea)))
            .Where(s => s.Kpi?.Value is not null).ToList();
        if (measured.Count > 0)
            totals.Add(new Kpi(KpiIds.EnergyPerArea, decimal.Round(measured.Sum(s => s.Kpi!.Value!.Value * s.Area) / measured.Sum(s => s.Area), 6), "kWh/m2",
                Coverage.Mean([.. measured.Select(s => s.Kpi!.Coverage)])));
        return totals;
    }
}
