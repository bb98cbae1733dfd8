namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// How far outcomes lay from earlier forecasts, for each slot of the horizon: the conformal quantiles (Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005) of the errors at
/// that slot and the hour around it. They assume nothing of the errors' shape, only that tomorrow is drawn from the same hat.
/// <para>
/// Forecasts several days ahead that are made every day overlap: an odd week is in seven of them, and fifty such errors say no more than some ten drawn by themselves. The quantiles therefore count as many
/// errors as there are independent ones, and so reach further out in their tails: n divided by what the autocorrelation of the errors, up to the days that overlap, inflates the variance of their mean by
/// (Bayley, Hammersley, The "effective" number of independent observations in an autocorrelated time series, J. Royal Statistical Society 8, 1946).
/// </para>
/// </summary>
internal sealed class ErrorBands
{
    /// <summary>An 80 % band of fewer would always be the furthest error that was seen, and the autocorrelation of so few is mostly chance.</summary>
    private const double LeastIndependent = 4;

    private readonly double[] lower;
    private readonly double[] upper;

    private ErrorBands(double[] lower, double[] upper) => (this.lower, this.upper) = (lower, upper);

    /// <summary>Bands that should hold the given share of outcomes.</summary>
    /// <param name="errors">Observed less forecast, of each origin in order of time, for each slot of its horizon; not a number where it was not measured or not yet.</param>
    /// <param name="slotsOfDay">Slots of a day, 24 hours.</param>
    /// <param name="coverage">The share, above zero and below one.</param>
    public static ErrorBands Of(IReadOnlyList<double[]> errors, int slotsOfDay, double coverage)
    {
        var reach = Math.Max(1, slotsOfDay / 24);
        var horizon = errors[0].Length;
        var (lower, upper) = (new double[horizon], new double[horizon]);
        var pool = new List<double>();
        var tail = (1 - coverage) / 2;
        for (var day = 0; day * slotsOfDay < horizon; day++)
        {
            var independent = Math.Max(LeastIndependent, (errors.Count - day) / Inflation(errors, day, slotsOfDay));
            var (first, last) = (day * slotsOfDay, Math.Min((day + 1) * slotsOfDay, horizon) - 1);
            for (var i = first; i <= last; i++)
            {
                pool.Clear();
                for (var near = Math.Max(i - reach, first); near <= Math.Min(i + reach, last); near++)
                    foreach (var origin in errors)
                        if (!double.IsNaN(origin[near]))
                            pool.Add(origin[near]);
                pool.Sort();
                lower[i] = Quantile(pool, tail, independent);
                upper[i] = Quantile(pool, 1 - tail, independent);
            }
        }
        return new ErrorBands(lower, upper);
    }

    public double Lower(int slot) => lower[slot];

    public double Upper(int slot) => upper[slot];

    /// <summary>What the overlap of forecasts inflates the variance of a mean of their errors by: one and twice the autocorrelation of their daily means, up to the origins whose horizons overlap at that day.</summary>
    private static double Inflation(IReadOnlyList<double[]> errors, int day, int slotsOfDay)
    {
        double inflation = 1;
        if (day == 0)
            return inflation;
        var means = errors.Select(origin => Mean(origin.AsSpan(day * slotsOfDay, Math.Min(slotsOfDay, origin.Length - day * slotsOfDay)))).ToArray();
        var (squares, known) = Products(means, 0);
        for (var lag = 1; lag <= day; lag++)
        {
            var (products, pairs) = Products(means, lag);
            if (pairs > 0 && squares > 0)
                inflation += 2 * (1 - lag / (double)means.Length) * Math.Clamp(products / pairs / (squares / known), 0, 1);
        }
        return inflation;
    }

    private static (double Sum, int Count) Products(double[] means, int lag)
    {
        double sum = 0;
        var count = 0;
        for (var i = lag; i < means.Length; i++)
        {
            if (double.IsNaN(means[i]) || double.IsNaN(means[i - lag]))
                continue;
            sum += means[i] * means[i - lag];
            count++;
        }
        return (sum, count);
    }

    private static double Mean(ReadOnlySpan<double> errors)
    {
        double sum = 0;
        var count = 0;
        foreach (var error in errors)
        {
            if (double.IsNaN(error))
                continue;
            sum += error;
            count++;
        }
        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>The conformal quantile: of n independent errors and the one to come, each is as likely to be anywhere among them.</summary>
    private static double Quantile(List<double> sorted, double probability, double independent)
    {
        if (sorted.Count == 0)
            return 0;
        // More errors than one a day lie closer together than independent ones would, but no fewer of them lie between any two of those.
        var n = Math.Min(independent, sorted.Count);
        var position = (probability * (n + 1) - 0.5) / n * sorted.Count - 0.5;
        if (position <= 0)
            return sorted[0];
        if (position >= sorted.Count - 1)
            return sorted[^1];
        var below = (int)position;
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
