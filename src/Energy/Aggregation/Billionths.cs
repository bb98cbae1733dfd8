using System.Runtime.CompilerServices;

namespace SmartBlocks.Energy;

/// <summary>Decimals of nine digits after the point as whole numbers.</summary>
public static class Billionths
{
    /// <summary>One.</summary>
    public const long One = 1_000_000_000;

    /// <summary>A number in billionths; what lies beyond nine digits is rounded.</summary>
    public static Int128 Of(decimal value)
    {
        // In two parts, because a decimal of 18 whole digits has no room for nine more beside its own.
        var whole = decimal.Truncate(value);
        return (Int128)whole * One + (Int128)decimal.Round((value - whole) * One);
    }

    /// <summary>The number, without trailing zeros.</summary>
    /// <exception cref="OverflowException">It needs more than the 28 digits of a decimal.</exception>
    public static decimal ToDecimal(Int128 billionths)
    {
        var (whole, rest) = Int128.DivRem(billionths, One);
        return (decimal)whole + (decimal)rest / One;
    }

    /// <summary>The product of two numbers in billionths, rounded half away from zero, in billionths.</summary>
    public static Int128 Multiply(long left, long right)
    {
        // Whole and rest of the one apart: 64-bit divisions by a constant instead of one of 128 bits.
        var negative = left < 0 != right < 0;
        var (a, b) = ((ulong)Math.Abs(left), (ulong)Math.Abs(right));
        var (whole, rest) = (a / One, a % One);
        var product = (UInt128)whole * b;
        product += b <= MostInOne ? (rest * b + One / 2) / One : ((UInt128)rest * b + One / 2) / One;
        return negative ? -(Int128)product : (Int128)product;
    }

    /// <summary>The same where <see cref="Bound"/> of the two is below <see cref="long.MaxValue"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long MultiplyFitting(long left, long right)
    {
        var (a, b) = ((ulong)Math.Abs(left), (ulong)Math.Abs(right));
        var (whole, rest) = (a / One, a % One);
        var product = (long)(whole * b + (rest * b + One / 2) / One);
        return left < 0 != right < 0 ? -product : product;
    }

    /// <summary>No product of a positive number with one at most so far from zero lies further from it; <see cref="long.MaxValue"/> where that is too far for <see cref="MultiplyFitting"/>.</summary>
    internal static long Bound(long highest, long by)
    {
        if (by < 0 || (ulong)by > MostInOne)
            return long.MaxValue;
        var bound = (UInt128)(ulong)highest * (ulong)by / One + 1;
        return bound < long.MaxValue ? (long)bound : long.MaxValue;
    }

    // What can be multiplied with anything below one without leaving 64 bits.
    private const ulong MostInOne = ulong.MaxValue / One - 1;
}
