using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>One value an hour, without gaps in time: hours that were not measured have no value. Energies of a meter, or temperatures in °F.</summary>
public sealed class HourlySeries
{
    private readonly ImmutableArray<decimal?> values;

    /// <summary>A series from its first hour on.</summary>
    /// <exception cref="ArgumentException">The first hour is not a full hour in UTC.</exception>
    public HourlySeries(DateTimeOffset start, ImmutableArray<decimal?> values)
    {
        if (start.UtcTicks % TimeSpan.TicksPerHour != 0)
            throw new ArgumentException($"start is {UtcTime.Format(start)}: must be a full hour in UTC", nameof(start));
        Start = start.ToUniversalTime();
        this.values = values;
    }

    /// <summary>The first hour.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>Number of hours, known or not.</summary>
    public int Count => values.Length;

    /// <summary>The instant after the last hour.</summary>
    public DateTimeOffset End => Start.AddHours(Count);

    /// <summary>The value of the hour that starts at an instant; null when it is not known or outside of the series.</summary>
    public decimal? At(DateTimeOffset hour)
    {
        var offset = hour.UtcTicks - Start.UtcTicks;
        if (offset < 0 || offset % TimeSpan.TicksPerHour != 0)
            return null;
        var index = offset / TimeSpan.TicksPerHour;
        return index < Count ? values[(int)index] : null;
    }

    /// <summary>
    /// A series from values in any order. Those that do not start on a full hour are left out, of two for one hour the first counts (CalTRACK 2.3.2.2).
    /// </summary>
    public static HourlySeries From(IEnumerable<(DateTimeOffset Hour, decimal Value)> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var hours = new Dictionary<long, decimal>();
        foreach (var (hour, value) in readings)
            if (hour.UtcTicks % TimeSpan.TicksPerHour == 0)
                hours.TryAdd(hour.UtcTicks / TimeSpan.TicksPerHour, value);
        if (hours.Count == 0)
            return new HourlySeries(UtcTime.Earliest, []);
        var first = hours.Keys.Min();
        var values = new decimal?[hours.Keys.Max() - first + 1];
        foreach (var (hour, value) in hours)
            values[hour - first] = value;
        return new HourlySeries(new DateTimeOffset(first * TimeSpan.TicksPerHour, TimeSpan.Zero), ImmutableArray.Create(values));
    }

    /// <summary>A series of the hourly intervals among some; others are left out.</summary>
    public static HourlySeries From(IEnumerable<Interval> intervals)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        return From(intervals.Where(interval => interval.Seconds == 3600).Select(interval => (interval.Start, interval.Value)));
    }

    /// <summary>The same hours in °F, of temperatures in °C.</summary>
    public HourlySeries CelsiusToFahrenheit() => new(Start, [.. values.Select(value => value * 1.8m + 32)]);

    /// <summary>The hours from one instant to another, which is not included.</summary>
    public HourlySeries Between(DateTimeOffset from, DateTimeOffset to)
    {
        var first = Math.Clamp((int)Math.Ceiling((from - Start).TotalHours), 0, Count);
        var last = Math.Clamp((int)Math.Ceiling((to - Start).TotalHours), first, Count);
        return new HourlySeries(Start.AddHours(first), [.. values.AsSpan(first, last - first)]);
    }

    /// <summary>The values as numbers to calculate with; NaN where there is none.</summary>
    internal double[] ToNumbers(decimal smallest, decimal largest, string name)
    {
        var numbers = new double[Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (values[i] is { } value && (value < smallest || value > largest))
                throw new ArgumentException(
                    $"the value of {UtcTime.Format(Start.AddHours(i))} is {Figures.Text(value)}: must be from {Figures.Text(smallest)} to {Figures.Text(largest)}", name);
            numbers[i] = values[i] is { } known ? (double)known : double.NaN;
        }
        return numbers;
    }
}
