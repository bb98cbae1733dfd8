using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartBlocks.Energy;

/// <summary>
/// A range on a clock or calendar that may go around: <c>23-7</c> is from 23:00 to before 07:00, <c>7:30-16:15</c> changes on quarters, <c>mon-fri</c> Monday to Friday, <c>11-2</c> November to February.
/// </summary>
/// <param name="First">First value in it: a month, a day of the week from Monday on, or a quarter of an hour since midnight.</param>
/// <param name="Last">Last value in it.</param>
/// <param name="Text">As it is written.</param>
public sealed record ClockRange(int First, int Last, string Text)
{
    /// <summary>Quarters of an hour in an hour.</summary>
    public const int QuartersOfHour = 4;

    private const int QuartersOfDay = 24 * QuartersOfHour;

    private static readonly string[] WeekDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(int value) => First <= Last ? value >= First && value <= Last : value >= First || value <= Last;

    /// <summary>Reads a range of months (1 to 12), days (mon to sun) or hours (0 to 24, with :15, :30 or :45, the second not included).</summary>
    public static bool TryParse(string field, string text, [NotNullWhen(true)] out ClockRange? range)
    {
        range = null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var (first, last) = dash < 0 ? (text, text) : (text[..dash], text[(dash + 1)..]);
        if (Read(field, first) is not { } from || Read(field, last) is not { } to)
            return false;
        if (field == "hours")
        {
            // Half open, so that 0-24 is the day and 7-7 is nothing at all, which nobody means.
            if (dash < 0 || from == QuartersOfDay || to == 0 || from == to)
                return false;
            to--;
        }
        range = new(from, to, text);
        return true;
    }

    private static int? Read(string field, string text)
    {
        if (field == "days")
            return Array.IndexOf(WeekDays, text) is >= 0 and var day ? day : null;
        return field == "hours" ? Quarter(text) : Number(text, 1, 12);
    }

    /// <summary>A time of the day in quarters of an hour: 7, 7:15, 7:30, 7:45; 24 is its end.</summary>
    private static int? Quarter(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var quarter = colon < 0 ? 0 : text[(colon + 1)..] switch { "15" => 1, "30" => 2, "45" => 3, _ => -1 };
        return quarter >= 0 && Number(colon < 0 ? text : text[..colon], 0, 24) is { } hour && hour * QuartersOfHour + quarter <= QuartersOfDay ? hour * QuartersOfHour + quarter : null;
    }

    private static int? Number(string text, int least, int most) =>
        text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            && (text[0] != '0' || text.Length == 1) ? number : null;
}
