using System.Diagnostics;
using System.Globalization;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>
/// Day-ahead forecasts of real buildings: learned from 2018, then every day of 2019 forecast at its local midnight from all that lies before, learned anew every four weeks.
/// No weather is looked at. Beside them the same hour a week before; and how many outcomes the 80 % band held.
/// </summary>
static class DemandForecasts
{
    const int LearnEvery = 28;

    public static void Buildings(string folder, Figures figures, string commodity = "electricity")
    {
        var calendar = SiteCalendar.For("Europe/London");
        var suffix = $"-{commodity}-2018.csv.gz";
        var all = new List<(double Own, double WeekBefore, double Coverage)>();
        var worst = 0.0;
        double milliseconds = 0;
        Console.WriteLine($"  {commodity,-12} {"day ahead",12} {"week before",12} {"80 % band",12}   (CV(RMSE) 2019)");
        foreach (var path in Directory.GetFiles(folder, "*" + suffix).Order(StringComparer.Ordinal))
        {
            var building = Path.GetFileName(path)[..^suffix.Length];
            var energy = Accuracy.Buildings.Join(folder, building + "-" + commodity, null, true);
            var history = new MeterSeries(energy.Start, 3600, [.. Enumerable.Range(0, energy.Count).Select(i => energy.At(energy.Start.AddHours(i)))]);
            var errors = Roll(history, calendar, ref milliseconds);
            all.Add(errors);
            worst = Math.Max(worst, errors.Own / errors.WeekBefore);
            Console.WriteLine($"  {building,-12} {Percent(errors.Own)} {Percent(errors.WeekBefore)} {Percent(errors.Coverage)}");
        }
        if (all.Count == 0) return;
        var name = commodity == "electricity" ? "" : char.ToUpperInvariant(commodity[0]) + commodity[1..];
        figures.Add($"dayAhead{name}CvRmse", Samples.Median(all.Select(one => one.Own)), $"median CV(RMSE) of day-ahead forecasts, {commodity}");
        figures.Add($"weekBefore{name}CvRmse", Samples.Median(all.Select(one => one.WeekBefore)), "median CV(RMSE) of the same hour a week before");
        figures.Add($"dayAhead{name}Worst", worst, "day-ahead error by that of the week before, of the building where it is largest");
        figures.Add($"bandCoverage{name}", all.Average(one => one.Coverage), "share of outcomes within the 80 % band, all buildings");
        figures.Add($"bandCoverage{name}Least", all.Min(one => one.Coverage), "the same of the building with the least");
        figures.Add($"bandCoverage{name}Most", all.Max(one => one.Coverage), "the same of the building with the most");
        figures.Add($"learn{name}Milliseconds", milliseconds, "to learn a meter's ways from a year of hours and test them (the fastest)");
    }

    static (double Own, double WeekBefore, double Coverage) Roll(MeterSeries history, SiteCalendar calendar, ref double milliseconds)
    {
        DemandForecaster? forecaster = null;
        double own = 0, before = 0, sum = 0;
        int count = 0, within = 0;
        for (var day = new DateOnly(2019, 1, 1); day < new DateOnly(2020, 1, 1); day = day.AddDays(1))
        {
            var span = calendar.Day(day);
            var past = history.Between(history.Start, span.Start);
            if ((day.DayNumber - new DateOnly(2019, 1, 1).DayNumber) % LearnEvery == 0)
            {
                var clock = Stopwatch.GetTimestamp();
                forecaster = DemandForecaster.Of(past, calendar, 1) ?? throw new InvalidDataException("the history is too short");
                var took = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
                milliseconds = milliseconds == 0 ? took : Math.Min(milliseconds, took);
            }
            var forecast = forecaster!.Forecast(past, span.End);
            for (var i = 0; i < forecast.Values.Length; i++)
            {
                var at = span.Start.AddHours(i);
                if (history.At(at) is not { } observed || history.At(at.AddDays(-7)) is not { } weekBefore) continue;
                own += Square(observed - forecast.Values[i]);
                before += Square(observed - weekBefore);
                sum += (double)observed;
                count++;
                if (observed >= forecast.Lower[i] && observed <= forecast.Upper[i]) within++;
            }
        }
        var mean = sum / count;
        return (Math.Sqrt(own / count) / mean, Math.Sqrt(before / count) / mean, within / (double)count);
    }

    /// <summary>A file of values one a line after a header, half-hourly: the last week held out.</summary>
    public static void HalfHourly(string path, Figures figures)
    {
        var values = File.ReadLines(path).Skip(1).Where(line => line.Length > 0)
            .Select(line => (decimal?)decimal.Parse(line.Trim('"'), CultureInfo.InvariantCulture)).ToArray();
        // The file names no dates; the series is known to begin on a Monday, and the days of its week are told apart by their place alone.
        var start = new DateTimeOffset(2000, 6, 5, 0, 0, 0, TimeSpan.Zero);
        var series = new MeterSeries(start, 1800, [.. values]);
        var week = series.End.AddDays(-7);
        var calendar = SiteCalendar.Utc;
        var (naive, wholeWeek) = (Mape(series, week, week.AddDays(7), at => series.At(at.AddDays(-7))!.Value), 0.0);
        var forecaster = DemandForecaster.Of(series.Between(start, week), calendar, 7)!;
        var ahead = forecaster.Forecast(series.End);
        wholeWeek = Mape(series, week, series.End, at => ahead.Values[(int)((at - week).TotalMinutes / 30)]);
        foreach (var candidate in forecaster.Candidates)
            Console.WriteLine($"    {candidate.Model,-48} RMSE {candidate.RmseNextDay:0.0} next day, {candidate.RmseLater:0.0} later; share {candidate.ShareNextDay:0.00}, {candidate.ShareLater:0.00}");
        var dayByDay = new List<decimal>();
        var within = 0;
        for (var day = week; day < series.End; day = day.AddDays(1))
        {
            var forecast = DemandForecaster.Of(series.Between(start, day), calendar, 1)!.Forecast(day.AddDays(1));
            dayByDay.AddRange(forecast.Values);
            for (var i = 0; i < forecast.Values.Length; i++)
                if (series.At(day.AddMinutes(30 * i)) is { } observed && observed >= forecast.Lower[i] && observed <= forecast.Upper[i]) within++;
        }
        figures.Add("taylorMape", Mape(series, week, series.End, at => dayByDay[(int)((at - week).TotalMinutes / 30)]), "% MAPE of the last week, each day forecast from its midnight");
        figures.Add("taylorWeekAheadMape", wholeWeek, "% MAPE of the last week, forecast as a whole from its beginning");
        figures.Add("taylorWeekBeforeMape", naive, "% MAPE of the same half-hour a week before");
        figures.Add("taylorBandCoverage", within / (double)dayByDay.Count, "share of the last week's outcomes within the day-ahead 80 % band");
    }

    static double Mape(MeterSeries series, DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, decimal> forecast)
    {
        double sum = 0;
        var count = 0;
        for (var at = from; at < to; at = at.AddSeconds(series.Seconds))
            if (series.At(at) is { } observed)
            {
                sum += (double)Math.Abs((observed - forecast(at)) / observed);
                count++;
            }
        return 100 * sum / count;
    }

    static double Square(decimal value) => (double)value * (double)value;

    static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(12);
}
