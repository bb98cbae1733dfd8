using System.Collections.Immutable;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>One value a slot, without gaps in time: slots that were not measured have no value.</summary>
public sealed class MeterSeries
{
    /// <summary>A series from its first slot on.</summary>
    /// <param name="start">Start of the first slot, UTC, a multiple of its length after midnight.</param>
    /// <param name="seconds">Length of each slot: divides an hour and is at least 60.</param>
    /// <param name="values">The values; null where nothing was measured.</param>
    /// <exception cref="ArgumentException">The slots do not lie on that grid.</exception>
    public MeterSeries(DateTimeOffset start, int seconds, ImmutableArray<decimal?> values)
    {
        if (seconds < 60 || 3600 % seconds != 0)
            throw new ArgumentException($"seconds is {seconds}: must divide an hour and be at least 60", nameof(seconds));
        if (start.UtcTicks % (seconds * TimeSpan.TicksPerSecond) != 0)
            throw new ArgumentException($"start is {UtcTime.Format(start)}: must be a multiple of {seconds} s", nameof(start));
        (Start, Seconds, Values) = (start.ToUniversalTime(), seconds, values);
    }

    /// <summary>Start of the first slot, UTC.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Length of each slot, seconds.</summary>
    public int Seconds { get; }

    /// <summary>The values; null where nothing was measured.</summary>
    public ImmutableArray<decimal?> Values { get; }

    /// <summary>End of the last slot.</summary>
    public DateTimeOffset End => Start.AddSeconds((long)Values.Length * Seconds);

    /// <summary>Slots of a day of 24 hours.</summary>
    internal int SlotsOfDay => 86_400 / Seconds;

    /// <summary>The value of the slot that starts at an instant; null when it is not known or outside of the series.</summary>
    public decimal? At(DateTimeOffset start)
    {
        var offset = start.UtcTicks - Start.UtcTicks;
        var slot = Seconds * TimeSpan.TicksPerSecond;
        return offset >= 0 && offset % slot == 0 && offset / slot < Values.Length ? Values[(int)(offset / slot)] : null;
    }

    /// <summary>The series of a span; slots outside of this one have no value.</summary>
    public MeterSeries Between(DateTimeOffset from, DateTimeOffset to)
    {
        var slot = Seconds * TimeSpan.TicksPerSecond;
        var first = (from.UtcTicks - Start.UtcTicks) / slot;
        var count = Math.Max(0, (to.UtcTicks - from.UtcTicks) / slot);
        var values = ImmutableArray.CreateBuilder<decimal?>((int)count);
        for (var i = first; i < first + count; i++)
            values.Add(i >= 0 && i < Values.Length ? Values[(int)i] : null);
        return new MeterSeries(Start.AddTicks(first * slot), Seconds, values.MoveToImmutable());
    }

    /// <summary>
    /// The series of a span from intervals in any order: shorter ones that together fill a slot are added up, a longer one and a slot that is only partly there
    /// give none.
    /// </summary>
    public static MeterSeries From(IEnumerable<Interval> intervals, DateTimeOffset from, DateTimeOffset to, int seconds)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        var count = (int)((to - from).Ticks / (seconds * TimeSpan.TicksPerSecond));
        var sums = new decimal[Math.Max(count, 0)];
        var filled = new int[sums.Length];
        foreach (var interval in intervals)
        {
            var offset = (interval.Start - from).Ticks / TimeSpan.TicksPerSecond;
            if (offset < 0 || interval.Seconds > seconds || offset / seconds >= sums.Length || offset % seconds + interval.Seconds > seconds)
                continue;
            sums[offset / seconds] += interval.Value;
            filled[offset / seconds] += interval.Seconds;
        }
        return new MeterSeries(from, seconds, [.. sums.Select((sum, i) => filled[i] == seconds ? sum : (decimal?)null)]);
    }
}
