namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Every candidate forecasts the last weeks of the history from each of their days, having seen only what lay before. Their errors there give each one its share of the combined forecast,
/// and the combined errors give the bands.
/// </summary>
internal sealed class RollingBackTest
{
    /// <summary>The shortest history that is tried: a week to look back on and a week to be tried on, and a day.</summary>
    public const int LeastRows = 15;

    private const int MostOrigins = 56;
    private const int LearnRows = 42;
    private const int LeastOrigins = 7;
    private const int RefitEvery = 7;

    /// <summary>
    /// Shares fall with the fourth power of the mean squared error (after Bates and Granger, The Combination of Forecasts, 1969): a model half as good hardly counts. Shares that
    /// make the combined error of the back-test least were tried: they learn its accidents and are worse after it.
    /// </summary>
    private const int Sharpness = 4;

    /// <summary>The forecast of a candidate.</summary>
    public delegate ReadOnlySpan<double> Forecasts(int model);

    private readonly DemandGrid grid;
    private readonly int days;
    private readonly int firstOrigin;
    private readonly double[][] forecasts;

    private RollingBackTest(DemandGrid grid, IReadOnlyList<IDemandModel> models, int days, int firstOrigin)
    {
        (this.grid, this.days, this.firstOrigin, Models) = (grid, days, firstOrigin, models);
        var horizon = days * grid.Slots;
        forecasts = new double[models.Count][];
        for (var m = 0; m < models.Count; m++)
        {
            forecasts[m] = new double[(grid.Rows - firstOrigin) * horizon];
            for (var origin = firstOrigin; origin < grid.Rows; origin++)
            {
                if ((origin - firstOrigin) % RefitEvery == 0)
                    models[m].Fit(grid, origin);
                models[m].Predict(grid, origin, forecasts[m].AsSpan((origin - firstOrigin) * horizon, horizon));
            }
        }
        Near = Share(0, 1);
        Far = days > 1 ? Share(1, days) : Near;
    }

    /// <summary>The candidates that took part.</summary>
    public IReadOnlyList<IDemandModel> Models { get; }

    /// <summary>Mean squared error and share of each candidate on the first day.</summary>
    public (double[] Errors, double[] Shares) Near { get; }

    /// <summary>The same on the days after it.</summary>
    public (double[] Errors, double[] Shares) Far { get; }

    /// <summary>The days tested.</summary>
    public int Origins => grid.Rows - firstOrigin;

    /// <summary>Runs the test; null when the history is too short for one.</summary>
    public static RollingBackTest? Of(DemandGrid grid, IReadOnlyList<IDemandModel> candidates, int days)
    {
        if (grid.Rows < LeastRows)
            return null;
        // A third of a short history, all that lies after six weeks of a longer one, eight weeks at most.
        var origins = Math.Clamp(Math.Max(grid.Rows / 3, grid.Rows - LearnRows), LeastOrigins, MostOrigins);
        var first = grid.Rows - origins;
        return new RollingBackTest(grid, [.. candidates.Where(candidate => candidate.LeastRows <= first && candidate.Suits(grid))], days, first);
    }

    /// <summary>Combines the candidates' forecasts by their shares.</summary>
    public void Combine(Forecasts forecastOf, Span<double> to)
    {
        to.Clear();
        for (var m = 0; m < Models.Count; m++)
        {
            var forecast = forecastOf(m);
            for (var i = 0; i < to.Length; i++)
                to[i] += (i < grid.Slots ? Near : Far).Shares[m] * forecast[i];
        }
    }

    /// <summary>
    /// Errors of the combined forecast, observed less forecast: of each origin in order of time, for each slot of its horizon, and not a number where nothing was measured or is yet to be. The origins are
    /// those of the test and, when the history went on since, each day since then, forecast with the models as they were learned: what is newest says most of tomorrow. The last 56.
    /// </summary>
    public List<double[]> Errors(DemandGrid later, int daysSince)
    {
        var horizon = days * grid.Slots;
        var errors = new List<double[]>();
        var since = Math.Clamp(daysSince, 0, Math.Min(MostOrigins, Math.Max(0, later.Rows - firstOrigin)));
        for (var origin = Math.Max(firstOrigin, grid.Rows - MostOrigins + since); origin < grid.Rows; origin++)
        {
            var at = (origin - firstOrigin) * horizon;
            errors.Add(Apart(grid, origin, m => forecasts[m].AsSpan(at, horizon)));
        }
        for (var origin = later.Rows - since; origin < later.Rows; origin++)
        {
            var ahead = Ahead(later, origin);
            errors.Add(Apart(later, origin, m => ahead[m]));
        }
        return errors;
    }

    /// <summary>What each candidate, as it was learned last, forecasts from a row on.</summary>
    public double[][] Ahead(DemandGrid of, int row)
    {
        var ahead = new double[Models.Count][];
        for (var m = 0; m < ahead.Length; m++)
            Models[m].Predict(of, row, ahead[m] = new double[days * grid.Slots]);
        return ahead;
    }

    private double[] Apart(DemandGrid observed, int origin, Forecasts forecastOf)
    {
        var errors = new double[days * grid.Slots];
        Combine(forecastOf, errors);
        for (var i = 0; i < errors.Length; i++)
        {
            var at = origin * grid.Slots + i;
            errors[i] = at < observed.Rows * grid.Slots && observed.Known[at] ? observed.Values[at] - errors[i] : double.NaN;
        }
        return errors;
    }

    private (double[] Errors, double[] Shares) Share(int fromDay, int toDay)
    {
        var horizon = days * grid.Slots;
        var errors = new double[Models.Count];
        for (var m = 0; m < errors.Length; m++)
        {
            double squares = 0;
            var count = 0;
            for (var origin = firstOrigin; origin < grid.Rows; origin++)
                for (var i = fromDay * grid.Slots; i < toDay * grid.Slots && origin * grid.Slots + i < grid.Rows * grid.Slots; i++)
                {
                    if (!grid.Known[origin * grid.Slots + i])
                        continue;
                    var error = grid.Values[origin * grid.Slots + i] - forecasts[m][(origin - firstOrigin) * horizon + i];
                    squares += error * error;
                    count++;
                }
            errors[m] = count == 0 ? 0 : squares / count;
        }
        return (errors, Shares(errors));
    }

    private static double[] Shares(double[] errors)
    {
        var best = double.PositiveInfinity;
        foreach (var error in errors)
            if (error < best)
                best = error;
        var shares = new double[errors.Length];
        double sum = 0;
        for (var m = 0; m < shares.Length; m++)
        {
            shares[m] = 1;
            for (var n = 0; n < Sharpness && errors[m] > 0; n++)
                shares[m] *= best / errors[m];
            sum += shares[m];
        }
        for (var m = 0; m < shares.Length; m++)
            shares[m] /= sum;
        return shares;
    }
}
