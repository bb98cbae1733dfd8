using System.Globalization;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>The hours that figures are of: local days from one to another, as far as they are over.</summary>
/// <param name="From">First local day.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Start">Start of the first hour, Unix seconds.</param>
/// <param name="Count">Number of hours.</param>
public readonly record struct KpiRange(DateOnly From, DateOnly To, long Start, int Count)
{
    /// <summary>Most days of one answer: two years.</summary>
    public const int MostDays = 732;

    /// <summary>End of the last hour, Unix seconds.</summary>
    public long End => Start + (long)Count * MeteredHour.Length;

    /// <summary>The range asked for on a site's calendar; the month so far unless said.</summary>
    /// <exception cref="ProblemException">The range is empty, too long, or all of it is still to come.</exception>
    public static KpiRange Of(SiteCalendar calendar, DateOnly? from, DateOnly? to, DateTimeOffset now)
    {
        var today = calendar.DateOf(now);
        var end = to ?? today.AddDays(1);
        var first = from ?? new DateOnly(end.AddDays(-1).Year, end.AddDays(-1).Month, 1);
        if (end <= first) throw ProblemException.Invalid("to", Text(end), "it is exclusive and must lie after from.");
        if (end.DayNumber - first.DayNumber > MostDays)
            throw ProblemException.Invalid("to", Text(end), string.Create(CultureInfo.InvariantCulture, $"a range may have at most {MostDays} days."));
        if (first > today) throw ProblemException.Invalid("from", Text(first), "it lies in the future: nothing was metered yet.");
        if (first.Year < 2000) throw ProblemException.Invalid("from", Text(first), "there are no readings before the year 2000.");
        return Of(calendar, first, end, now.ToUnixTimeSeconds());
    }

    /// <summary>The hours of some local days that are over, at most <paramref name="most"/>.</summary>
    public static KpiRange Of(SiteCalendar calendar, DateOnly from, DateOnly to, long now, int most = int.MaxValue)
    {
        var start = calendar.Day(from).Start.ToUnixTimeSeconds();
        var end = calendar.Day(to).Start.ToUnixTimeSeconds();
        return new KpiRange(from, to, start, Math.Min(most, (int)Math.Max(0, (Math.Min(end, now) - start) / MeteredHour.Length)));
    }

    /// <summary>As many hours of what it is compared with: the days just before, or the same days a year earlier.</summary>
    public KpiRange Before(string kind, SiteCalendar calendar)
    {
        var days = To.DayNumber - From.DayNumber;
        var (from, to) = kind == "lastYear" ? (From.AddYears(-1), To.AddYears(-1)) : (From.AddDays(-days), From);
        return Of(calendar, from, to, long.MaxValue, Count);
    }

    static string Text(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}
