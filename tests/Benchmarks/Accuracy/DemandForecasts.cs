using System.Diagnostics;
using System.Globalization;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>
/// Forecasts of real buildings: learned from the first year, then every day of the second forecast at its local midnight from all that lies before, and every seventh the week that begins with
/// it; learned anew every four weeks, with bands that go on learning. No weather is looked at. Beside them the same hour a week before; and how many outcomes the 80 % band held.
/// </summary>
static class DemandForecasts
{
    const int LearnEvery = 28;

    public static void Buildings(string folder, Figures figures, string commodity = "electricity")
    {
        var all = new List<Rolled>();
        var worst = 0.0;
        double milliseconds = 0;
        Console.WriteLine($"  {commodity,-12} {"day ahead",12} {"week before",12} {"80 % band",12} {"week ahead",12} {"week before",12} {"80 % band",12}   (CV(RMSE) of the second year)");
        foreach (var meter in new BuildingFolder(folder).Meters(commodity))
        {
            if (Roll(meter, SiteCalendar.For("Europe/London"), ref milliseconds) is not { } errors)
            {
                BuildingFolder.LeftOut(meter.Name, "its history is too short for a forecast, or no day has a week before it");
                continue;
            }
            all.Add(errors);
            worst = Math.Max(worst, errors.Day.Own / errors.Day.WeekBefore);
            Console.WriteLine($"  {meter.Name,-12} {Percent(errors.Day.Own)} {Percent(errors.Day.WeekBefore)} {Percent(errors.Day.Held)} {Percent(errors.Week.Own)} {Percent(errors.Week.WeekBefore)} {Percent(errors.Week.Held)}");
        }
        if (all.Count == 0) return;
        var name = commodity == "electricity" ? "" : char.ToUpperInvariant(commodity[0]) + commodity[1..];
        figures.Add($"dayAhead{name}CvRmse", Samples.Median(all.Select(one => one.Day.Own)), $"median CV(RMSE) of day-ahead forecasts, {commodity}");
        figures.Add($"weekBefore{name}CvRmse", Samples.Median(all.Select(one => one.Day.WeekBefore)), "median CV(RMSE) of the same hour a week before");
        figures.Add($"dayAhead{name}Worst", worst, "day-ahead error by that of the week before, of the building where it is largest");
        figures.Add($"bandCoverage{name}", all.Average(one => one.Day.Held), "share of outcomes within the 80 % band, all buildings");
        figures.Add($"bandCoverage{name}Least", all.Min(one => one.Day.Held), "the same of the building with the least");
        figures.Add($"bandCoverage{name}Most", all.Max(one => one.Day.Held), "the same of the building with the most");
        figures.Add($"weekAhead{name}CvRmse", Samples.Median(all.Select(one => one.Week.Own)), "median CV(RMSE) of week-ahead forecasts");
        figures.Add($"weekAhead{name}Worst", all.Max(one => one.Week.Own / one.Week.WeekBefore), "week-ahead error by that of the week before, of the building where it is largest");
        figures.Add($"weekAheadBandCoverage{name}", all.Average(one => one.Week.Held), "share of outcomes within the 80 % band of the week ahead, all buildings");
        figures.Add($"weekAheadBandCoverage{name}Least", all.Min(one => one.Week.Held), "the same of the building with the least");
        figures.Add($"weekAheadBandCoverage{name}Most", all.Max(one => one.Week.Held), "the same of the building with the most");
        figures.Add($"learn{name}Milliseconds", milliseconds, "to learn a meter's ways from a year of hours and test them a week ahead (the fastest)");
    }

    sealed record Rolled((double Own, double WeekBefore, double Held) Day, (double Own, double WeekBefore, double Held) Week);

    static Rolled? Roll(BuildingMeter meter, SiteCalendar calendar, ref double milliseconds)
    {
        var history = new MeterSeries(meter.Energy.Start, 3600, [.. Enumerable.Range(0, meter.Energy.Count).Select(i => meter.Energy.At(meter.Energy.Start.AddHours(i)))]);
        DemandForecaster? forecaster = null;
        var (nextDay, wholeWeek) = (new Tally(), new Tally());
        var first = DateOnly.FromDateTime(meter.Year.UtcDateTime);
        for (var day = first; day < first.AddYears(1); day = day.AddDays(1))
        {
            var age = day.DayNumber - first.DayNumber;
            var start = calendar.Day(day).Start;
            var past = history.Between(history.Start, start);
            if (age % LearnEvery == 0)
            {
                var clock = Stopwatch.GetTimestamp();
                forecaster = DemandForecaster.Of(past, calendar, 7);
                if (forecaster is null) return null;
                var took = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
                milliseconds = milliseconds == 0 ? took : Math.Min(milliseconds, took);
            }
            nextDay.Take(history, forecaster!.Forecast(past, calendar.Day(day).End));
            if (age % 7 == 0) wholeWeek.Take(history, forecaster.Forecast(past, calendar.Day(day.AddDays(6)).End));
        }
        return nextDay.Count == 0 || wholeWeek.Count == 0 ? null : new Rolled(nextDay.Result, wholeWeek.Result);
    }

    /// <summary>Forecasts beside what was counted and beside the same slots a week before, where both were measured.</summary>
    sealed class Tally
    {
        double own, before, sum;
        int within;

        public int Count { get; private set; }

        public (double Own, double WeekBefore, double Held) Result => (Math.Sqrt(own / Count) / (sum / Count), Math.Sqrt(before / Count) / (sum / Count), within / (double)Count);

        public void Take(MeterSeries history, DemandForecast forecast)
        {
            for (var i = 0; i < forecast.Values.Length; i++)
            {
                var at = forecast.Start.AddSeconds((long)i * forecast.Seconds);
                if (history.At(at) is not { } observed || history.At(at.AddDays(-7)) is not { } weekBefore) continue;
                own += Square(observed - forecast.Values[i]);
                before += Square(observed - weekBefore);
                sum += (double)observed;
                Count++;
                if (observed >= forecast.Lower[i] && observed <= forecast.Upper[i]) within++;
            }
        }
    }

    /// <summary>A file of values one a line after a header, half-hourly: the last week held out.</summary>
    public static void HalfHourly(string path, Figures figures)
    {
        var values = ReadValues(path);
        // The file names no dates; the series is known to begin on a Monday, and the days of its week are told apart by their place alone.
        var start = new DateTimeOffset(2000, 6, 5, 0, 0, 0, TimeSpan.Zero);
        var series = new MeterSeries(start, 1800, [.. values]);
        var week = series.End.AddDays(-7);
        var calendar = SiteCalendar.Utc;
        var (naive, wholeWeek) = (Mape(series, week, week.AddDays(7), at => series.At(at.AddDays(-7))), 0.0);
        var forecaster = DemandForecaster.Of(series.Between(start, week), calendar, 7)!;
        var ahead = forecaster.Forecast(series.End);
        var tally = new Tally();
        tally.Take(series, ahead);
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
        figures.Add("taylorWeekAheadBandCoverage", tally.Result.Held, "share of its outcomes within the week-ahead 80 % band");
        figures.Add("taylorBandCoverage", within / (double)dayByDay.Count, "share of the last week's outcomes within the day-ahead 80 % band");
    }

    static decimal?[] ReadValues(string path)
    {
        const int LeastDays = 22;
        var values = new List<decimal?>();
        var number = 1;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            number++;
            var text = line.Trim().Trim('"');
            if (text.Length == 0) continue;
            // A value that is missing still takes its half-hour.
            if (text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)) values.Add(null);
            else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) values.Add(value);
            else throw new InvalidDataException($"{path}: line {number} is '{text}': must be one number, or NA where nothing was measured");
        }
        return values.Count >= LeastDays * 48 ? [.. values]
            : throw new InvalidDataException($"{path}: has {values.Count} half-hours; at least {LeastDays * 48} are needed, the last week of which is held out");
    }

    static double Mape(MeterSeries series, DateTimeOffset from, DateTimeOffset to, Func<DateTimeOffset, decimal?> forecast)
    {
        double sum = 0;
        var count = 0;
        for (var at = from; at < to; at = at.AddSeconds(series.Seconds))
            if (series.At(at) is { } observed and not 0 && forecast(at) is { } expected)
            {
                sum += (double)Math.Abs((observed - expected) / observed);
                count++;
            }
        return 100 * sum / count;
    }

    static double Square(decimal value) => (double)value * (double)value;

    static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(12);
}
