using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Outdoor temperature as a piecewise linear feature (CalTRACK 3.9.1): the degrees of each bin that a temperature reaches, adding up to the temperature itself.
/// </summary>
internal static class TemperatureBins
{
    /// <summary>Least temperatures a bin must hold; bins with fewer are merged with a neighbour.</summary>
    private const int LeastCount = 20;

    private static readonly ImmutableArray<int> endpoints = [30, 45, 55, 65, 75, 90];

    /// <summary>The endpoints left, °F, after merging from the outside in and then in the middle, until every bin holds enough of the temperatures.</summary>
    public static ImmutableArray<int> Fit(IReadOnlyCollection<double> temperatures)
    {
        var kept = endpoints;
        while (!kept.IsEmpty)
        {
            var counts = new int[kept.Length + 1];
            foreach (var temperature in temperatures)
                counts[BinOf(temperature, kept)]++;
            var merged = new List<int>();
            if (counts[0] < LeastCount)
                merged.Add(kept[0]);
            if (counts[^1] < LeastCount)
                merged.Add(kept[^1]);
            for (var bin = 1; merged.Count == 0 && bin < counts.Length - 1; bin++)
                if (counts[bin] < LeastCount)
                    merged.Add(kept[bin]);
            if (merged.Count == 0)
                break;
            kept = [.. kept.Where(endpoint => !merged.Contains(endpoint))];
        }
        return kept;
    }

    /// <summary>The features of one temperature, one more than there are endpoints.</summary>
    public static double[] Features(double temperature, ImmutableArray<int> endpoints)
    {
        if (endpoints.IsEmpty)
            return [temperature];
        var features = new double[endpoints.Length + 1];
        features[0] = Math.Min(temperature, endpoints[0]);
        for (var bin = 1; bin < features.Length; bin++)
        {
            var above = Math.Max(temperature - endpoints[bin - 1], 0);
            features[bin] = bin < endpoints.Length ? Math.Min(above, endpoints[bin] - endpoints[bin - 1]) : above;
        }
        return features;
    }

    private static int BinOf(double temperature, ImmutableArray<int> endpoints)
    {
        var bin = 0;
        while (bin < endpoints.Length && temperature > endpoints[bin])
            bin++;
        return bin;
    }
}
