using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// Instants as text: RFC 3339 in UTC with whole seconds, exactly <c>2026-11-21T10:15:00Z</c>, in the years 2000 to 2099. Local times, offsets and
/// fractions of a second are for the formats at the edge; on the ledger an instant has one spelling.
/// </summary>
public static class UtcTime
{
    private const string Rule = "must be a UTC time such as 2026-11-21T10:15:00Z, from 2000 to 2099";
    private const int Length = 20;

    /// <summary>The first instant the ledger accepts.</summary>
    public static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first instant too late for the ledger.</summary>
    public static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads an instant; on failure says why (<c>time.form</c>).</summary>
    public static bool TryParse(string? text, string field, out DateTimeOffset value, out Rejection? why)
    {
        why = TryParse(text, out value) ? null : Reject.Because("time.form", field, text, Rule);
        return why is null;
    }

    /// <summary>Reads an instant in the one spelling, or says no.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        value = default;
        if (text.Length != Length || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
            return false;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
            return false;
        if (year is < 2000 or > 2099 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        value = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The UTC day an instant falls on.</summary>
    public static DateOnly DayOf(DateTimeOffset value) => DateOnly.FromDateTime(value.UtcDateTime);

    /// <summary>Midnight UTC at the start of a day.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Whether an instant is one the ledger can write: a whole second of the years 2000 to 2099.</summary>
    public static bool Fits(DateTimeOffset value) => value >= Earliest && value < Latest && value.UtcTicks % TimeSpan.TicksPerSecond == 0;

    private static bool Number(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
