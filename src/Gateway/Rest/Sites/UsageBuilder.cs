using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Computes a site's usage over local days.</summary>
public sealed class UsageBuilder(MeteredSums sums, TimeProvider clock)
{
    /// <summary>Computes it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="meters">Its meters.</param>
    /// <param name="from">First local day; null: six days before today.</param>
    /// <param name="to">The local day after the last; null: tomorrow.</param>
    /// <param name="resolution">The buckets.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Usage> BuildAsync(SiteInfo site, IReadOnlyList<MeterInfo> meters, DateOnly? from, DateOnly? to, Resolution resolution,
        CancellationToken cancellation)
    {
        var days = LocalDays.Of(site.TimeZone);
        var today = days.DayAt(clock.GetUtcNow());
        var (first, end) = (from ?? today.AddDays(-6), to ?? today.AddDays(1));
        var buckets = days.Cut(first, end, resolution);
        var known = await sums.SumAsync(site.Ledger, meters, buckets, cancellation);
        var series = meters.Select(m => new UsageSeries(m.Id, m.Name, m.Commodity, m.Unit, m.Direction, m.Source, m.Parent,
            [.. known[m.Id].Select(b => b.Value)], [.. known[m.Id].Select(b => b.Completeness)])).ToList();
        return new Usage(site.Id, site.TimeZone, first, end, resolution.ToString().ToLowerInvariant(), "kWh",
            [.. buckets.Select(b => Utc.OfSeconds(b.Start))], series, Total(series));
    }

    static UsageTotals Total(List<UsageSeries> series)
    {
        var ids = series.Select(s => s.Meter).ToHashSet(StringComparer.Ordinal);
        var import = Sum(series.Where(s => s is { Commodity: "electricity", Direction: "import" } && IsTop(s, ids)));
        var export = Sum(series.Where(s => s is { Commodity: "electricity", Direction: "export" }));
        var generation = Sum(series.Where(s => s is { Commodity: "electricity", Direction: "generation" }));
        var gas = series.Where(s => s is { Commodity: "gas", Unit: "m3" } && IsTop(s, ids)).ToList();
        var heat = Sum(series.Where(s => s is { Commodity: "heat", Direction: "generation" }));
        return new UsageTotals(import, export, generation, gas.Count == 0 ? null : Sum(gas), heat,
            generation <= 0 ? null : decimal.Round(Math.Clamp((generation - export) / generation, 0m, 1m), 4));
    }

    // A sub-meter of the same commodity is counted in its parent already.
    static bool IsTop(UsageSeries series, HashSet<string> ids) => series.Parent is null || !ids.Contains(series.Parent);

    static decimal Sum(IEnumerable<UsageSeries> series) => series.Sum(s => s.Values.Sum(v => v ?? 0m));
}
