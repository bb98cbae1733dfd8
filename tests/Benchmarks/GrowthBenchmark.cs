using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// Whether a transaction costs more on a large ledger than on a small one. At both ends the same windows are measured, submitted to the grain
/// one by one, signed and verified, each window a whole day of all meters (a day's entry in the state grows with the day), by processor time
/// and beside raw verifications, which say how slow the machine was at that moment. What lies between is executed and stored like everything
/// else, but its signatures are noise that nobody verifies: making and checking five million would take most of the time and measure nothing.
/// </summary>
public static class GrowthBenchmark
{
    const int Meters = 500;
    const int Window = Meters * 96;
    const int Windows = 3;
    const int Start = 10_000;
    const int PerBlock = 2_000;
    const int ReportEach = 500_000;

    /// <summary>Runs it: to a million transactions; <c>--short</c> to 300,000; <c>--long</c> to five million, which takes a while.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var size = arguments.Contains("--short") ? 300_000 : arguments.Contains("--long") ? 5_000_000 : 1_000_000;
        using var folder = new TemporaryFolder("growth");
        await WarmUpAsync(folder["warm-up"]);
        Directory.CreateDirectory(folder["ledger"]);
        await using var host = await LedgerHost.StartAsync(folder["ledger"], followers: false);
        var plant = await Plant.CreateAsync(host, Meters);
        using var raw = new RawVerification(plant);
        var run = new Measurement(host.Ledger, plant, raw, folder.Path);

        Console.WriteLine(FormattableString.Invariant($"growth: {Meters} meters, {Windows} windows of {Window} transactions at {Start} and at {size}"));
        await Submitting.AllAsync(host.Ledger, plant.Sign(Start));
        var small = await run.WindowsAsync();
        await GrowAsync(host, plant, size - Start);
        await Submitting.AllAsync(host.Ledger, plant.Sign(Start));
        var large = await run.WindowsAsync();
        var figures = new Figures("ledger");
        figures.Add("costTransactions", (await host.Ledger.Head())!.Transactions, "transactions on the ledger in the end");
        figures.Add("costSmallCpuMicroseconds", small.Cpu, "µs of processor time a commit on the small ledger");
        figures.Add("costLargeCpuMicroseconds", large.Cpu, "µs of processor time a commit on the large one");
        figures.Add("costSmallVerifications", small.Relative, "raw verifications that a commit on the small ledger costs, by processor time");
        figures.Add("costLargeVerifications", large.Relative, "raw verifications that a commit on the large one costs");
        figures.Add("costGrowth", large.Relative / small.Relative - 1, "of that more on the large one, as a share");
        figures.Add("costSmallRatio", small.Ratio, "commits per raw verification by the clock, small ledger");
        figures.Add("costLargeRatio", large.Ratio, "the same, large ledger");
        figures.Print();
    }

    // What a service that has just started spends on compiling its code must not count for the small ledger alone.
    static async Task WarmUpAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await using var host = await LedgerHost.StartAsync(folder, followers: false);
        var plant = await Plant.CreateAsync(host, Meters);
        await Submitting.AllAsync(host.Ledger, plant.Sign(20_000));
    }

    // What the grain does to a block, without it: its activation finds another's blocks in its place, and takes the ledger up again. The next
    // readings are made, and the next block is executed, while one is stored.
    static async Task GrowAsync(LedgerHost host, Plant plant, long size)
    {
        var chain = await LedgerChain.LoadAsync(host.Services.GetRequiredService<ILedgerStore>(), host.Services.GetRequiredService<FamilyRegistry>(),
            await host.Services.GetRequiredService<ILedgerEngines>().CreateAsync(host.LedgerId), host.LedgerId, new LedgerOptions().StateCacheBytes,
            CancellationToken.None);
        var clock = Stopwatch.StartNew();
        var forged = Task.Run(() => plant.Forge(PerBlock));
        var storing = Task.CompletedTask;
        for (var at = chain.Head.Cursor.History.Size; at < size; at += PerBlock)
        {
            ImmutableArray<Batch> batches = [.. (await forged).Select(Batch.Of)];
            forged = Task.Run(() => plant.Forge(PerBlock));
            var proposal = chain.Propose(batches, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), await chain.FindAsync([], CancellationToken.None), PerBlock);
            if (proposal.Execution is not { } execution || execution.Leaves.Length != PerBlock)
                throw new InvalidOperationException($"A block could not be made: {proposal.Rejected.FirstOrDefault()?.Rejection}");
            await storing;
            storing = Task.Run(async () =>
            {
                if ((await chain.AppendAsync(execution, CancellationToken.None)).Outcome is not AppendOutcome.Appended and var outcome)
                    throw new InvalidOperationException($"A block was not stored: {outcome}");
            });
            if (at / ReportEach != (at + PerBlock) / ReportEach)
                Console.WriteLine(FormattableString.Invariant($"  {at + PerBlock} transactions after {clock.Elapsed.TotalSeconds:0} s"));
        }

        await forged;
        await storing;
    }

    sealed class Measurement(ILedgerGrain ledger, Plant plant, RawVerification raw, string folder)
    {
        public async Task<(double Cpu, double Relative, double Ratio)> WindowsAsync()
        {
            var (cpus, relatives, ratios) = (new List<double>(), new List<double>(), new List<double>());
            for (var window = 0; window < Windows; window++)
            {
                var readings = plant.Sign(Window);
                var fsyncs = FsyncProbe.Measure(folder, TimeSpan.FromSeconds(0.5));
                var before = raw.Measure(readings, TimeSpan.FromSeconds(2));
                var (rate, cpu, blocks) = await Submitting.AllAsync(ledger, readings);
                var after = raw.Measure(readings, TimeSpan.FromSeconds(2));
                var verification = (before.CpuMicroseconds + after.CpuMicroseconds) / 2;
                cpus.Add(cpu);
                relatives.Add(cpu / verification);
                ratios.Add(rate / ((before.PerSecond + after.PerSecond) / 2));
                Console.WriteLine(FormattableString.Invariant(
                    $"  {fsyncs,6:0} fsync/s; {verification:0} µs a verification; {rate:0} commits/s in {blocks} blocks, {cpu:0} µs each, {relatives[^1]:0.00} verifications; ratio {ratios[^1]:0.00}"));
            }

            return (Samples.Median(cpus), Samples.Median(relatives), Samples.Median(ratios));
        }
    }
}
