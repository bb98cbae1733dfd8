using System.Text.Json;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Counts energy or money in binary fractions.</summary>
public static class FloatingPoint
{
    [Sin("FloatingPoint")] public static double ReturnsADouble() => 1;
    [Sin("FloatingPoint")] public static decimal TakesAFloat(float kilowattHours) => (decimal)kilowattHours;
    [Sin("FloatingPoint")] public static IReadOnlyList<double>? ReturnsThemInAList() => null;
    [Sin("FloatingPoint")] public static decimal ReadsOneFromJson(JsonElement value) => (decimal)value.GetDouble();
    [Sin("FloatingPoint")] public static decimal LeavesItToThePlatform(decimal value) => (decimal)Math.Pow((double)value, 2);

    [Innocent] public static decimal StaysDecimal(decimal value) => Math.Round(value * 0.5m, 3);
}
