using System.Globalization;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A stretch of time [Start, End) in Unix seconds.</summary>
public readonly record struct Stretch(long Start, long End)
{
    /// <summary>Length, s.</summary>
    public long Seconds => End - Start;
}

/// <summary>A site's own calendar: its days begin at its midnight, whatever UTC says.</summary>
public sealed class LocalDays(SiteCalendar calendar)
{
    /// <summary>Most buckets in one answer: a quarter by hours, seven years by days.</summary>
    public const int MostBuckets = 2_600;

    /// <summary>The calendar itself.</summary>
    public SiteCalendar Calendar => calendar;

    /// <summary>The calendar of an IANA time zone; UTC when the zone is none.</summary>
    public static LocalDays Of(string timeZone) => new(SiteCalendar.TryFor(timeZone, out var calendar) ? calendar : SiteCalendar.Utc);

    /// <summary>The local day at a moment.</summary>
    public DateOnly DayAt(DateTimeOffset time) => calendar.DateOf(time);

    /// <summary>The local day [midnight, next midnight) in Unix seconds.</summary>
    public Stretch Day(DateOnly day) => new(Midnight(day), Midnight(day.AddDays(1)));

    /// <summary>Unix seconds at which a local day begins; where a clock change skips midnight, the first moment after it.</summary>
    public long Midnight(DateOnly day) => calendar.Day(day).Start.ToUnixTimeSeconds();

    /// <summary>Cuts the local days [from, to) into buckets.</summary>
    /// <exception cref="ProblemException">The range is empty or has too many buckets.</exception>
    public IReadOnlyList<Stretch> Cut(DateOnly from, DateOnly to, Resolution resolution)
    {
        if (to <= from)
            throw ProblemException.Invalid("to", to.ToString("O", CultureInfo.InvariantCulture), "it is exclusive and must lie after from.");
        var days = to.DayNumber - from.DayNumber;
        if ((resolution == Resolution.Hour ? days * 24 : resolution == Resolution.Day ? days : days / 28) > MostBuckets)
            throw ProblemException.Invalid("to", to.ToString("O", CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"a range may have at most {MostBuckets} buckets at this resolution."));
        return resolution switch
        {
            Resolution.Hour => Hours(Midnight(from), Midnight(to)),
            Resolution.Day => [.. Enumerable.Range(0, days).Select(d => Day(from.AddDays(d)))],
            _ => Months(from, to),
        };
    }

    List<Stretch> Months(DateOnly from, DateOnly to)
    {
        var months = new List<Stretch>();
        for (var start = from; start < to;)
        {
            var next = new DateOnly(start.Year, start.Month, 1).AddMonths(1);
            if (next > to) next = to;
            months.Add(new Stretch(Midnight(start), Midnight(next)));
            start = next;
        }
        return months;
    }

    static List<Stretch> Hours(long from, long to)
    {
        var hours = new List<Stretch>((int)((to - from) / 3600) + 1);
        for (var start = from; start < to; start += 3600) hours.Add(new Stretch(start, Math.Min(start + 3600, to)));
        return hours;
    }
}
