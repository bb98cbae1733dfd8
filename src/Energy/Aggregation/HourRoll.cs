namespace SmartBlocks.Energy;

/// <summary>
/// Rolls spans up into hours. A span across the border of an hour is shared out in proportion to time; its shares are rounded to nine digits
/// and add up to its value exactly, whichever hours are asked for.
/// </summary>
public static class HourRoll
{
    /// <summary>Hours of one meter that anything is known of.</summary>
    /// <param name="spans">Spans in order of time, without overlap.</param>
    /// <param name="from">Start of the first hour, Unix seconds. Hours are counted from here, so that they can be those of a local clock.</param>
    /// <param name="to">End of the last hour, a whole number of hours later.</param>
    /// <returns>The hours, in order; those without any span are left out.</returns>
    public static IReadOnlyList<MeteredHour> Roll(IEnumerable<MeteredSpan> spans, long from, long to)
    {
        var hours = new List<MeteredHour>();
        foreach (var span in spans)
        {
            if (span.End <= from || span.Start >= to || span.End <= span.Start)
                continue;
            var first = Math.Max(span.Start, from);
            for (var hour = first - (first - from) % MeteredHour.Length; hour < span.End && hour < to; hour += MeteredHour.Length)
                Add(hours, hour, span);
        }
        return hours;
    }

    private static void Add(List<MeteredHour> hours, long hour, in MeteredSpan span)
    {
        var start = Math.Max(span.Start, hour);
        var end = Math.Min(span.End, hour + MeteredHour.Length);
        var seconds = (int)(end - start);
        var whole = start == span.Start && end == span.End;
        var value = whole ? span.Value : UpTo(span, end) - UpTo(span, start);
        var peak = decimal.Round(value * MeteredHour.Length / seconds, DecimalText.MaxFractionDigits);
        var count = start == span.Start ? 1 : 0;
        var estimated = span.Quality == SpanQuality.Estimated ? seconds : 0;
        var corrected = span.Quality == SpanQuality.Corrected ? seconds : 0;
        var shared = whole ? 0 : seconds;
        if (hours.Count > 0 && hours[^1].Start == hour)
        {
            var known = hours[^1];
            hours[^1] = new MeteredHour(hour, known.ValueBillionths + Billionths.Of(value), known.Seconds + seconds, known.Estimated + estimated,
                known.Corrected + corrected, known.Shared + shared, known.Count + count, Int128.Max(known.PeakBillionths, Billionths.Of(peak)));
        }
        else
        {
            hours.Add(new MeteredHour(hour, value, seconds, estimated, corrected, shared, count, peak));
        }
    }

    /// <summary>The part of a span's value up to an instant in it: differences of these add up, however the span is cut.</summary>
    private static decimal UpTo(in MeteredSpan span, long instant) => instant == span.End
        ? span.Value
        : decimal.Round(span.Value / (span.End - span.Start) * (instant - span.Start), DecimalText.MaxFractionDigits);
}
