namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// How far outcomes lay from the forecasts of the back-test, for each slot of the horizon: the conformal quantiles (Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World, 2005) of the errors at
/// that slot and the hour around it. They assume nothing of the errors' shape, only that tomorrow is drawn from the same hat.
/// </summary>
internal sealed class ErrorBands
{
    private readonly double[] lower;
    private readonly double[] upper;

    private ErrorBands(double[] lower, double[] upper) => (this.lower, this.upper) = (lower, upper);

    /// <summary>Bands that should hold the given share of outcomes.</summary>
    public static ErrorBands Of(List<double>[] errors, int slotsOfDay, double coverage)
    {
        var reach = Math.Max(1, slotsOfDay / 24);
        var (lower, upper) = (new double[errors.Length], new double[errors.Length]);
        var pool = new List<double>();
        for (var i = 0; i < errors.Length; i++)
        {
            pool.Clear();
            var day = i / slotsOfDay;
            for (var near = Math.Max(i - reach, day * slotsOfDay); near <= Math.Min(i + reach, (day + 1) * slotsOfDay - 1) && near < errors.Length; near++)
                pool.AddRange(errors[near]);
            pool.Sort();
            var tail = (1 - coverage) / 2;
            lower[i] = Quantile(pool, tail);
            upper[i] = Quantile(pool, 1 - tail);
        }
        return new ErrorBands(lower, upper);
    }

    public double Lower(int slot) => lower[slot];

    public double Upper(int slot) => upper[slot];

    /// <summary>The conformal quantile: of n errors and the one to come, each is as likely to be anywhere among them.</summary>
    private static double Quantile(List<double> sorted, double probability)
    {
        if (sorted.Count == 0)
            return 0;
        var position = probability * (sorted.Count + 1) - 1;
        if (position <= 0)
            return sorted[0];
        if (position >= sorted.Count - 1)
            return sorted[^1];
        var below = (int)position;
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
