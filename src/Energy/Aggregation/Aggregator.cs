namespace SmartBlocks.Energy;

/// <summary>
/// Adds slots up over local hours, days or months. A slot that lies across a border – a daily slot in UTC against a local day, say – is shared
/// out in proportion to time, and the shares count as estimated, because nobody measured them apart; their sum is the slot's value, exactly.
/// </summary>
public static class Aggregator
{
    /// <summary>Aggregates slots of one meter.</summary>
    /// <param name="slots">Effective slots in order of time, without overlap.</param>
    /// <param name="calendar">The site's calendar.</param>
    /// <param name="resolution">Hour, day or month.</param>
    /// <param name="from">First instant of interest; the period it falls in is the first one returned.</param>
    /// <param name="to">End of interest; the period before it is the last one returned.</param>
    /// <returns>Every period, also those without any reading.</returns>
    public static IReadOnlyList<AggregatedPeriod> Aggregate(
        IEnumerable<RecordedInterval> slots, SiteCalendar calendar, Resolution resolution, DateTimeOffset from, DateTimeOffset to)
    {
        var periods = calendar.Covering(from, to, resolution).Select(span => new Sum(span)).ToList();
        var first = 0;
        foreach (var slot in slots)
        {
            while (first < periods.Count && periods[first].Span.End <= slot.Interval.Start)
                first++;
            Share(slot, periods, first);
        }
        return periods.ConvertAll(period => period.Result());
    }

    /// <summary>Aggregates plain slots, none of them corrected.</summary>
    public static IReadOnlyList<AggregatedPeriod> Aggregate(
        IEnumerable<Interval> slots, SiteCalendar calendar, Resolution resolution, DateTimeOffset from, DateTimeOffset to) =>
        Aggregate(slots.Select(slot => new RecordedInterval(slot, slot.Value)), calendar, resolution, from, to);

    private static void Share(RecordedInterval slot, List<Sum> periods, int first)
    {
        var interval = slot.Interval;
        var left = interval.Value;
        for (var i = first; i < periods.Count && periods[i].Span.Start < interval.End; i++)
        {
            var span = periods[i].Span;
            var start = interval.Start > span.Start ? interval.Start : span.Start;
            var end = interval.End < span.End ? interval.End : span.End;
            var seconds = (int)(end - start).TotalSeconds;
            if (seconds == interval.Seconds)
            {
                periods[i].Add(interval.Value, seconds, interval.Quality, slot.Correction is not null);
                return;
            }
            // The last share takes what the rounded ones before it left, so that the shares add up.
            var share = end == interval.End && start != interval.Start ? left - Outside(slot, periods, first) : Part(interval, seconds);
            left -= share;
            periods[i].Add(share, seconds, Quality.Estimated, slot.Correction is not null);
        }
    }

    /// <summary>The part of a slot that lies before the first period.</summary>
    private static decimal Outside(RecordedInterval slot, List<Sum> periods, int first)
    {
        var before = (int)(periods[first].Span.Start - slot.Interval.Start).TotalSeconds;
        return before > 0 ? Part(slot.Interval, before) : 0;
    }

    private static decimal Part(Interval interval, int seconds) => decimal.Round(interval.Value * seconds / interval.Seconds, DecimalText.MaxFractionDigits);

    private sealed class Sum(TimeSpanUtc span)
    {
        private decimal value;
        private long measured, estimated;
        private int slots, corrected;

        public TimeSpanUtc Span => span;

        public void Add(decimal amount, int seconds, Quality quality, bool isCorrected)
        {
            value += amount;
            slots++;
            corrected += isCorrected ? 1 : 0;
            if (quality == Quality.Measured)
                measured += seconds;
            else
                estimated += seconds;
        }

        public AggregatedPeriod Result() => new(
            span.Start, span.End, slots == 0 ? null : value, ShareOf(measured), ShareOf(estimated), corrected, slots);

        // Towards zero, so that one missing minute of a month never shows as complete.
        private decimal ShareOf(long seconds) => decimal.Round(seconds / (decimal)span.Length.TotalSeconds, 4, MidpointRounding.ToZero);
    }
}
