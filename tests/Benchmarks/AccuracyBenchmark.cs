using SmartBlocks.Benchmarks.Accuracy;
using SmartBlocks.Benchmarks.Harness;

namespace SmartBlocks.Benchmarks;

/// <summary>How right the baselines and forecasts are: beside eemeter's figures on its samples, on real buildings in a year they were not fitted to, and on a grid's half-hours.</summary>
public static class AccuracyBenchmark
{
    /// <summary>Runs it on the folders that are named, in any order, and on those beside the repository for what they do not hold.</summary>
    /// <exception cref="InvalidDataException">A folder or a file is not of the shape it must have; the message names it.</exception>
    public static Task RunAsync(string[] arguments)
    {
        string? samples = null, buildings = null, forecast = null;
        foreach (var argument in arguments.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)))
        {
            if (!Directory.Exists(argument)) throw new InvalidDataException($"{argument}: there is no such folder");
            var known = false;
            foreach (var folder in Directory.GetDirectories(argument).Order(StringComparer.Ordinal).Prepend(argument))
            {
                if (EemeterSamples.Is(folder)) (samples, known) = (samples ?? folder, true);
                else if (BuildingFolder.Is(folder)) (buildings, known) = (buildings ?? folder, true);
                else if (Directory.EnumerateFiles(folder, "*.csv").Any()) (forecast, known) = (forecast ?? folder, true);
            }
            if (!known)
                throw new InvalidDataException($"{argument}: holds neither eemeter's samples (il-tempF.csv.gz), nor buildings (NAME-electricity-YEAR.csv.gz, weather-YEAR.csv.gz), nor half-hours (a .csv)");
        }
        var figures = new Figures("accuracy");
        On(samples ?? "../shared/data/eemeter", folder => EemeterSamples.Run(folder, figures));
        On(buildings ?? "../shared/data/cambridge", folder =>
        {
            Buildings.Run(folder, figures);
            DemandForecasts.Buildings(folder, figures);
            DemandForecasts.Buildings(folder, figures, "gas");
        });
        On(forecast ?? "../shared/data/forecast", folder => DemandForecasts.HalfHourly(Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).First(), figures));
        figures.Print();
        return Task.CompletedTask;
    }

    static void On(string folder, Action<string> run)
    {
        Console.WriteLine(folder);
        if (Directory.Exists(folder)) run(folder);
        else Console.WriteLine("  is not there: skipped");
    }
}
