using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// Decimal numbers as text: an optional '-', digits without a leading zero, and at most nine fraction digits; at most 18 digits in all; no
/// exponent, no '+', no spaces. Trailing zeros of the fraction may be sent and are not kept: the canonical text has none, and zero has no sign.
/// </summary>
public static class DecimalText
{
    /// <summary>Digits in all: what fits a 64-bit integer, so that sums of a thousand values stay exact in every language.</summary>
    public const int MaxDigits = 18;

    /// <summary>Digits after the point: a milliwatt-hour is six of them in kWh.</summary>
    public const int MaxFractionDigits = 9;

    private const int MaxLength = MaxDigits + 2;
    private const ulong MaxUnits = 1_000_000_000_000_000_000;

    /// <summary>Reads a number; on failure says why (<c>reading.notNumber</c>, <c>reading.digits</c>, <c>reading.negative</c>).</summary>
    public static bool TryParse(string? text, string field, bool negativeAllowed, out decimal value, out Rejection? why)
    {
        why = Parse(text, out value) switch
        {
            Fault.None when value < 0 && !negativeAllowed => Reject.Because("reading.negative", field, text, "must not be negative here"),
            Fault.None => null,
            Fault.Digits => Reject.Because("reading.digits", field, text, $"must have at most {MaxDigits} digits, {MaxFractionDigits} of them after the point"),
            _ => Reject.Because("reading.notNumber", field, text, "must be a decimal number such as \"1.234\": digits and a point, no exponent, no leading zero or '+'"),
        };
        return why is null;
    }

    /// <summary>Reads a number in this format, or says no.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal value) => Parse(text, out value) == Fault.None;

    /// <summary>Reads what this room wrote itself.</summary>
    /// <exception cref="FormatException">The text is not in the canonical format.</exception>
    internal static decimal Parse(ReadOnlySpan<byte> utf8) => TryParse(utf8, out var value) ? value : throw new FormatException("not a canonical decimal");

    /// <summary>Reads a number in this format, or says no.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> utf8, out decimal value)
    {
        Span<char> text = stackalloc char[MaxLength];
        value = 0;
        return utf8.Length <= MaxLength && Encoding.UTF8.TryGetChars(utf8, text, out var written) && TryParse(text[..written], out value);
    }

    /// <summary>The canonical text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value has more digits than the format holds.</exception>
    public static string Format(decimal value)
    {
        Span<byte> text = stackalloc byte[40];
        return Encoding.ASCII.GetString(text[..Format(value, text)]);
    }

    /// <summary>Writes the canonical text; 40 bytes are enough.</summary>
    internal static int Format(decimal value, Span<byte> destination)
    {
        if (TryFormatShort(value, destination, out var length))
            return length;
        value.TryFormat(destination, out length, "0.#########", CultureInfo.InvariantCulture);
        if (!Fits(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"more than {MaxDigits} digits or {MaxFractionDigits} after the point");
        return length;
    }

    /// <summary>What nearly every number is: no more fraction digits than may be written, and at most 18 digits in all. The same text, an order of magnitude sooner.</summary>
    private static bool TryFormatShort(decimal value, Span<byte> destination, out int length)
    {
        length = 0;
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var units = (ulong)(uint)bits[1] << 32 | (uint)bits[0];
        int fraction = value.Scale;
        if (bits[2] != 0 || fraction > MaxFractionDigits || units is 0 or >= MaxUnits)
            return false;
        for (; fraction > 0 && units % 10 == 0; fraction--)
            units /= 10;

        var digits = 1;
        for (var rest = units / 10; rest > 0 || digits <= fraction; rest /= 10)
            digits++;
        var at = length = digits + (fraction > 0 ? 1 : 0) + (value < 0 ? 1 : 0);
        for (var written = 0; written < digits; written++, units /= 10)
        {
            if (written == fraction && fraction > 0)
                destination[--at] = (byte)'.';
            destination[--at] = (byte)('0' + units % 10);
        }
        if (value < 0)
            destination[--at] = (byte)'-';
        return true;
    }

    /// <summary>Whether a number can be written without losing a digit.</summary>
    public static bool Fits(decimal value)
    {
        if (value.Scale > MaxFractionDigits && decimal.Round(value, MaxFractionDigits) != value)
            return false;
        var fraction = value == decimal.Truncate(value) ? 0 : FractionDigits(value);
        return Math.Abs(value) < PowersOfTen[MaxDigits - fraction];
    }

    private static int FractionDigits(decimal value)
    {
        var digits = 1;
        while (value * PowersOfTen[digits] != decimal.Truncate(value * PowersOfTen[digits]))
            digits++;
        return digits;
    }

    private static readonly decimal[] PowersOfTen = [.. Enumerable.Range(0, MaxDigits + 1).Select(n => decimal.Parse("1" + new string('0', n), CultureInfo.InvariantCulture))];

    private enum Fault
    {
        None,
        NotNumber,
        Digits,
    }

    private static Fault Parse(ReadOnlySpan<char> text, out decimal value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && fraction.IsEmpty) || (whole.Length > 1 && whole[0] == '0') || !AllDigits(whole) || !AllDigits(fraction))
            return Fault.NotNumber;
        if (fraction.Length > MaxFractionDigits || whole.Length + fraction.Length > MaxDigits)
            return Fault.Digits;

        fraction = fraction.TrimEnd('0');
        long units = 0;
        foreach (var c in whole)
            units = units * 10 + (c - '0');
        foreach (var c in fraction)
            units = units * 10 + (c - '0');
        value = new decimal((int)units, (int)(units >> 32), 0, negative && units != 0, (byte)fraction.Length);
        return Fault.None;
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
