using System.Collections.Concurrent;
using System.Collections.Immutable;
using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Computes the figures of all sites that a caller may see. Sites are worked on side by side, as many as there are cores over all who ask: flows are used again and
/// again, so memory grows neither with the number of sites nor with that of requests. Callers who see the same and ask for the same days at the same time share one computation.
/// </summary>
public sealed class PortfolioBuilder(FlowReader reader, LedgerReader ledgers, TimeProvider clock) : IDisposable
{
    readonly SemaphoreSlim turns = new(Environment.ProcessorCount, Environment.ProcessorCount);
    readonly ConcurrentBag<SiteFlows> idle = [];
    readonly UnderWay<Question, IReadOnlyList<(SiteInfo Site, ImmutableArray<Kpi> Kpis)>> underWay = new();

    static readonly HashSet<string> Sums = new(StringComparer.Ordinal)
    {
        KpiIds.Electricity, KpiIds.Import, KpiIds.Export, KpiIds.Generation, KpiIds.Heat, KpiIds.Gas, KpiIds.GasVolume, KpiIds.Water, KpiIds.Carbon, KpiIds.Cost,
        KpiIds.CostElectricity, KpiIds.CostGas, KpiIds.CostHeat, KpiIds.CostWater, KpiIds.ExportRevenue,
    };

    static readonly HashSet<string> Means = new(StringComparer.Ordinal) { KpiIds.SelfConsumption, KpiIds.SelfSufficiency, KpiIds.RenewableShare, KpiIds.LoadFactor };

    /// <summary>The figures of each site, by its id.</summary>
    public Task<IReadOnlyList<(SiteInfo Site, ImmutableArray<Kpi> Kpis)>> ComputeAsync(View view, DateOnly from, DateOnly to, CancellationToken cancellation) =>
        underWay.AskAsync(new Question(view.Sites, view.Meters, from, to), all => ComputeAllAsync(view, from, to, all), cancellation);

    async Task<IReadOnlyList<(SiteInfo Site, ImmutableArray<Kpi> Kpis)>> ComputeAllAsync(View view, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var parts = view.Meters.GroupBy(m => m.Site, StringComparer.Ordinal).ToDictionary(m => m.Key, m => FlowPlan.Of([.. m.Select(KpiBuilder.Place)]), StringComparer.Ordinal);
        var results = new (SiteInfo Site, ImmutableArray<Kpi> Kpis)[view.Sites.Length];
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(view.Sites.Length, Environment.ProcessorCount)).Select(_ => Task.Run(async () =>
        {
            var rules = new Dictionary<string, SiteRules?>(StringComparer.Ordinal);
            for (var i = Interlocked.Increment(ref next); i < results.Length; i = Interlocked.Increment(ref next))
            {
                var site = view.Sites[i];
                // A turn a site: a request for a few sites does not wait for one for thousands.
                await turns.WaitAsync(cancellation);
                try
                {
                    if (!rules.TryGetValue(site.Ledger, out var known)) rules[site.Ledger] = known = await SiteRules.OfAsync(ledgers, site.Ledger, cancellation);
                    results[i] = (site, known is null || !parts.TryGetValue(site.Id, out var plan) ? [] : await ComputeAsync(site, plan, known, from, to, now, cancellation));
                }
                finally
                {
                    turns.Release();
                }
            }
        }, cancellation)));
        return results;
    }

    async Task<ImmutableArray<Kpi>> ComputeAsync(SiteInfo site, ImmutableArray<FlowPart> plan, SiteRules rules, DateOnly from, DateOnly to, long now,
        CancellationToken cancellation)
    {
        var calendar = LocalDays.Of(site.TimeZone).Calendar;
        var range = KpiRange.Of(calendar, from, to, now);
        // No more of them than turns; those of another range are left to the collector.
        if (!idle.TryTake(out var flows) || flows.Start != range.Start || flows.Count != range.Count) flows = new SiteFlows(range.Start, range.Count);
        try
        {
            await reader.ReadAsync(flows, site.Ledger, plan, rules.GasConversion(site.Id, range.Start, range.Count), cancellation);
            return SiteKpis.Of(flows, rules.InputsFor(site, calendar, range.Start, range.Count));
        }
        finally
        {
            flows.Clear();
            idle.Add(flows);
        }
    }

    /// <summary>What a caller sees and asks: all that an answer depends on besides the ledgers.</summary>
    sealed class Question(ImmutableArray<SiteInfo> sites, ImmutableArray<MeterInfo> meters, DateOnly from, DateOnly to) : IEquatable<Question>
    {
        readonly ImmutableArray<SiteInfo> sites = sites;
        readonly ImmutableArray<MeterInfo> meters = meters;
        readonly (DateOnly, DateOnly) days = (from, to);

        public bool Equals(Question? other) => other is not null && days == other.days && sites.AsSpan().SequenceEqual(other.sites.AsSpan()) && meters.AsSpan().SequenceEqual(other.meters.AsSpan());

        public override bool Equals(object? obj) => Equals(obj as Question);

        public override int GetHashCode() => HashCode.Combine(days, sites.Length, meters.Length);
    }

    /// <summary>Lets go of the turns.</summary>
    public void Dispose() => turns.Dispose();

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
