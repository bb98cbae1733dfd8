using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NodaTime;
using NodaTime.TimeZones;

namespace SmartBlocks.Energy;

/// <summary>A span of time in UTC; the end is not part of it.</summary>
public readonly record struct TimeSpanUtc(DateTimeOffset Start, DateTimeOffset End)
{
    public TimeSpan Length => End - Start;
}

/// <summary>
/// Local hours, days and months of a site as spans of UTC. Days have 23 or 25 hours where the clocks change. The rules are the tz
/// database compiled into NodaTime, not the machine's, so that every machine gives the same answer.
/// </summary>
public sealed class SiteCalendar
{
    private static readonly ConcurrentDictionary<string, SiteCalendar> Known = new(StringComparer.Ordinal);
    private readonly DateTimeZone zone;

    private SiteCalendar(DateTimeZone zone) => this.zone = zone;

    /// <summary>The calendar of UTC itself.</summary>
    public static SiteCalendar Utc { get; } = new(DateTimeZone.Utc);

    /// <summary>IANA name of the time zone.</summary>
    public string TimeZone => zone.Id;

    /// <summary>The calendar of an IANA time zone.</summary>
    public static bool TryFor(string timeZone, [NotNullWhen(true)] out SiteCalendar? calendar)
    {
        if (Known.TryGetValue(timeZone, out calendar))
            return true;
        if (!TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(timeZone))
            return false;
        calendar = Known.GetOrAdd(timeZone, static id => new SiteCalendar(DateTimeZoneProviders.Tzdb[id]));
        return true;
    }

    /// <summary>The calendar of an IANA time zone.</summary>
    /// <exception cref="ArgumentException">There is no such time zone.</exception>
    public static SiteCalendar For(string timeZone) =>
        TryFor(timeZone, out var calendar) ? calendar : throw new ArgumentException($"'{timeZone}' is not an IANA time zone", nameof(timeZone));

    /// <summary>The local date at an instant.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => Local(instant).Date.ToDateOnly();

    /// <summary>The local clock time at an instant, without its offset.</summary>
    public DateTime ClockOf(DateTimeOffset instant) => Local(instant).ToDateTimeUnspecified();

    /// <summary>The instant of a local clock time: the earlier one when the clocks show it twice, the first after the gap when they skip it.</summary>
    public DateTimeOffset ToUtc(DateTime clock) =>
        zone.AtLeniently(LocalDateTime.FromDateTime(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified))).ToDateTimeOffset().ToUniversalTime();

    /// <summary>A local day: 24 hours, or 23 or 25 where the clocks change.</summary>
    public TimeSpanUtc Day(DateOnly date) => new(Midnight(date), Midnight(date.AddDays(1)));

    /// <summary>A local month.</summary>
    public TimeSpanUtc Month(int year, int month)
    {
        var first = new DateOnly(year, month, 1);
        return new(Midnight(first), Midnight(first.AddMonths(1)));
    }

    /// <summary>A local year.</summary>
    public TimeSpanUtc Year(int year) => new(Midnight(new DateOnly(year, 1, 1)), Midnight(new DateOnly(year + 1, 1, 1)));

    /// <summary>The local hour, day or month that an instant falls in.</summary>
    public TimeSpanUtc Containing(DateTimeOffset instant, Resolution resolution)
    {
        var date = DateOf(instant);
        return resolution switch
        {
            Resolution.Hour => Hour(instant),
            Resolution.Day => Day(date),
            _ => Month(date.Year, date.Month),
        };
    }

    /// <summary>The local hours, days or months that together cover a span, in order; the outer ones may reach beyond it.</summary>
    public IEnumerable<TimeSpanUtc> Covering(DateTimeOffset from, DateTimeOffset to, Resolution resolution)
    {
        for (var next = from; next < to;)
        {
            var period = Containing(next, resolution);
            yield return period;
            next = period.End;
        }
    }

    private TimeSpanUtc Hour(DateTimeOffset instant)
    {
        // Hours are counted on the local clock (zones with half-hour offsets exist); the repeated hour of autumn stays two hours.
        var offset = (int)(zone.GetUtcOffset(Instant.FromDateTimeOffset(instant)).Seconds);
        var local = instant.ToUnixTimeSeconds() + offset;
        var start = DateTimeOffset.FromUnixTimeSeconds(local - local % 3600 - offset);
        return new(start, start.AddHours(1));
    }

    private DateTimeOffset Midnight(DateOnly date) => zone.AtStartOfDay(LocalDate.FromDateOnly(date)).ToInstant().ToDateTimeOffset();

    private LocalDateTime Local(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime;
}
