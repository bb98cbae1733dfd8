namespace SmartBlocks.Energy.Forecasts;

/// <summary>What was counted at the same hour of the last day: for meters that know no week.</summary>
internal sealed class DayBefore : IDemandModel
{
    public string Name => "same hour the day before";

    public int LeastRows => 1;

    public void Fit(DemandGrid grid, int rows)
    {
        // Nothing to learn.
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var from = (row - 1) * grid.Slots;
        for (var i = 0; i < ahead.Length; i++)
            ahead[i] = grid.Values[from + i % grid.Slots];
    }
}
