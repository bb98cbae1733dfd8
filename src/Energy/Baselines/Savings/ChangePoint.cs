namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The instant from which a meter no longer behaves towards its baseline as before: the cumulative sum test of ordinary least squares
/// residuals (Ploberger and Krämer, The CUSUM Test with OLS Residuals, Econometrica 60, 1992). Over the baseline's own periods it says that one model does not describe them; over the reporting period, that savings changed on
/// the way. Scale and autocorrelation are taken with the change removed, so that a large change does not hide itself.
/// </summary>
/// <param name="At">Start of the first period after the change.</param>
/// <param name="Statistic">Largest cumulative sum in its own scale; the test speaks at 1.6276, where one series in a hundred without a change would.</param>
/// <param name="SavedBefore">Mean saving of a period before the change, meter's unit.</param>
/// <param name="SavedAfter">Mean saving of a period since then.</param>
public sealed record ChangePoint(DateTimeOffset At, decimal Statistic, decimal SavedBefore, decimal SavedAfter)
{
    /// <summary>The 99 % point of the largest absolute value of a Brownian bridge (Kolmogorov's distribution).</summary>
    private const double CriticalValue = 1.6276;

    /// <summary>Fewer periods than this on both sides together tell nothing.</summary>
    private const int FewestPeriods = 30;

    /// <summary>A scale below this share of the values is rounding.</summary>
    private const double Nothing = 1e-9;

    /// <summary>The change of savings over time, when the test finds one.</summary>
    /// <param name="savings">Savings of days or hours in order of time; a baseline's own periods may be given to see whether it fits throughout.</param>
    public static ChangePoint? Find(MeteredSavings savings)
    {
        ArgumentNullException.ThrowIfNull(savings);
        var periods = savings.Periods;
        var n = periods.Length;
        if (n < FewestPeriods)
            return null;
        var values = new double[n];
        double total = 0, magnitude = 0;
        for (var i = 0; i < n; i++)
        {
            values[i] = (double)periods[i].Saved;
            total += values[i];
            magnitude = Math.Max(magnitude, Math.Max(Math.Abs(values[i]), Math.Abs((double)periods[i].Observed)));
        }
        double cumulative = 0, largest = 0, sumBefore = 0, before = 0;
        var change = 0;
        for (var i = 0; i < n - 1; i++)
        {
            before += values[i];
            cumulative += values[i] - total / n;
            if (Math.Abs(cumulative) <= largest)
                continue;
            (largest, change, sumBefore) = (Math.Abs(cumulative), i + 1, before);
        }
        if (change == 0)
            return null;
        var (meanBefore, meanAfter) = (sumBefore / change, (total - sumBefore) / (n - change));
        var scale = LongRunDeviation(values, change, meanBefore, meanAfter);
        // Residuals that only round: any difference of the means beyond rounding is a change.
        if (scale <= Nothing * magnitude)
            scale = Nothing * magnitude;
        var statistic = largest / (scale * Math.Sqrt(n));
        return statistic >= CriticalValue && Figures.Ratio(statistic) is { } written
            && Figures.Energy(meanBefore) is { } savedBefore && Figures.Energy(meanAfter) is { } savedAfter
            ? new ChangePoint(periods[change].Start, written, savedBefore, savedAfter)
            : null;
    }

    /// <summary>Standard deviation about the two means, widened where residuals follow each other.</summary>
    private static double LongRunDeviation(double[] values, int change, double meanBefore, double meanAfter)
    {
        double squares = 0, lagged = 0, last = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var residual = values[i] - (i < change ? meanBefore : meanAfter);
            squares += residual * residual;
            lagged += residual * last;
            last = residual;
        }
        if (squares <= 0)
            return 0;
        var correlation = Math.Clamp(lagged / squares, 0, 0.99);
        return Math.Sqrt(squares / (values.Length - 2) * (1 + correlation) / (1 - correlation));
    }
}
