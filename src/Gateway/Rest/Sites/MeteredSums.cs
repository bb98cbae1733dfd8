using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What is known of one meter over one bucket.</summary>
/// <param name="Value">Sum in the meter's unit; null when nothing is known.</param>
/// <param name="Completeness">Share that is known, 0 to 1.</param>
/// <param name="Quality">measured, estimated, mixed, or none.</param>
/// <param name="Count">Readings in it.</param>
public readonly record struct BucketSum(decimal? Value, decimal Completeness, string Quality, int Count);

/// <summary>Sums readings into buckets, from the hourly read model; zones that are not whole hours from UTC are summed from the readings themselves.</summary>
public sealed class MeteredSums(IReadingStore readings, TimeProvider clock)
{
    const int PageRows = 5_000;

    /// <summary>Sums of each meter over each bucket. Buckets are ascending and adjoin.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<BucketSum>>> SumAsync(string ledger, IReadOnlyList<MeterInfo> meters,
        IReadOnlyList<Stretch> buckets, CancellationToken cancellation)
    {
        if (meters.Count == 0 || buckets.Count == 0) return new Dictionary<string, IReadOnlyList<BucketSum>>();
        var (from, to) = (buckets[0].Start, buckets[^1].End);
        var hours = buckets.All(b => b.Start % 3600 == 0)
            ? await readings.ReadHourlyAsync(ledger, [.. meters.Select(m => m.Id)], from, to, cancellation)
            : await ReadRowsAsync(ledger, meters, from, to, cancellation);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var byMeter = hours.ToLookup(h => h.Meter, StringComparer.Ordinal);
        return meters.ToDictionary(m => m.Id, m => (IReadOnlyList<BucketSum>)Sum(byMeter[m.Id], buckets, now), StringComparer.Ordinal);
    }

    static BucketSum[] Sum(IEnumerable<ReadingBucket> hours, IReadOnlyList<Stretch> buckets, long now)
    {
        var sums = new BucketSum[buckets.Count];
        using var hour = hours.OrderBy(h => h.Hour).GetEnumerator();
        var more = hour.MoveNext();
        for (var i = 0; i < buckets.Count; i++)
        {
            var bucket = buckets[i];
            decimal sum = 0;
            long covered = 0, estimated = 0;
            var count = 0;
            for (; more && hour.Current.Hour < bucket.End; more = hour.MoveNext())
            {
                if (hour.Current.Hour < bucket.Start) continue;
                sum += hour.Current.Sum;
                covered += hour.Current.Seconds;
                estimated += hour.Current.Estimated;
                count += hour.Current.Count;
            }
            // A bucket that is still running is measured against what has passed of it.
            var passed = Math.Max(1, Math.Min(bucket.End, now) - bucket.Start);
            var completeness = count == 0 ? 0m : covered == 0 ? 1m : Math.Min(1m, decimal.Round((decimal)covered / passed, 4));
            var quality = count == 0 ? "none" : estimated == 0 ? "measured" : estimated >= covered ? "estimated" : "mixed";
            sums[i] = new BucketSum(count == 0 ? null : sum, completeness, quality, count);
        }
        return sums;
    }

    async Task<IReadOnlyList<ReadingBucket>> ReadRowsAsync(string ledger, IReadOnlyList<MeterInfo> meters, long from, long to, CancellationToken cancellation)
    {
        var all = new List<ReadingBucket>();
        foreach (var meter in meters)
        {
            var next = from;
            while (next < to)
            {
                var page = await readings.ReadAsync(ledger, meter.Id, next, to, PageRows, cancellation);
                all.AddRange(page.Select(r => new ReadingBucket(r.Meter, r.Start, r.Delta, r.Seconds, r.Quality == "estimated" ? r.Seconds : 0, 1)));
                if (page.Count < PageRows) break;
                next = page[^1].Start + 1;
            }
        }
        return all;
    }
}
