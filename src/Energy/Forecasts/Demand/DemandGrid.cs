using SmartBlocks.Energy.DataQuality;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// A meter's history as rows of 24 hours by the site's clock, the last row ending where the forecast begins. Where the clocks go forward, the hour that is skipped is a gap; where
/// they go back, the hour that comes twice is the mean of both. Gaps are filled for what looks back on them, from a week before, and never counted as measured.
/// </summary>
internal sealed class DemandGrid
{
    /// <summary>A value below this share of the mean is not worth a logarithm: halving it again and again would be a change like any other.</summary>
    private const double Small = 0.02;

    /// <summary>A forecast of logarithms stays within a factor e of all that was counted.</summary>
    private const double Beyond = 1;

    /// <summary>Stands for nothing where the mean is zero.</summary>
    private const double Nothing = 1e-9;

    /// <summary>The rows whose weather must be known, mostly: fourteen weeks, of which the last eight are tested.</summary>
    private const int KnownRows = 98;

    private readonly int[] weekdays;
    private readonly double lowestLogarithm;
    private readonly double highestLogarithm;

    private DemandGrid(int slots, int rows, double[] values, bool[] known, int[] weekdays, GridWeather? weather)
    {
        (Slots, Rows, Values, Known, this.weekdays, Weather) = (slots, rows, values, known, weekdays, weather);
        Lowest = double.PositiveInfinity;
        var count = 0;
        for (var i = 0; i < values.Length; i++)
            if (known[i])
            {
                Lowest = Math.Min(Lowest, values[i]);
                Mean += values[i];
                count++;
            }
        if (count > 0)
            Mean /= count;
        Logarithms = new double[values.Length];
        var smallest = Math.Max(Small * Mean, Nothing);
        (lowestLogarithm, highestLogarithm) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < values.Length; i++)
        {
            Logarithms[i] = Elementary.Log(Math.Max(values[i], smallest));
            lowestLogarithm = Math.Min(lowestLogarithm, Logarithms[i]);
            highestLogarithm = Math.Max(highestLogarithm, Logarithms[i]);
        }
    }

    /// <summary>Slots of a row.</summary>
    public int Slots { get; }

    /// <summary>Rows of history.</summary>
    public int Rows { get; }

    /// <summary>The values, row after row, gaps filled.</summary>
    public double[] Values { get; }

    /// <summary>Which of them were measured.</summary>
    public bool[] Known { get; }

    /// <summary>The weather of the same slots and of the rows to forecast; null when it is not known well enough.</summary>
    public GridWeather? Weather { get; }

    /// <summary>The weather, where it drives the meter through outdoor temperature.</summary>
    public GridWeather? Temperatures => Weather is { Drive: WeatherDrive.Temperature } ? Weather : null;

    /// <summary>The lowest measured value.</summary>
    public double Lowest { get; }

    /// <summary>The mean of the measured values.</summary>
    public double Mean { get; }

    /// <summary>Whether every measured value is far enough from zero for its logarithm to mean something.</summary>
    public bool HasLogarithms => Lowest > 0 && Lowest >= Small * Mean;

    /// <summary>Natural logarithms of the values; those of values too small, which a later history may have, are that of the smallest allowed.</summary>
    public double[] Logarithms { get; }

    /// <summary>The value of a logarithm that was forecast.</summary>
    public double OfLogarithm(double logarithm) => Elementary.Exp(Math.Clamp(logarithm, lowestLogarithm - Beyond, highestLogarithm + Beyond));

    /// <summary>Day of the week of a slot by the site's clock, 0 for Sunday.</summary>
    public int Weekday(int index) => weekdays[index % weekdays.Length];

    /// <summary>The grid of a history, and of the days ahead for the weather.</summary>
    public static DemandGrid Of(MeterSeries history, SiteCalendar calendar, WeatherOutlook? weather, int daysAhead)
    {
        var slots = history.SlotsOfDay;
        var origin = calendar.ClockOf(history.End);
        var reach = calendar.ClockOf(history.Start);
        var rows = (int)((origin - reach).Ticks / TimeSpan.TicksPerDay);
        var (values, known) = Lay(WithoutSpikes(history), calendar, origin, rows, 0);
        Fill(values, known, slots);
        var weekdays = new int[7 * slots];
        for (var i = 0; i < weekdays.Length; i++)
            weekdays[i] = (int)origin.AddDays(-rows).AddSeconds((long)i * history.Seconds).DayOfWeek;
        return new DemandGrid(slots, rows, values, known, weekdays, Sight(history, calendar, weather, origin, rows, daysAhead));
    }

    /// <summary>Where a slot after the history lies in the rows that follow it.</summary>
    public static int IndexAhead(MeterSeries history, SiteCalendar calendar, DateTimeOffset slot) =>
        Index(calendar, slot, calendar.ClockOf(history.End), history.Seconds);

    /// <summary>Which slot by the site's clock an instant lies in, counted from a time of that clock.</summary>
    private static int Index(SiteCalendar calendar, DateTimeOffset at, DateTime from, int seconds) => (int)((calendar.ClockOf(at) - from).Ticks / (seconds * TimeSpan.TicksPerSecond));

    /// <summary>The history with what the quality watch calls spikes as gaps: one reading a thousand times too large would be in every mean for weeks.</summary>
    private static MeterSeries WithoutSpikes(MeterSeries history)
    {
        var magnitudes = history.Values.Where(value => value is not null).Select(value => Math.Abs(value ?? 0)).ToArray();
        return SpikeLimit.Of(magnitudes) is { } spike && magnitudes[^1] > spike.Limit
            ? new MeterSeries(history.Start, history.Seconds, [.. history.Values.Select(value => value is { } known && Math.Abs(known) > spike.Limit ? null : value)])
            : history;
    }

    private static GridWeather? Sight(MeterSeries history, SiteCalendar calendar, WeatherOutlook? weather, DateTime origin, int rows, int daysAhead)
    {
        if (weather is null || rows == 0)
            return null;
        var slots = history.SlotsOfDay;
        var (values, known) = Lay(SameStep(weather.Observed, history.Seconds), calendar, origin, rows, daysAhead);
        // A forecast without the weather of its days would be another model than the one that was tried.
        if (weather.AllKnown ? known.AsSpan(rows * slots).Contains(false) : weather.Foretold.IsEmpty)
            return null;
        var recent = known.AsSpan(Math.Max(0, rows - KnownRows) * slots, Math.Min(rows, KnownRows) * slots);
        if (recent.Count(true) < WeatherOutlook.LeastKnown * recent.Length)
            return null;
        Fill(values, known, slots);
        var first = origin.AddDays(-rows);
        var runs = weather.Foretold.Select(one => RunOf(one, calendar, first, history.Seconds)).ToList();
        return new GridWeather(weather, values, slots, row => calendar.ToUtc(first.AddDays(row)), runs, rows);
    }

    private static GridWeather.Run RunOf(ForetoldSeries foretold, SiteCalendar calendar, DateTime first, int seconds)
    {
        var series = SameStep(foretold.Series, seconds);
        var begin = Index(calendar, series.Start, first, seconds);
        var values = new double[Math.Max(0, Index(calendar, series.End, first, seconds) - begin)];
        values.AsSpan().Fill(double.NaN);
        for (var i = 0; i < series.Values.Length; i++)
        {
            var at = Index(calendar, series.Start.AddSeconds((long)i * seconds), first, seconds) - begin;
            if (at >= 0 && at < values.Length && series.Values[i] is { } value)
                values[at] = (double)value;
        }
        return new GridWeather.Run(foretold.Issued, begin, values);
    }

    private static MeterSeries SameStep(MeterSeries series, int seconds) => series.Seconds == seconds ? series : Refine(series, seconds);

    /// <summary>A series on shorter or longer slots, each with the value of the slot that its start lies in.</summary>
    private static MeterSeries Refine(MeterSeries series, int seconds)
    {
        var count = (long)series.Values.Length * series.Seconds / seconds;
        var values = new decimal?[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = series.Values[(int)((long)i * seconds / series.Seconds)];
        return new MeterSeries(series.Start, seconds, [.. values]);
    }

    private static (double[] Values, bool[] Known) Lay(MeterSeries series, SiteCalendar calendar, DateTime origin, int rows, int rowsAhead)
    {
        var slots = series.SlotsOfDay;
        var (values, counts) = (new double[(rows + rowsAhead) * slots], new int[(rows + rowsAhead) * slots]);
        var first = origin.AddDays(-rows);
        for (var i = 0; i < series.Values.Length; i++)
        {
            if (series.Values[i] is not { } value)
                continue;
            var ticks = (calendar.ClockOf(series.Start.AddSeconds((long)i * series.Seconds)) - first).Ticks;
            var at = ticks / (series.Seconds * TimeSpan.TicksPerSecond);
            if (ticks < 0 || at >= values.Length)
                continue;
            values[at] += (double)value;
            counts[at]++;
        }
        var known = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            known[i] = counts[i] > 0;
            if (known[i])
                values[i] /= counts[i];
        }
        return (values, known);
    }

    private static void Fill(double[] values, bool[] known, int slots)
    {
        double sum = 0;
        var count = 0;
        for (var i = 0; i < values.Length; i++)
            if (known[i])
            {
                sum += values[i];
                count++;
            }
        for (var i = 0; i < values.Length; i++)
            if (!known[i])
                values[i] = i >= 7 * slots ? values[i - 7 * slots] : i >= slots ? values[i - slots] : count > 0 ? sum / count : 0;
    }
}
