namespace SmartBlocks.Energy.DataQuality;

/// <summary>
/// Beyond what a value is a spike: far beyond anything this meter counts. What the quality watch reports as a spike, forecasts do not learn from.
/// </summary>
/// <param name="Usual">What is usual at most: the 99th percentile of the values' magnitudes.</param>
/// <param name="Limit">The largest magnitude that is no spike.</param>
internal readonly record struct SpikeLimit(decimal Usual, decimal Limit)
{
    /// <summary>How far beyond the usual a spike lies: this many times the spread between the median and the 99th percentile.</summary>
    public const int Spreads = 6;

    /// <summary>The limit of some values; null where they do not vary, so that nothing can be told.</summary>
    /// <param name="magnitudes">Absolute values in any order; they are sorted.</param>
    public static SpikeLimit? Of(decimal[] magnitudes)
    {
        if (magnitudes.Length == 0)
            return null;
        Array.Sort(magnitudes);
        var (median, high) = (magnitudes[magnitudes.Length / 2], magnitudes[magnitudes.Length * 99 / 100]);
        return high == median ? null : new(high, high + Spreads * (high - median));
    }
}
