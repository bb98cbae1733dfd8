using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>Makes and selects the periods that a baseline is fitted to and savings are counted over.</summary>
public static class MeterPeriods
{
    /// <summary>The longest baseline and reporting period of CalTRACK (2.2.1.1), days.</summary>
    public const int Year = 365;

    private const int DaySeconds = 86_400;

    /// <summary>
    /// Adds intervals up by the UTC day they start on. A day of which at most half was measured has no energy; of one measured by more than half,
    /// the missing part is filled with the day's own average (CalTRACK 2.2.2.1). Days without any interval lie between as days without energy.
    /// </summary>
    public static ImmutableArray<MeterPeriod> ByUtcDay(IEnumerable<Interval> intervals)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        var days = new SortedDictionary<DateOnly, (decimal Energy, int Seconds)>();
        foreach (var interval in intervals)
        {
            var day = UtcTime.DayOf(interval.Start);
            var (energy, seconds) = days.GetValueOrDefault(day);
            days[day] = (energy + interval.Value, seconds + interval.Seconds);
        }
        if (days.Count == 0)
            return [];
        var periods = ImmutableArray.CreateBuilder<MeterPeriod>();
        for (var day = days.First().Key; day <= days.Last().Key; day = day.AddDays(1))
        {
            var (energy, seconds) = days.GetValueOrDefault(day);
            decimal? known = seconds * 2 <= DaySeconds ? null : seconds >= DaySeconds ? energy : energy * DaySeconds / seconds;
            periods.Add(new MeterPeriod(UtcTime.StartOf(day), UtcTime.StartOf(day.AddDays(1)), known));
        }
        return periods.ToImmutable();
    }

    /// <summary>The periods that lie wholly in the given number of days before an instant: the baseline before a measure.</summary>
    public static ImmutableArray<MeterPeriod> Before(IEnumerable<MeterPeriod> periods, DateTimeOffset end, int days = Year) =>
        [.. periods.Where(period => period.Start >= end.AddDays(-days) && period.End <= end)];

    /// <summary>The periods that lie wholly in the given number of days from an instant on: the reporting period after a measure.</summary>
    public static ImmutableArray<MeterPeriod> After(IEnumerable<MeterPeriod> periods, DateTimeOffset start, int days = Year) =>
        [.. periods.Where(period => period.Start >= start && period.End <= start.AddDays(days))];

    /// <summary>Throws when periods overlap, run backwards or hold an energy no meter counts.</summary>
    internal static void Check(IReadOnlyList<MeterPeriod> periods, string name)
    {
        ArgumentNullException.ThrowIfNull(periods, name);
        for (var i = 0; i < periods.Count; i++)
        {
            var period = periods[i];
            if (period.End <= period.Start)
                throw new ArgumentException($"the period starting {UtcTime.Format(period.Start)} must end after it starts", name);
            if (i > 0 && period.Start < periods[i - 1].End)
                throw new ArgumentException($"the period starting {UtcTime.Format(period.Start)} must not start before the one before it ends", name);
            if (period.Energy is { } energy && Math.Abs(energy) > Figures.LargestEnergy)
                throw new ArgumentException($"the energy of the period starting {UtcTime.Format(period.Start)} must be within ±{Figures.Text(Figures.LargestEnergy)}", name);
        }
    }
}
