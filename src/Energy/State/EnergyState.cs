using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Typed reading of this room's state, for families, grains and validators alike.</summary>
public static class EnergyState
{
    private static readonly ConditionalWeakTable<byte[], MeterRegistration> registrations = [];

    public static SiteRegistration? Site(this IStateReader state, string site) =>
        state.Get(EnergyPaths.Site(site)) is { } entry ? SiteRegistration.Parse(entry.Span) : null;

    public static MeterRegistration? Meter(this IStateReader state, string meter) =>
        state.Get(EnergyPaths.Meter(meter)) is { } entry ? Registration(entry) : null;

    public static MeterHead? MeterHead(this IStateReader state, string meter) =>
        state.Get(EnergyPaths.Head(meter)) is { } entry ? Energy.MeterHead.Parse(entry.Span) : null;

    /// <summary>Before which day the meter's readings are not kept; null when all are.</summary>
    public static RetentionRule? Retention(this IStateReader state, string meter) =>
        state.Get(EnergyPaths.Retention(meter)) is { } entry ? RetentionRule.Parse(entry.Span) : null;

    /// <summary>What is recorded for a meter on a UTC day; empty when nothing is.</summary>
    public static DayEntry MeterDay(this IStateReader state, string meter, DateOnly day) =>
        state.Get(EnergyPaths.Day(meter, day)) is { } entry ? DayEntry.Parse(entry.Span) : DayEntry.Empty;

    /// <summary>All sites on the ledger, in order of their identifiers.</summary>
    public static IEnumerable<SiteRegistration> Sites(this IStateReader state) =>
        state.Range("site/").Where(entry => entry.Key.LastIndexOf('/') == "site".Length).Select(entry => SiteRegistration.Parse(entry.Value.Span));

    /// <summary>The meters of a site, in order of their identifiers.</summary>
    public static IEnumerable<MeterRegistration> Meters(this IStateReader state, string site)
    {
        var prefix = EnergyPaths.SiteMeters(site);
        foreach (var entry in state.Range(prefix))
        {
            if (state.Meter(entry.Key[prefix.Length..]) is { } meter)
                yield return meter;
        }
    }

    /// <summary>The slots of a meter that start at or after <paramref name="from"/> and before <paramref name="to"/>, in order of time.</summary>
    public static IEnumerable<RecordedInterval> Intervals(this IStateReader state, string meter, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (day, entry) in Days(state, meter, from, to))
        {
            foreach (var slot in entry.Intervals(day))
            {
                if (slot.Interval.Start >= from && slot.Interval.Start < to)
                    yield return slot;
            }
        }
    }

    /// <summary>The register readings of a meter from <paramref name="from"/> and before <paramref name="to"/>, in order of time.</summary>
    public static IEnumerable<RegisterReading> RegisterReadings(this IStateReader state, string meter, DateTimeOffset from, DateTimeOffset to) =>
        Days(state, meter, from, to)
            .SelectMany(day => day.Entry.RegisterReadings(day.Day))
            .Where(reading => reading.At >= from && reading.At < to);

    // Each reading asks for its meter, whose entry stays the same bytes in memory as long as nobody changes it: they are read once, and forgotten with the bytes.
    private static MeterRegistration Registration(ReadOnlyMemory<byte> entry) =>
        MemoryMarshal.TryGetArray(entry, out var segment) && segment.Count == segment.Array!.Length
            ? registrations.GetValue(segment.Array, static bytes => MeterRegistration.Parse(bytes))
            : MeterRegistration.Parse(entry.Span);

    private static IEnumerable<(DateOnly Day, DayEntry Entry)> Days(IStateReader state, string meter, DateTimeOffset from, DateTimeOffset to)
    {
        // Only days between the meter's first and last reading can have an entry, whatever range was asked for.
        if (state.MeterHead(meter) is not { } head || to <= from)
            yield break;
        var last = UtcTime.DayOf(to <= head.End ? to : head.End);
        for (var day = UtcTime.DayOf(from >= head.First ? from : head.First); day <= last; day = day.AddDays(1))
        {
            if (state.Get(EnergyPaths.Day(meter, day)) is { } entry)
                yield return (day, DayEntry.Parse(entry.Span));
        }
    }
}
