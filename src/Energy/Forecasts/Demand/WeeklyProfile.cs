namespace SmartBlocks.Energy.Forecasts;

/// <summary>The weighted mean of the same slot in the last four weeks, moved by half of what the last day lay beside the mean of its own.</summary>
internal sealed class WeeklyProfile : IDemandModel
{
    private const int Weeks = 4;
    private const double Fading = 0.8;
    private const double Correction = 0.5;

    public string Name => "mean week";

    public int LeastRows => 7 * Weeks + 1;

    public void Fit(DemandGrid grid, int rows)
    {
        // Nothing to learn.
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var start = row * grid.Slots;
        double shift = 0;
        for (var i = start - grid.Slots; i < start; i++)
            shift += grid.Values[i] - Mean(grid, i, i);
        shift *= Correction / grid.Slots;
        for (var i = 0; i < ahead.Length; i++)
            ahead[i] = Mean(grid, start + i, start) + shift;
    }

    /// <summary>Mean of the weeks before a slot that lie before an instant.</summary>
    private static double Mean(DemandGrid grid, int index, int before)
    {
        double sum = 0, weights = 0, weight = 1;
        var week = 7 * grid.Slots;
        var at = index - week;
        while (at >= before)
            at -= week;
        for (var n = 0; n < Weeks && at >= 0; n++, at -= week)
        {
            sum += weight * grid.Values[at];
            weights += weight;
            weight *= Fading;
        }
        return sum / weights;
    }
}
