namespace SmartBlocks.Benchmarks.Harness;

/// <summary>What was measured several times.</summary>
public static class Samples
{
    /// <summary>The value below which a share of the samples lies.</summary>
    public static double Percentile(IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    /// <summary>The middle one: on a machine that others use as well, the mean says more about them.</summary>
    public static double Median(IEnumerable<double> samples) => Percentile(samples, 0.5);
}
