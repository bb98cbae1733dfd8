namespace SmartBlocks.Energy;

/// <summary>The scale of a decimal: how many fraction digits it carries, zeros included. It shows as soon as a number is written as JSON.</summary>
public static class DecimalScale
{
    /// <summary>The same value without trailing zeros of the fraction: division by one with all its zeros is .NET's way to drop them.</summary>
    public static decimal WithoutTrailingZeros(this decimal value) => value / 1.0000000000000000000000000000m;
}
