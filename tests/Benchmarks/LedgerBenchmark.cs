using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Rig;
using SmartBlocks.Validator.Verification;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// What one ledger partition commits: readings of many meters, each signed by its own key, submitted one by one to the grain, each
/// acknowledged when its block is on the disk. Commits and raw verifications alternate within one run, so that a noisy machine is equally
/// noisy to both. Then the same ledger's export is verified from genesis, in the same alternation.
/// </summary>
public static class LedgerBenchmark
{
    const int Meters = 500;

    /// <summary>Runs it; <c>--short</c> for a look, <c>--long</c> for a figure to publish.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (rounds, perRound) = arguments.Contains("--short") ? (3, 10_000) : arguments.Contains("--long") ? (9, 40_000) : (5, 40_000);
        var figures = new Figures("ledger");
        await MeasureCommitsAsync(rounds, perRound, figures);
        await MeasureFollowersAsync(Math.Max(3, rounds / 2), perRound, figures);
        figures.Print();
    }

    static async Task MeasureCommitsAsync(int rounds, int perRound, Figures figures)
    {
        using var folder = new TemporaryFolder("ledger");
        await using var host = await LedgerHost.StartAsync(folder.Path, followers: false);
        var plant = await Plant.CreateAsync(host, Meters);
        using var raw = new RawVerification(plant);
        Console.WriteLine(FormattableString.Invariant(
            $"ledger: {Meters} meters, {rounds} rounds of {perRound} readings, {Submitting.InFlight} in flight, {Environment.ProcessorCount} cores, SQLite in {folder.Path}"));

        var run = new Alternation(raw, folder.Path);
        await run.CommitAsync(host.Ledger, plant, rounds, perRound);
        figures.Add("fsyncPerSecond", Samples.Median(run.Fsyncs), "fsyncs/s of 4 KiB in the same folder");
        figures.Add("verificationsPerSecond", Samples.Median(run.Verifications), "raw ES256 verifications/s on all cores, keys kept");
        figures.Add("commitsPerSecond", Samples.Median(run.Rates), "signed transactions committed durably/s through LedgerGrain");
        figures.Add("ratio", Samples.Median(run.Ratios), "of them per raw verification (median of the rounds)");
        figures.Add("verifyCpuMicroseconds", Samples.Median(run.VerifyMicroseconds), "µs of processor time a raw verification");
        figures.Add("commitCpuMicroseconds", Samples.Median(run.Microseconds), "µs of processor time a committed transaction, its submission included");
        figures.Add("cpuRatio", Samples.Median(run.CpuRatios), "of the one to the other: the ratio if every core worked all the time");

        var half = Samples.Median(run.Rates) / 2;
        var latencies = await Submitting.AtPaceAsync(host.Ledger, plant.Sign((int)(half * 4)), half);
        figures.Add("latencyP50Milliseconds", Samples.Percentile(latencies, 0.50), "ms until acknowledged at half that load, median");
        figures.Add("latencyP99Milliseconds", Samples.Percentile(latencies, 0.99), "ms until acknowledged at half that load, 99 of 100");

        var export = folder["export.jsonl"];
        await ExportFile.WriteAsync(host.Services.GetRequiredService<LedgerReader>(), host.LedgerId, export);
        var replay = new Alternation(raw, folder.Path);
        // Once unmeasured, as with the commits: a verifier that has just started compiles its code, and this is about ledgers of years.
        await ReplayAsync(export, host.LedgerId);
        await replay.RunAsync(plant.Sign(2_000), rounds, () => ReplayAsync(export, host.LedgerId), "verified");
        figures.Add("replaysPerSecond", Samples.Median(replay.Rates), "transactions of its export verified and executed again/s");
        figures.Add("replayRatio", Samples.Median(replay.Ratios), "of them per raw verification (median of the rounds)");
        figures.Add("replayCpuRatio", Samples.Median(replay.CpuRatios), "the same by processor time");
    }

    static async Task<(double PerSecond, double CpuMicroseconds, long Blocks)> ReplayAsync(string export, string ledger)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        await using var file = File.OpenRead(export);
        var result = await LedgerCheck.RunAsync(file, ledger, null, CancellationToken.None);
        if (result.Report.Discrepancy is { } wrong) throw new InvalidOperationException(wrong.ToString());
        var transactions = (double)result.Report.Transactions;
        return (transactions / result.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / transactions, result.Report.Blocks);
    }

    // The read model of readings and the published log, which the silo keeps behind each ledger, take their share of the cores.
    static async Task MeasureFollowersAsync(int rounds, int perRound, Figures figures)
    {
        using var folder = new TemporaryFolder("ledger");
        await using var host = await LedgerHost.StartAsync(folder.Path);
        var plant = await Plant.CreateAsync(host, Meters);
        using var raw = new RawVerification(plant);
        Console.WriteLine("ledger: the same with the read model and the published log following behind");
        var run = new Alternation(raw, folder.Path);
        await run.CommitAsync(host.Ledger, plant, rounds, perRound);
        figures.Add("withFollowersRatio", Samples.Median(run.Ratios), "commits per raw verification while the read model and the published log follow");
        figures.Add("withFollowersCpuRatio", Samples.Median(run.CpuRatios), "the same by processor time");
    }
}
