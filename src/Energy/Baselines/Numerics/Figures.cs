using System.Globalization;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The edge between the regressions, which count in <see cref="double"/>, and the room, which counts in <see cref="decimal"/>. Only +, −, ×, ÷ and square
/// root are used, in a fixed order: IEEE 754 defines each of them to the last bit, and conversion to <see cref="decimal"/> is done in software, so every
/// machine writes the same digits.
/// </summary>
internal static class Figures
{
    /// <summary>Digits after the point of a model's parameter, as many as the ledger writes; a year of predictions is exact to a hundredth of a Wh.</summary>
    public const int ParameterDigits = 9;

    /// <summary>Digits after the point of an energy. Fewer would add up: every day without degree days is rounded the same way.</summary>
    public const int EnergyDigits = 9;

    /// <summary>Digits after the point of a ratio such as R² or CV(RMSE).</summary>
    public const int RatioDigits = 9;

    /// <summary>Energy of one period beyond this is an error of whoever supplies it, and would leave no digits after the point.</summary>
    public const decimal LargestEnergy = 1_000_000_000_000m;

    private const double LargestFigure = 1e16;

    /// <summary>A figure at the edge, or null when it is not a number one could write.</summary>
    public static decimal? Round(double value, int digits) =>
        double.IsFinite(value) && Math.Abs(value) < LargestFigure ? decimal.Round((decimal)value, digits, MidpointRounding.ToEven) : null;

    /// <summary>A number as text in messages.</summary>
    public static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    public static decimal? Parameter(double value) => Round(value, ParameterDigits);

    public static decimal? Energy(double value) => Round(value, EnergyDigits);

    public static decimal? Ratio(double value) => Round(value, RatioDigits);
}
