namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// The mean of the same slot in the last weeks, moved by what the last day lay beside its own such mean. The difference fades from day to day as it did in the history: an autoregression of first order.
/// Of one week it follows fast; of four it is calm, and one odd week spoils a quarter of it.
/// </summary>
/// <param name="weeks">How many weeks the mean is of; each counts four fifths of the one after it.</param>
internal sealed class MovedWeek(int weeks) : IDemandModel
{
    private const int Week = 7;
    private const double Older = 0.8;

    /// <summary>A difference that never fades would be a new level for ever.</summary>
    private const double SlowestFading = 0.98;

    private double fading;

    public string Name => weeks == 1 ? "week before, moved to the level of the last day" : "mean week, moved to the level of the last day";

    public int LeastRows => Week * weeks + 1;

    public void Fit(DemandGrid grid, int rows)
    {
        double products = 0, squares = 0;
        double? before = null;
        for (var row = Week * weeks; row < rows; row++)
        {
            var difference = Difference(grid, row);
            if (before is { } last && difference is { } next)
            {
                products += last * next;
                squares += last * last;
            }
            before = difference;
        }
        fading = squares > 0 ? Math.Clamp(products / squares, 0, SlowestFading) : 0;
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var start = row * grid.Slots;
        var difference = Difference(grid, row - 1) ?? 0;
        for (var i = 0; i < ahead.Length; i++)
        {
            if (i % grid.Slots == 0)
                difference *= fading;
            ahead[i] = Mean(grid, start + i % (Week * grid.Slots)) + difference;
        }
    }

    /// <summary>Mean of a day's measured slots less their means of the weeks before; null where less than half of the day was measured.</summary>
    private double? Difference(DemandGrid grid, int row)
    {
        double sum = 0;
        var count = 0;
        for (var i = row * grid.Slots; i < (row + 1) * grid.Slots; i++)
        {
            if (!grid.Known[i])
                continue;
            sum += grid.Values[i] - Mean(grid, i);
            count++;
        }
        return 2 * count >= grid.Slots ? sum / count : null;
    }

    /// <summary>Mean of the same slot of the weeks before.</summary>
    private double Mean(DemandGrid grid, int index)
    {
        double sum = 0, all = 0, weight = 1;
        for (var n = 1; n <= weeks; n++)
        {
            sum += weight * grid.Values[index - n * Week * grid.Slots];
            all += weight;
            weight *= Older;
        }
        return sum / all;
    }
}
