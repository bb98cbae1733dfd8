using System.Collections.Immutable;
using System.Globalization;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>
/// Real buildings' electricity: the hourly baseline is fitted to the first year and predicts the second, beside the forecast for a year and the same hour 364 days before. Zeros are hours
/// that were not measured. Then the same once more with a first year that was spoiled on purpose, as buildings elsewhere may have it.
/// </summary>
static class Buildings
{
    public static void Run(string folder, Figures figures)
    {
        var files = new BuildingFolder(folder);
        var temperatures = files.Temperatures();
        var (meters, errors) = (new List<BuildingMeter>(), new List<Errors>());
        Console.WriteLine($"  {"building",-12} {"in sample",12} {"CalTRACK",12} {"NMBE",12} {"year ahead",12} {"NMBE",12} {"year before",12}   (CV(RMSE) of the second year)");
        foreach (var meter in files.Meters("electricity"))
        {
            if (Try(meter, temperatures, out var why) is not { } error)
            {
                BuildingFolder.LeftOut(meter.Name, why);
                continue;
            }
            meters.Add(meter);
            errors.Add(error);
            Console.WriteLine($"  {meter.Name,-12} {Percent(error.InSample)} {Percent(error.CalTrack)} {Percent(error.CalTrackNmbe)} {Percent(error.Ahead)} {Percent(error.AheadNmbe)} {Percent(error.YearBefore)}");
        }
        figures.Add("cambridgeBuildings", errors.Count, "buildings");
        if (errors.Count == 0) return;
        figures.Add("cambridgeCvRmse", Median(errors.Select(error => error.Ahead)), "median CV(RMSE) of the second year predicted from the first");
        figures.Add("cambridgeNmbe", Median(errors.Select(error => Math.Abs(error.AheadNmbe))), "median |NMBE| of it");
        figures.Add("cambridgeCalTrackCvRmse", Median(errors.Select(error => error.CalTrack)), "median CV(RMSE) of the CalTRACK hourly baseline in the year after");
        figures.Add("cambridgeCalTrackNmbe", Median(errors.Select(error => Math.Abs(error.CalTrackNmbe))), "median |NMBE| of it");
        figures.Add("cambridgeInSampleCvRmse", Median(errors.Select(error => error.InSample)), "median CV(RMSE) of it in the year of the fit");
        figures.Add("cambridgeYearBeforeCvRmse", Median(errors.Select(error => error.YearBefore)), "median CV(RMSE) of the same hour 364 days before");
        Spoiled(meters, temperatures, figures);
    }

    static void Spoiled(List<BuildingMeter> meters, HourlySeries temperatures, Figures figures)
    {
        var worst = 0.0;
        Console.WriteLine($"  {"first year spoiled by",-38} {"CalTRACK",12} {"year ahead",12} {"year before",12}   (median CV(RMSE) of the second year)");
        foreach (var (name, spoil) in Spoil.All)
        {
            var errors = meters.Select(meter => Try(spoil(meter), temperatures, out _)).OfType<Errors>().ToList();
            if (errors.Count == 0) continue;
            var (calTrack, ahead, before) = (Median(errors.Select(e => e.CalTrack)), Median(errors.Select(e => e.Ahead)), Median(errors.Select(e => e.YearBefore)));
            worst = Math.Max(worst, ahead / Math.Min(calTrack, before));
            Console.WriteLine($"  {name,-38} {Percent(calTrack)} {Percent(ahead)} {Percent(before)}");
        }
        figures.Add("cambridgeSpoiledWorst", worst, "error of the year ahead by that of the better of the two others, where it is largest");
    }

    sealed record Errors(double InSample, double CalTrack, double CalTrackNmbe, double YearBefore, double Ahead, double AheadNmbe);

    static Errors? Try(BuildingMeter meter, HourlySeries temperatures, out string why)
    {
        var (energy, year) = (meter.Energy, meter.Year);
        var (first, second) = (energy.Between(year.AddYears(-1), year), energy.Between(year, year.AddYears(1)));
        var baseline = HourlyBaseline.Of(first, temperatures);
        var forecaster = YearAheadForecaster.Of(first, temperatures, SiteCalendar.For("Europe/London"));
        why = "no hour of the first year has both energy and temperature";
        if (forecaster is null || baseline.Fit is null) return null;
        var ahead = forecaster.Predict(temperatures, year, (int)(year.AddYears(1) - year).TotalHours);
        // Every method is tried on the same hours: those that CalTRACK and the year ahead predict.
        var hours = baseline.Savings(second, temperatures).Periods
            .Select(hour => (hour.Start, Observed: (double)hour.Observed, CalTrack: (double)hour.AdjustedBaseline, Ahead: (double?)ahead[(int)(hour.Start - year).TotalHours]))
            .Where(hour => hour.Ahead is not null).ToList();
        why = $"{hours.Count} hours of the second year can be predicted; at least {BuildingFolder.LeastTried} are needed";
        if (hours.Count < BuildingFolder.LeastTried || hours.Sum(hour => hour.Observed) == 0) return null;
        var (calTrack, calTrackNmbe) = Of(hours.Select(hour => (hour.Observed, hour.CalTrack)));
        var (own, ownNmbe) = Of(hours.Select(hour => (hour.Observed, hour.Ahead ?? 0)));
        var (before, _) = Of(hours.Where(hour => energy.At(hour.Start.AddDays(-364)) is not null).Select(hour => (hour.Observed, (double)(energy.At(hour.Start.AddDays(-364)) ?? 0))));
        return new Errors((double)(baseline.Fit.CvRmse ?? 0), calTrack, calTrackNmbe, before, own, ownNmbe);
    }

    static (double CvRmse, double Nmbe) Of(IEnumerable<(double Observed, double Predicted)> hours)
    {
        double squares = 0, bias = 0, sum = 0;
        var count = 0;
        foreach (var (observed, predicted) in hours)
        {
            squares += (predicted - observed) * (predicted - observed);
            bias += predicted - observed;
            sum += observed;
            count++;
        }
        return (Math.Sqrt(squares / count) / (sum / count), bias / sum);
    }

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(12);
}
