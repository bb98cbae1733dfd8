using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SmartBlocks.Benchmarks.Accuracy;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Benchmarks;

/// <summary>Our side of <c>tests/Eemeter/run.sh</c>: a JSON line for each of eemeter's samples with its figures and the time of its fit (the fastest of the runs).</summary>
public static class EemeterBenchmark
{
    static readonly DateTimeOffset baselineEnd = new(2016, 12, 26, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset reportingStart = new(2017, 1, 4, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Runs it: the folder of the samples, and how often each is fitted.</summary>
    public static Task RunAsync(string[] arguments)
    {
        var folder = arguments.ElementAtOrDefault(0) ?? "../shared/data/eemeter";
        var runs = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 20;
        var temperatures = HourlySeries.From(HistoryFile.Read(Path.Combine(folder, "il-tempF.csv.gz"), new CsvHistoryOptions(Seconds: 3600)));
        foreach (var path in Directory.GetFiles(folder, "il-*ly.csv.gz").Order(StringComparer.Ordinal))
        {
            var sample = Path.GetFileName(path)[..^".csv.gz".Length];
            var (figures, milliseconds) = sample.EndsWith("hourly", StringComparison.Ordinal) ? Hourly(path, temperatures, runs) : PerDay(path, sample, temperatures, runs);
            Console.WriteLine(JsonSerializer.Serialize(new { sample, milliseconds, figures }));
        }
        return Task.CompletedTask;
    }

    static (Dictionary<string, decimal> Figures, double Milliseconds) Hourly(string path, HourlySeries temperatures, int runs)
    {
        var hours = HourlySeries.From(HistoryFile.Read(path, new CsvHistoryOptions(Seconds: 3600)));
        var energy = hours.Between(baselineEnd.AddDays(-MeterPeriods.Year), baselineEnd);
        var (fitted, milliseconds) = Fastest(runs, () => HourlyBaseline.Of(energy, temperatures));
        var savings = fitted.Savings(hours.Between(reportingStart, reportingStart.AddDays(MeterPeriods.Year)), temperatures);
        return (new Dictionary<string, decimal> { ["saved"] = savings.Saved }, milliseconds);
    }

    static (Dictionary<string, decimal> Figures, double Milliseconds) PerDay(string path, string sample, HourlySeries temperatures, int runs)
    {
        var daily = sample.EndsWith("daily", StringComparison.Ordinal);
        var periods = daily ? MeterPeriods.ByUtcDay(HistoryFile.Read(path, new CsvHistoryOptions(Seconds: 86_400))) : Bills.Read(path);
        var baseline = MeterPeriods.Before(periods, baselineEnd);
        var (fitted, milliseconds) = Fastest(runs, () => UsagePerDayBaseline.Of(
            baseline, temperatures, daily ? UsagePerDayMethod.Daily : UsagePerDayMethod.Billing, !sample.Contains("gas", StringComparison.Ordinal)));
        if (fitted.Model is not { } model) throw new InvalidDataException($"{path}: {fitted.Status}");
        var savings = MeteredSavings.Of(fitted, MeterPeriods.After(periods, reportingStart), temperatures);
        return (new Dictionary<string, decimal>
        {
            ["saved"] = savings.Saved,
            ["intercept"] = model.Intercept,
            ["hddSlope"] = model.HeatingSlope,
            ["hddBalancePoint"] = model.HeatingBalancePoint ?? 0,
            ["cddSlope"] = model.CoolingSlope,
            ["cddBalancePoint"] = model.CoolingBalancePoint ?? 0,
            ["fsu"] = savings.Uncertainty?.FsuBand ?? 0,
        }, milliseconds);
    }

    static (T Fitted, double Milliseconds) Fastest<T>(int runs, Func<T> fit)
    {
        var (fitted, fastest) = (fit(), double.PositiveInfinity);
        for (var i = 0; i < runs; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            fitted = fit();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        return (fitted, fastest);
    }
}
