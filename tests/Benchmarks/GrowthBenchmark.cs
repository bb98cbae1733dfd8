using System.Diagnostics;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// Whether a transaction costs more on a large ledger than on a small one. A ledger grows through its grain, every transaction signed and
/// verified; at both ends the same windows are measured, each a whole day of all meters (a day's entry in the state grows with the day), by
/// processor time and beside raw verifications, which say how slow the machine was at that moment.
/// </summary>
public static class GrowthBenchmark
{
    const int Meters = 500;
    const int Window = Meters * 96;
    const int Windows = 3;
    const int Start = 10_000;
    const int PerCall = 2_000;

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
        await GrowAsync(host.Ledger, plant, Start);
        var small = await run.WindowsAsync();
        var clock = Stopwatch.StartNew();
        while ((await host.Ledger.Head())!.Transactions < size)
        {
            await GrowAsync(host.Ledger, plant, Window);
            Console.WriteLine(FormattableString.Invariant($"  {(await host.Ledger.Head())!.Transactions} transactions after {clock.Elapsed.TotalSeconds:0} s"));
        }

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

    // The next readings are signed while these are committed.
    static async Task GrowAsync(ILedgerGrain ledger, Plant plant, int count)
    {
        var signed = Task.Run(() => plant.Sign(Math.Min(PerCall, count)));
        var submitted = Task.CompletedTask;
        for (var left = count; left > 0;)
        {
            var readings = await signed;
            left -= readings.Count;
            if (left > 0)
            {
                var more = Math.Min(PerCall, left);
                signed = Task.Run(() => plant.Sign(more));
            }

            await submitted;
            submitted = SubmitAsync(ledger, readings);
        }

        await submitted;
    }

    static async Task SubmitAsync(ILedgerGrain ledger, IReadOnlyList<Transaction> readings)
    {
        var result = await ledger.Submit(new SubmitRequest([.. readings.Select(reading => reading.Bytes)]));
        if (result.Outcomes.FirstOrDefault(outcome => outcome.Status != BatchStatus.Committed) is { } refused)
            throw new InvalidOperationException($"A reading was not committed: {refused.Rejection}");
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
