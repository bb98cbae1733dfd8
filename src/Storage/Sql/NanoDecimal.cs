using System.Globalization;
using SmartBlocks.Energy;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// A decimal as two 64-bit integers: the whole part, and the billionths, of the same sign. SQLite has no exact decimal; two integers are exact on
/// every database and can be summed there.
/// </summary>
internal readonly record struct NanoDecimal(long Whole, long Nano)
{
    const decimal Billion = 1_000_000_000m;

    /// <summary>Splits a value.</summary>
    /// <exception cref="ArgumentException">It has more than nine fraction digits or 18 whole digits; the message names <paramref name="field"/>.</exception>
    public static NanoDecimal Of(decimal value, string field)
    {
        var whole = decimal.Truncate(value);
        var nano = (value - whole) * Billion;
        if (Math.Abs(whole) >= Billion * Billion * 2 || nano != decimal.Truncate(nano))
            throw new ArgumentException($"{field} is {value.ToString(CultureInfo.InvariantCulture)}; at most 18 whole and 9 fraction digits can be stored.", field);
        return new((long)whole, (long)nano);
    }

    /// <summary>The value, without trailing zeros.</summary>
    public decimal ToDecimal() => (Whole + Nano / Billion).WithoutTrailingZeros();
}
