using System.Diagnostics;
using System.Globalization;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>
/// OpenEEMeter's simulated meters, at most 365 days each side of the measure, beside what eemeter 3.2.0 gives for them. A sample without a figure of eemeter's is
/// printed and not compared.
/// </summary>
static class EemeterSamples
{
    static readonly DateTimeOffset baselineEnd = new(2016, 12, 26, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset reportingStart = new(2017, 1, 4, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Intercept, heating and cooling slopes, savings and fractional savings uncertainty of eemeter 3.2.0; hourly samples have savings alone.</summary>
    static readonly Dictionary<string, decimal[]> reference = new(StringComparer.Ordinal)
    {
        ["il-electricity-cdd-hdd-daily"] = [13.472385591795m, 1.112294785744m, 2.516255026490m, 793.908496473m, 315.415367531m],
        ["il-electricity-cdd-only-daily"] = [8.512271300972m, 0, 4.076757636410m, 308.768998701m, 434.553814567m],
        ["il-gas-hdd-only-daily"] = [0.772120977074m, 0.218482851021m, 0, 83.646487190m, 37.678781857m],
        ["il-gas-intercept-only-daily"] = [2.698229466490m, 0.001833274331m, 0, 103.111048022m, 22.484580683m],
        ["il-electricity-cdd-hdd-billing_monthly"] = [13.420093629453m, 1.047934763872m, 2.257868665412m, 795.676120731m, 112.690542254m],
        ["il-electricity-cdd-hdd-billing_bimonthly"] = [16.862037915121m, 1.057736626085m, 5.656832077288m, 123.714424322m, 26.723007355m],
        ["il-electricity-cdd-only-billing_monthly"] = [6.454540074359m, 0, 3.022558305879m, 514.847782186m, 239.248032097m],
        ["il-electricity-cdd-only-billing_bimonthly"] = [8.674569833622m, 0, 3.670733306529m, -366.846205431m, 209.869595441m],
        ["il-gas-hdd-only-billing_bimonthly"] = [0.760614402849m, 0.129585006380m, 0, 24.246922920m, 68.956393819m],
        ["il-gas-intercept-only-billing_bimonthly"] = [2.702569152963m, 0.052212685329m, 0, 78.054070303m, 4.150342681m],
        ["il-gas-hdd-only-billing_monthly"] = [0.718821769651m, 0.212305446112m, 0, 64.013644888m, 14.482180102m],
        ["il-gas-intercept-only-billing_monthly"] = [2.703393139964m, 0.008301030021m, 0, 95.102467870m, 8.931837745m],
        ["il-electricity-cdd-hdd-hourly"] = [1104.432633258m],
        ["il-electricity-cdd-only-hourly"] = [568.794911373m],
        ["il-gas-hdd-only-hourly"] = [100.906831514m],
        ["il-gas-intercept-only-hourly"] = [104.168860079m],
    };

    /// <summary>Whether a folder has eemeter's samples.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, "il-tempF.csv.gz"));

    public static void Run(string folder, Figures figures)
    {
        var temperatures = HourlySeries.From(HistoryFile.Read(Path.Combine(folder, "il-tempF.csv.gz"), new CsvHistoryOptions(Seconds: 3600)));
        decimal largest = 0;
        var compared = 0;
        double milliseconds = 0;
        foreach (var path in Directory.GetFiles(folder, "il-*ly.csv.gz").Order(StringComparer.Ordinal))
        {
            var sample = Path.GetFileName(path)[..^".csv.gz".Length];
            var own = Figures(path, sample, temperatures, ref milliseconds);
            var difference = "not compared";
            if (reference.TryGetValue(sample, out var theirs))
            {
                var most = own.Zip(theirs, (mine, other) => Math.Abs(mine - other)).Max();
                largest = Math.Max(largest, most);
                difference = $"differs by {most.ToString("0.0e+0", CultureInfo.InvariantCulture)} at most";
                compared++;
            }
            Console.WriteLine($"  {sample,-42} {string.Join("  ", own.Select(figure => figure.ToString("0.000000", CultureInfo.InvariantCulture)))}  {difference}");
        }
        figures.Add("eemeterSamples", compared, "samples compared with eemeter 3.2.0");
        figures.Add("eemeterMaxDifference", (double)largest, "largest difference of a parameter, saving or band");
        figures.Add("dailyRefitMilliseconds", milliseconds, "to fit a daily baseline to a year (the fastest of five)");
    }

    static decimal[] Figures(string path, string sample, HourlySeries temperatures, ref double milliseconds)
    {
        if (sample.EndsWith("hourly", StringComparison.Ordinal))
        {
            var hours = HourlySeries.From(HistoryFile.Read(path, new CsvHistoryOptions(Seconds: 3600)));
            var hourly = HourlyBaseline.Of(hours.Between(baselineEnd.AddDays(-MeterPeriods.Year), baselineEnd), temperatures);
            return [hourly.Savings(hours.Between(reportingStart, reportingStart.AddDays(MeterPeriods.Year)), temperatures).Saved];
        }
        var daily = sample.EndsWith("daily", StringComparison.Ordinal);
        var periods = daily ? MeterPeriods.ByUtcDay(HistoryFile.Read(path, new CsvHistoryOptions(Seconds: 86_400))) : Bills.Read(path);
        var baseline = MeterPeriods.Before(periods, baselineEnd);
        UsagePerDayBaseline Fit() =>
            UsagePerDayBaseline.Of(baseline, temperatures, daily ? UsagePerDayMethod.Daily : UsagePerDayMethod.Billing, !sample.Contains("gas", StringComparison.Ordinal));
        var fitted = Fit();
        for (var i = 0; daily && fitted.CandidatesTried > 1000 && i < 5; i++)
        {
            var clock = Stopwatch.StartNew();
            Fit();
            milliseconds = milliseconds == 0 ? clock.Elapsed.TotalMilliseconds : Math.Min(milliseconds, clock.Elapsed.TotalMilliseconds);
        }
        if (fitted.Model is not { } model) throw new InvalidDataException($"{path}: {fitted.Status}");
        var savings = MeteredSavings.Of(fitted, MeterPeriods.After(periods, reportingStart), temperatures);
        return [model.Intercept, model.HeatingSlope, model.CoolingSlope, savings.Saved, savings.Uncertainty?.FsuBand ?? 0];
    }
}
