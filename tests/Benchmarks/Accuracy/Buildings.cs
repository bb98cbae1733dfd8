using System.Globalization;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>
/// Real buildings, <c>NAME-electricity-2018.csv.gz</c> and the same of 2019, with the weather of both years in °C: the hourly baseline is
/// fitted to the first year and predicts the second, beside the forecast for a year and the same hour 364 days before. Zeros are hours that were not measured.
/// </summary>
static class Buildings
{
    const string Suffix = "-electricity-2018.csv.gz";

    public static void Run(string folder, Figures figures)
    {
        var temperatures = Join(folder, "weather", "air_temperature", false).CelsiusToFahrenheit();
        var year = new DateTimeOffset(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var errors = new List<(double InSample, double CvRmse, double Nmbe, double YearBefore, double Ahead, double AheadNmbe)>();
        Console.WriteLine($"  {"building",-10} {"in sample",12} {"CalTRACK",12} {"NMBE",12} {"year ahead",12} {"NMBE",12} {"year before",12}   (CV(RMSE) 2019)");
        foreach (var path in Directory.GetFiles(folder, "*" + Suffix).Order(StringComparer.Ordinal))
        {
            var building = Path.GetFileName(path)[..^Suffix.Length];
            var energy = Join(folder, building + "-electricity", null, true);
            var baseline = HourlyBaseline.Of(energy.Between(year.AddYears(-1), year), temperatures);
            var predicted = baseline.Savings(energy.Between(year, year.AddYears(1)), temperatures).Periods;
            var (cvRmse, nmbe) = Errors(predicted.Select(hour => ((double)hour.Observed, (double)hour.AdjustedBaseline)));
            var (yearBefore, _) = Errors(predicted.Where(hour => energy.At(hour.Start.AddDays(-364)) is not null)
                .Select(hour => ((double)hour.Observed, (double)(energy.At(hour.Start.AddDays(-364)) ?? 0))));
            var forecaster = YearAheadForecaster.Of(energy.Between(year.AddYears(-1), year), temperatures, SiteCalendar.For("Europe/London"))
                ?? throw new InvalidDataException($"{path}: no hour has energy and temperature");
            var ahead = forecaster.Predict(temperatures, year, (int)(year.AddYears(1) - year).TotalHours);
            var (aheadCvRmse, aheadNmbe) = Errors(predicted.Select(hour => (hour.Observed, Predicted: ahead[(int)(hour.Start - year).TotalHours]))
                .Where(hour => hour.Predicted is not null).Select(hour => ((double)hour.Observed, (double)(hour.Predicted ?? 0))));
            errors.Add(((double)(baseline.Fit?.CvRmse ?? 0), cvRmse, nmbe, yearBefore, aheadCvRmse, aheadNmbe));
            Console.WriteLine(
                $"  {building,-10} {Percent(errors[^1].InSample)} {Percent(cvRmse)} {Percent(nmbe)} {Percent(aheadCvRmse)} {Percent(aheadNmbe)} {Percent(yearBefore)}");
        }
        if (errors.Count == 0) throw new InvalidDataException($"{folder} has no file *{Suffix}");
        figures.Add("cambridgeBuildings", errors.Count, "buildings");
        figures.Add("cambridgeCvRmse", Median(errors.Select(error => error.Ahead)), "median CV(RMSE) of 2019 predicted from 2018");
        figures.Add("cambridgeNmbe", Median(errors.Select(error => Math.Abs(error.AheadNmbe))), "median |NMBE| of it");
        figures.Add("cambridgeCalTrackCvRmse", Median(errors.Select(error => error.CvRmse)), "median CV(RMSE) of the CalTRACK hourly baseline in the year after");
        figures.Add("cambridgeCalTrackNmbe", Median(errors.Select(error => Math.Abs(error.Nmbe))), "median |NMBE| of it");
        figures.Add("cambridgeInSampleCvRmse", Median(errors.Select(error => error.InSample)), "median CV(RMSE) of it in the year of the fit");
        figures.Add("cambridgeYearBeforeCvRmse", Median(errors.Select(error => error.YearBefore)), "median CV(RMSE) of the same hour 364 days before");
    }

    internal static HourlySeries Join(string folder, string name, string? column, bool zeroIsGap) => HourlySeries.From(
        new[] { 2018, 2019 }.SelectMany(year =>
            HistoryFile.Read(Path.Combine(folder, $"{name}-{year.ToString(CultureInfo.InvariantCulture)}.csv.gz"), new CsvHistoryOptions(column, zeroIsGap, 3600))));

    static (double CvRmse, double Nmbe) Errors(IEnumerable<(double Observed, double Predicted)> hours)
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
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static string Percent(double value) => value.ToString("0.0 %", CultureInfo.InvariantCulture).PadLeft(12);
}
