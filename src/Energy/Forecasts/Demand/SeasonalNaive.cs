namespace SmartBlocks.Energy.Forecasts;

/// <summary>What was counted a day or a week before: the forecast that every other one must beat.</summary>
internal sealed class SeasonalNaive(int days) : IDemandModel
{
    public string Name => days == 7 ? "same hour a week before" : "same hour the day before";

    public int LeastRows => days;

    public void Fit(DemandGrid grid, int rows)
    {
        // Nothing to learn.
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var season = days * grid.Slots;
        var from = row * grid.Slots - season;
        for (var i = 0; i < ahead.Length; i++)
            ahead[i] = grid.Values[from + i % season];
    }
}
