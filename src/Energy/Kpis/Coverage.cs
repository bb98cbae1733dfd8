namespace SmartBlocks.Energy.Kpis;

/// <summary>What stands behind a figure, as shares of its time, 0 to 1 with four digits. Measured shares are rounded down and missing ones up, so that a missing minute shows.</summary>
/// <param name="Measured">Counted by the meters.</param>
/// <param name="Estimated">Estimated by somebody who said so, for at least one of the meters.</param>
/// <param name="Corrected">Corrected afterwards, for at least one of the meters.</param>
/// <param name="Missing">Not known for at least one of the meters.</param>
public sealed record Coverage(decimal Measured, decimal Estimated, decimal Corrected, decimal Missing)
{
    /// <summary>Nothing is known.</summary>
    public static Coverage None { get; } = new(0, 0, 0, 1);

    /// <summary>Everything was measured.</summary>
    public static Coverage Whole { get; } = new(1, 0, 0, 0);

    /// <summary>The coverage of some flows together: each hour as far as the least known of them.</summary>
    /// <param name="count">Number of hours.</param>
    /// <param name="flows">The flows.</param>
    public static Coverage Of(int count, params ReadOnlySpan<FlowHours> flows)
    {
        long measured = 0, estimated = 0, corrected = 0;
        var beginning = 0;
        var altered = false;
        foreach (var flow in flows)
        {
            beginning = Math.Max(beginning, flow.Beginning);
            altered |= flow.Altered;
        }
        // A stretch at a time, so that each flow is gone through in one go.
        Span<short> known = stackalloc short[Stretch], guessed = stackalloc short[Stretch], changed = stackalloc short[Stretch];
        for (var at = beginning; at < count; at += Stretch)
        {
            var length = Math.Min(Stretch, count - at);
            known[..length].Fill(MeteredHour.Length);
            guessed[..length].Clear();
            changed[..length].Clear();
            foreach (var flow in flows)
            {
                HourMath.Least(known[..length], flow.CoveredSeconds.Slice(at, length));
                if (!altered)
                    continue;
                HourMath.Most(guessed[..length], flow.EstimatedSeconds.Slice(at, length));
                HourMath.Most(changed[..length], flow.CorrectedSeconds.Slice(at, length));
            }
            if (!altered)
            {
                measured += HourMath.Sum(known[..length]);
                continue;
            }
            for (var i = 0; i < length; i++)
            {
                var guess = Math.Min(guessed[i], known[i]);
                var change = Math.Min(changed[i], (short)(known[i] - guess));
                measured += known[i] - guess - change;
                estimated += guess;
                corrected += change;
            }
        }
        return Of(measured, estimated, corrected, (long)count * MeteredHour.Length);
    }

    /// <summary>The coverage of some time.</summary>
    /// <param name="measured">Seconds measured.</param>
    /// <param name="estimated">Seconds estimated.</param>
    /// <param name="corrected">Seconds corrected.</param>
    /// <param name="all">All seconds.</param>
    public static Coverage Of(long measured, long estimated, long corrected, long all) => all == 0
        ? None
        : new(Down(measured, all), Down(estimated, all), Down(corrected, all), 1 - Down(measured + estimated + corrected, all));

    /// <summary>The coverage of figures that are put together, of equal weight.</summary>
    public static Coverage Mean(IReadOnlyCollection<Coverage> coverages) => coverages.Count == 0
        ? None
        : new(Down(coverages.Sum(c => c.Measured), coverages.Count), Down(coverages.Sum(c => c.Estimated), coverages.Count),
            Down(coverages.Sum(c => c.Corrected), coverages.Count), decimal.Round(coverages.Sum(c => c.Missing) / coverages.Count, 4, MidpointRounding.ToPositiveInfinity));

    /// <summary>The coverage of a figure that needs all of some others: it is measured, and known, at most as far as the least of them.</summary>
    public static Coverage Least(params ReadOnlySpan<Coverage> coverages)
    {
        decimal measured = 1, known = 1, corrected = 0;
        foreach (var coverage in coverages)
        {
            measured = Math.Min(measured, coverage.Measured);
            known = Math.Min(known, 1 - coverage.Missing);
            corrected = Math.Max(corrected, coverage.Corrected);
        }
        var unmeasured = Math.Max(0, known - measured);
        corrected = Math.Min(corrected, unmeasured);
        return new(measured, unmeasured - corrected, corrected, 1 - known);
    }

    private const int Stretch = 512;

    private static decimal Down(decimal part, decimal all) => decimal.Round(part / all, 4, MidpointRounding.ToZero);
}
