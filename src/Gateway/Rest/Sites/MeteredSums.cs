using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What is known of one meter over one bucket.</summary>
/// <param name="Value">Sum in the meter's unit; null when nothing is known.</param>
/// <param name="Completeness">Share that is known, 0 to 1.</param>
/// <param name="Quality">measured, estimated, mixed, or none.</param>
/// <param name="Count">Readings in it.</param>
public readonly record struct BucketSum(decimal? Value, decimal Completeness, string Quality, int Count);

/// <summary>Sums readings into buckets, from hours.</summary>
public sealed class MeteredSums(IReadingStore readings, TimeProvider clock)
{
    /// <summary>Sums of each meter over each bucket. Buckets are ascending and adjoin.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<BucketSum>>> SumAsync(string ledger, IReadOnlyList<MeterInfo> meters,
        IReadOnlyList<Stretch> buckets, CancellationToken cancellation)
    {
        if (meters.Count == 0 || buckets.Count == 0) return new Dictionary<string, IReadOnlyList<BucketSum>>();
        var (from, to) = (buckets[0].Start, buckets[^1].End);
        var hours = await readings.ReadHourlyAsync(ledger, [.. meters.Select(m => m.Id)], from, to + (3600 - (to - from) % 3600) % 3600, cancellation);
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
            var known = false;
            for (; more && hour.Current.Hour < bucket.End; more = hour.MoveNext())
            {
                if (hour.Current.Hour < bucket.Start) continue;
                sum += hour.Current.Sum;
                covered += hour.Current.Seconds;
                estimated += hour.Current.Estimated;
                count += hour.Current.Count;
                known = true;
            }
            // A bucket that is still running is measured against what has passed of it.
            var passed = Math.Max(1, Math.Min(bucket.End, now) - bucket.Start);
            var completeness = !known ? 0m : Math.Min(1m, decimal.Round((decimal)covered / passed, 4));
            var quality = !known ? "none" : estimated == 0 ? "measured" : estimated >= covered ? "estimated" : "mixed";
            sums[i] = new BucketSum(known ? sum : null, completeness, quality, count);
        }
        return sums;
    }
}
