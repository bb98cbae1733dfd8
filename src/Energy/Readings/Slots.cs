using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// The grid of slots: a slot's length divides the day and its start is a multiple of its length after midnight UTC, so that no slot crosses
/// a day and two grids of different length never interleave at odd places.
/// </summary>
public static class Slots
{
    /// <summary>The shortest slot, one minute.</summary>
    public const int MinSeconds = 60;

    /// <summary>The longest slot, one UTC day.</summary>
    public const int MaxSeconds = 86_400;

    /// <summary>Null when the length is allowed; otherwise <c>reading.seconds</c>.</summary>
    public static Rejection? CheckLength(string field, long seconds) =>
        seconds is >= MinSeconds and <= MaxSeconds && MaxSeconds % seconds == 0
            ? null
            : Reject.Because("reading.seconds", field, seconds.ToString(CultureInfo.InvariantCulture), "must divide 86400 and be at least 60");

    /// <summary>Null when the start lies on the grid; otherwise <c>reading.align</c>.</summary>
    public static Rejection? CheckAligned(string field, DateTimeOffset start, int seconds) =>
        start.ToUnixTimeSeconds() % seconds == 0
            ? null
            : Reject.Because("reading.align", field, UtcTime.Format(start), $"must be a multiple of {seconds} s after midnight UTC");

    /// <summary>The start of the slot an instant falls in.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset instant, int seconds)
    {
        var unix = instant.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(unix - unix % seconds);
    }
}
