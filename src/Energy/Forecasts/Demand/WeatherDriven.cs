namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// A turbine or modules that give in proportion to what their model gives in the weather that is foretold; the proportion is that of the last weeks, by least squares, and takes in whatever the model does not know: losses, shade,
/// a rated power that is only on paper.
/// </summary>
internal sealed class WeatherDriven : IDemandModel
{
    private const int Weeks = 8;

    private double share;

    public string Name => "power curve in the weather foretold";

    public int LeastRows => 8;

    public bool Suits(DemandGrid grid) => grid.Weather is { Drive: WeatherDrive.Power };

    public void Fit(DemandGrid grid, int rows)
    {
        double products = 0, squares = 0;
        for (var i = Math.Max(0, rows - 7 * Weeks) * grid.Slots; i < rows * grid.Slots; i++)
        {
            if (!grid.Known[i])
                continue;
            var power = grid.Weather!.Observed[i];
            products += power * grid.Values[i];
            squares += power * power;
        }
        share = squares > 0 ? Math.Max(0, products / squares) : 0;
    }

    public void Predict(DemandGrid grid, int row, Span<double> ahead)
    {
        var rows = (ahead.Length + grid.Slots - 1) / grid.Slots;
        var power = grid.Weather!.SeenFrom(row, rows, 1);
        for (var i = 0; i < ahead.Length; i++)
            ahead[i] = share * power[grid.Slots + i];
    }
}
