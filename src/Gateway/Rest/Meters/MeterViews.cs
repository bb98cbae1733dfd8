using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Puts together what the API says of meters: the directory's words, the newest reading, and whether the meter is silent.</summary>
public sealed class MeterViews(IReadingStore readings, LedgerBook book, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Describes meters, in the order given.</summary>
    public async Task<IReadOnlyList<Meter>> DescribeAsync(IReadOnlyList<MeterInfo> meters, CancellationToken cancellation)
    {
        var latest = new Dictionary<string, ReadingRow>(StringComparer.Ordinal);
        var silent = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ledger in meters.GroupBy(m => m.Ledger, StringComparer.Ordinal))
        {
            foreach (var row in await readings.ReadLatestAsync(ledger.Key, [.. ledger.Select(m => m.Id)], cancellation)) latest[row.Meter] = row;
            foreach (var notice in await grains.GetGrain<IFollowerGrain>(ledger.Key).Silent()) silent.Add(notice.Meter);
        }
        var described = new List<Meter>(meters.Count);
        foreach (var m in meters)
            described.Add(Describe(m, await book.RegistrationAsync(m.Ledger, m.Id, cancellation), latest.GetValueOrDefault(m.Id), silent.Contains(m.Id)));
        return described;
    }

    /// <summary>Describes one meter.</summary>
    public async Task<Meter> DescribeAsync(MeterInfo meter, CancellationToken cancellation) => (await DescribeAsync([meter], cancellation))[0];

    /// <summary>The meters without a parent among them, each with those below it.</summary>
    public static IReadOnlyList<MeterNode> Tree(IReadOnlyList<Meter> meters)
    {
        var ids = meters.Select(m => m.Id).ToHashSet(StringComparer.Ordinal);
        var children = meters.Where(m => m.Parent is not null && ids.Contains(m.Parent)).ToLookup(m => m.Parent!, StringComparer.Ordinal);
        return [.. meters.Where(m => m.Parent is null || !ids.Contains(m.Parent)).Select(m => Node(m, children, 0))];
    }

    /// <summary>Average power over a slot, kW, when it is energy and recent.</summary>
    public decimal? PowerKw(MeterInfo meter, ReadingRow? last)
    {
        if (last is not { Seconds: > 0 } || meter.Unit != "kWh") return null;
        var age = clock.GetUtcNow().ToUnixTimeSeconds() - (last.Start + last.Seconds);
        return age > Math.Max(300, 2 * last.Seconds) ? null : decimal.Round(last.Value * 3600m / last.Seconds, 6);
    }

    // The ledger refuses a parent that is not there before its child, hence there are no rings; the depth limit is for a directory gone wrong.
    static MeterNode Node(Meter meter, ILookup<string, Meter> children, int depth) =>
        MeterNode.Of(meter, depth > 16 ? [] : [.. children[meter.Id].Select(c => Node(c, children, depth + 1))]);

    Meter Describe(MeterInfo m, RegistrationPlace? registeredIn, ReadingRow? last, bool silent) => new(m.Id, m.Site, m.Ledger, m.Name, m.Commodity, m.Unit, m.Direction, m.Kind, m.Source,
        m.Parent, m.Key, m.ResolutionSeconds, registeredIn,
        last is null ? null : new LastReading(Utc.OfSeconds(last.Start), last.Seconds, last.Value, last.Quality, last.Transaction, last.Block),
        silent, PowerKw(m, last));
}
