using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// What a ledger commits that four validators certify by <c>quorum</c>, all of them in this process and on its cores: each re-executes every block
/// twice, before it votes and when it is stored, and verifies its signatures anew both times. On machines of their own they would cost the host nothing.
/// </summary>
public static class QuorumBenchmark
{
    const int Meters = 500;
    const int Validators = 4;

    /// <summary>Runs it; <c>--short</c> for a look, <c>--long</c> for a figure to publish.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (rounds, perRound) = arguments.Contains("--short") ? (3, 2_000) : arguments.Contains("--long") ? (9, 20_000) : (5, 8_000);
        using var folder = new TemporaryFolder("quorum");
        await using var host = await LedgerHost.StartAsync(folder.Path, followers: false);
        var plant = await Plant.CreateAsync(host, Meters);
        await using var quorum = await LocalQuorum.StartAsync(host, Validators);
        using var raw = new RawVerification(plant);
        Console.WriteLine(FormattableString.Invariant(
            $"quorum: {Validators} validators in this process, {Meters} meters, {rounds} rounds of {perRound} readings, {Submitting.InFlight} in flight, {Environment.ProcessorCount} cores"));

        var figures = new Figures("quorum");
        var run = new Alternation(raw, folder.Path);
        await run.CommitAsync(host.Ledger, plant, rounds, perRound, warmUp: perRound);
        figures.Add("commitsPerSecond", Samples.Median(run.Rates), "signed transactions committed durably/s, certified by a quorum of four");
        figures.Add("ratio", Samples.Median(run.Ratios), "of them per raw verification (median of the rounds)");
        figures.Add("cpuRatio", Samples.Median(run.CpuRatios), "the same by processor time, that of all four validators included");

        var half = Samples.Median(run.Rates) / 2;
        var latencies = await Submitting.AtPaceAsync(host.Ledger, plant.Sign((int)(half * 4)), half);
        quorum.Check();
        figures.Add("latencyP50Milliseconds", Samples.Percentile(latencies, 0.50), "ms until acknowledged at half that load, median");
        figures.Add("latencyP99Milliseconds", Samples.Percentile(latencies, 0.99), "ms until acknowledged at half that load, 99 of 100");
        figures.Print();
    }
}
