using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// The silo's resident memory over many readings, and what ten thousand meters cost while they are active and after they were idle.
/// </summary>
public static class MemoryBenchmark
{
    const int Meters = 10_000;

    /// <summary>Runs it: 100,000 readings; <c>--short</c> 20,000; <c>--long</c> a million.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var readings = arguments.Contains("--short") ? 20_000 : arguments.Contains("--long") ? 1_000_000 : 100_000;
        var figures = new Figures("memory");
        using (var folder = new TemporaryFolder("memory"))
        {
            using var silo = await SiloProcess.StartAsync(folder["data"]);
            Console.WriteLine($"memory: {readings} signed readings of 20 meters, a hundred a message, into a silo of its own");
            var run = await MemoryRun.RunAsync(silo, readings, text => Console.WriteLine("  " + text));
            figures.Add("readings", readings, "readings");
            figures.Add("warmMegabytes", run.After / 1e6, "MB resident after the first fifth");
            figures.Add("endMegabytes", run.End / 1e6, "MB resident at the end");
            figures.Add("growth", run.Growth, "growth over the last four fifths, as a share");
            figures.Add("readingsPerSecond", run.PerSecond, "readings acknowledged/s meanwhile");
        }

        await MeasureIdleMetersAsync(figures);
        figures.Print();
    }

    static async Task MeasureIdleMetersAsync(Figures figures)
    {
        using var folder = new TemporaryFolder("idle");
        await using var host = await LedgerHost.StartAsync(folder.Path, idleAfter: TimeSpan.FromSeconds(3));
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<IMeterGrain>("bench/warm-up").Status();
        var before = HeapBytes();
        for (var number = 0; number < Meters; number++) await grains.GetGrain<IMeterGrain>($"bench/meter-{number}").Status();
        var active = HeapBytes();
        await Task.Delay(TimeSpan.FromSeconds(8));
        var idle = HeapBytes();
        figures.Add("activeMeterBytes", (active - before) / (double)Meters, "bytes of heap an active meter costs");
        figures.Add("idleMeterBytes", Math.Max(0, idle - before) / (double)Meters, "bytes of heap an idle meter costs after collection");
    }

    static long HeapBytes() => GC.GetTotalMemory(forceFullCollection: true);
}
