using System.Globalization;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Ridge regression for each slot of the day on what was counted before, the day of the week and, where it is given, outdoor temperature: the family of models known from forecasting
/// electricity prices and loads as expert or autoregressive models with calendar (Weron, Electricity price forecasting, 2014). Days
/// further ahead are forecast on the forecasts of those before.
/// </summary>
internal sealed class LagRegression(double penalty) : IDemandModel
{
    private const int Longest = 14;
    private const int MostRows = 400;
    private const int Quarters = 4;
    private const int Weekdays = 7;
    private const int PlainFeatures = 8 + Quarters + 2 * Weekdays;
    private const int TemperatureFeatures = 5;
    private const double HeatingBelow = 15.5;
    private const double CoolingAbove = 18;

    private Ridge[] models = [];

    public string Name => string.Create(CultureInfo.InvariantCulture, $"regression on lags and calendar, penalty {(decimal)penalty}");

    public int LeastRows => Longest + 21;

    public void Fit(DemandGrid grid, int rows)
    {
        var width = Width(grid);
        var first = Math.Max(Longest, rows - MostRows);
        var slots = grid.Slots;
        var days = new DayFigures(grid, grid.Values, first, rows);
        var x = new double[(rows - first) * width];
        var y = new double[rows - first];
        models = new Ridge[slots];
        for (var slot = 0; slot < slots; slot++)
        {
            var count = 0;
            for (var row = first; row < rows; row++)
            {
                var index = row * slots + slot;
                if (!grid.Known[index])
                    continue;
                Features(grid, grid.Values, grid.Temperatures?.Observed, days, row, slot, x.AsSpan(count * width, width));
                y[count++] = grid.Values[index];
            }
            if (count == 0)
                y[count++] = 0;
            models[slot] = Ridge.Fit(x.AsSpan(0, count * width), y.AsSpan(0, count), width, penalty);
        }
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var slots = grid.Slots;
        var rows = (ahead.Length + slots - 1) / slots;
        // The last fortnight, followed by the forecasts themselves.
        var values = new double[(Longest + rows) * slots];
        Array.Copy(grid.Values, (row - Longest) * slots, values, 0, Longest * slots);
        var window = new double[Width(grid)];
        var temperatures = grid.Temperatures?.SeenFrom(row, rows, Longest);
        for (var next = 0; next < rows; next++)
        {
            var days = new DayFigures(grid, values, Longest + next, Longest + next + 1);
            for (var slot = 0; slot < slots; slot++)
            {
                Features(grid, values, temperatures, days, Longest + next, slot, window, row - Longest);
                values[(Longest + next) * slots + slot] = models[slot].Predict(window);
            }
        }
        values.AsSpan(Longest * slots, ahead.Length).CopyTo(ahead);
    }

    private static int Width(DemandGrid grid) => PlainFeatures + (grid.Temperatures is null ? 0 : TemperatureFeatures);

    /// <param name="grid">The grid.</param>
    /// <param name="values">Rows of values; row 0 is row <paramref name="shift"/> of the grid.</param>
    /// <param name="temperatures">Outdoor temperatures of the same rows, °C; null without.</param>
    /// <param name="days">Figures of whole days.</param>
    /// <param name="row">The row among <paramref name="values"/>.</param>
    /// <param name="slot">The slot of the day.</param>
    /// <param name="to">Where the features go.</param>
    /// <param name="shift">Rows of the grid before row 0.</param>
    private static void Features(DemandGrid grid, double[] values, double[]? temperatures, DayFigures days, int row, int slot, Span<double> to, int shift = 0)
    {
        var slots = grid.Slots;
        var index = row * slots + slot;
        var last = row * slots - 1;
        var mean = days.Mean(row - 1);
        to[0] = values[index - slots];
        to[1] = values[index - 2 * slots];
        to[2] = values[index - 7 * slots];
        to[3] = values[index - 14 * slots];
        to[4] = values[last];
        to[5] = days.Evening(row - 1);
        to[6] = days.Mean(row - 7);
        to[7] = days.Mean(row - 8);
        for (var quarter = 0; quarter < Quarters; quarter++)
            to[8 + quarter] = days.Quarter(row - 1, quarter);
        var weekday = grid.Weekday((row + shift) * slots + slot);
        for (var day = 0; day < Weekdays; day++)
        {
            to[8 + Quarters + day] = day == weekday ? 1 : 0;
            to[8 + Quarters + Weekdays + day] = day == weekday ? mean : 0;
        }
        if (temperatures is null)
            return;
        var here = row * slots;
        double today = 0, yesterday = 0;
        for (var i = 0; i < slots; i++)
        {
            today += temperatures[here + i];
            yesterday += temperatures[here - slots + i];
        }
        to[PlainFeatures] = temperatures[here + slot];
        to[PlainFeatures + 1] = Math.Max(HeatingBelow - temperatures[here + slot], 0);
        to[PlainFeatures + 2] = Math.Max(temperatures[here + slot] - CoolingAbove, 0);
        to[PlainFeatures + 3] = today / slots;
        to[PlainFeatures + 4] = yesterday / slots;
    }

    /// <summary>Means of whole days, of their quarters and of their last eighth.</summary>
    private sealed class DayFigures
    {
        private readonly double[] means;
        private readonly double[] quarters;
        private readonly double[] evenings;
        private readonly int first;

        public DayFigures(DemandGrid grid, double[] values, int row, int end)
        {
            var slots = grid.Slots;
            first = row - 8;
            var count = end - 1 - first;
            (means, evenings, quarters) = (new double[count], new double[count], new double[count * Quarters]);
            var quarter = slots / Quarters;
            var evening = Math.Max(1, slots / 8);
            for (var day = 0; day < count; day++)
            {
                var from = (first + day) * slots;
                for (var i = 0; i < slots; i++)
                {
                    means[day] += values[from + i];
                    quarters[day * Quarters + Math.Min(i / quarter, Quarters - 1)] += values[from + i];
                    if (i >= slots - evening)
                        evenings[day] += values[from + i];
                }
                means[day] /= slots;
                evenings[day] /= evening;
                for (var i = 0; i < Quarters; i++)
                    quarters[day * Quarters + i] /= quarter;
            }
        }

        public double Mean(int row) => means[row - first];

        public double Evening(int row) => evenings[row - first];

        public double Quarter(int row, int quarter) => quarters[(row - first) * Quarters + quarter];
    }
}
