namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Exponential smoothing with a daily and a weekly season, and an autoregressive correction of the last error (Taylor, Short-term electricity demand forecasting using double seasonal
/// exponential smoothing, J. Operational Research Society 54, 2003), additive, or multiplicative by smoothing logarithms: a building that uses twice as much swings twice as far. Of a fixed grid of parameters, the eight that forecast the days of the history best are run side by side and
/// their forecasts averaged: the best one alone is best by chance, and worse the week after.
/// </summary>
internal sealed class DoubleSeasonalSmoothing(bool multiplicative) : IDemandModel
{
    private const int Days = 7;
    private const int MostRows = 26 * Days;
    private const int FirstForecast = 3 * Days;
    private const int Averaged = 8;

    private static readonly double[] levels = [0.002, 0.01, 0.03, 0.06];
    private static readonly double[] daily = [0.05, 0.15, 0.3, 0.45];
    private static readonly double[] weekly = [0.05, 0.15, 0.3, 0.45];
    private static readonly double[] corrections = [0, 0.7, 0.9, 0.97];

    private Parameters[] chosen = [];

    public string Name => multiplicative ? "double seasonal smoothing, multiplicative" : "double seasonal smoothing";

    public int LeastRows => FirstForecast + Days;

    public bool Suits(DemandGrid grid) => !multiplicative || grid.HasLogarithms;

    public void Fit(DemandGrid grid, int rows)
    {
        var tried = new List<(double Squares, Parameters Parameters)>();
        foreach (var level in levels)
            foreach (var day in daily)
                foreach (var week in weekly)
                    foreach (var correction in corrections)
                    {
                        var parameters = new Parameters(level, day, week, correction);
                        tried.Add((Squares(grid, rows, parameters), parameters));
                    }
        // OrderBy is stable: of equals, the one tried first.
        chosen = [.. tried.OrderBy(one => one.Squares).Take(Averaged).Select(one => one.Parameters)];
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        ahead.Clear();
        var one = new double[ahead.Length];
        foreach (var parameters in chosen)
        {
            var state = new State(grid, Values(grid), Math.Max(0, row - MostRows), parameters);
            state.Run(row);
            state.Forecast(one);
            for (var i = 0; i < one.Length; i++)
                ahead[i] += one[i] / chosen.Length;
        }
        for (var i = 0; multiplicative && i < ahead.Length; i++)
            ahead[i] = grid.OfLogarithm(ahead[i]);
    }

    private double[] Values(DemandGrid grid) => multiplicative ? grid.Logarithms : grid.Values;

    private double Squares(DemandGrid grid, int rows, Parameters parameters)
    {
        var first = Math.Max(0, rows - MostRows);
        var values = Values(grid);
        var state = new State(grid, values, first, parameters);
        var ahead = new double[grid.Slots];
        double squares = 0;
        for (var row = first + FirstForecast; row < rows; row++)
        {
            state.Run(row);
            state.Forecast(ahead);
            var at = row * grid.Slots;
            for (var i = 0; i < ahead.Length; i++)
                if (grid.Known[at + i])
                    squares += (ahead[i] - values[at + i]) * (ahead[i] - values[at + i]);
        }
        return squares;
    }

    private readonly record struct Parameters(double Level, double Day, double Week, double Correction);

    /// <summary>Level, seasons and last error at a slot.</summary>
    private sealed class State
    {
        private readonly DemandGrid grid;
        private readonly double[] values;
        private readonly Parameters parameters;
        private readonly double[] day;
        private readonly double[] week;
        private double level;
        private double error;
        private int next;

        public State(DemandGrid grid, double[] values, int firstRow, Parameters parameters)
        {
            (this.grid, this.values, this.parameters) = (grid, values, parameters);
            (day, week) = (new double[grid.Slots], new double[Days * grid.Slots]);
            next = firstRow * grid.Slots;
            // The first two weeks give the first level and seasons.
            var begin = 2 * week.Length;
            for (var i = 0; i < begin; i++)
            {
                var value = values[next + i];
                level += value / begin;
                day[(next + i) % day.Length] += value / (2 * Days);
                week[(next + i) % week.Length] += value / 2;
            }
            for (var i = 0; i < week.Length; i++)
                week[i] -= day[i % day.Length];
            for (var i = 0; i < day.Length; i++)
                day[i] -= level;
        }

        /// <summary>Takes up what was counted until a row.</summary>
        public void Run(int row)
        {
            for (var end = row * grid.Slots; next < end; next++)
            {
                var (d, w) = (next % day.Length, next % week.Length);
                var smooth = level + day[d] + week[w];
                var expected = smooth + parameters.Correction * error;
                if (!grid.Known[next])
                {
                    error *= parameters.Correction;
                    continue;
                }
                var surprise = values[next] - expected;
                error = values[next] - smooth;
                level += parameters.Level * surprise;
                day[d] += parameters.Day * surprise;
                week[w] += parameters.Week * surprise;
            }
        }

        /// <summary>Forecasts from here on.</summary>
        public void Forecast(Span<double> ahead)
        {
            var rest = error;
            for (var i = 0; i < ahead.Length; i++)
            {
                rest *= parameters.Correction;
                ahead[i] = level + day[(next + i) % day.Length] + week[(next + i) % week.Length] + rest;
            }
        }
    }
}
