using SmartBlocks.Benchmarks.Accuracy;
using SmartBlocks.Benchmarks.Harness;

namespace SmartBlocks.Benchmarks;

/// <summary>How right the baselines are: beside eemeter's figures on its samples, and on real buildings in a year they were not fitted to.</summary>
public static class AccuracyBenchmark
{
    /// <summary>Runs it; the folders of eemeter's samples and of the buildings may be named, in this order.</summary>
    public static Task RunAsync(string[] arguments)
    {
        var folders = arguments.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var figures = new Figures("accuracy");
        EemeterSamples.Run(folders.ElementAtOrDefault(0) ?? "../shared/data/eemeter", figures);
        Buildings.Run(folders.ElementAtOrDefault(1) ?? "../shared/data/cambridge", figures);
        var buildings = folders.ElementAtOrDefault(1) ?? "../shared/data/cambridge";
        DemandForecasts.Buildings(buildings, figures);
        DemandForecasts.Buildings(buildings, figures, "gas");
        DemandForecasts.HalfHourly(Path.Combine(folders.ElementAtOrDefault(2) ?? "../shared/data/forecast", "taylor.csv"), figures);
        figures.Print();
        return Task.CompletedTask;
    }
}
