using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>Something measured between raw verifications, several times, so that a noisy machine is equally noisy to both.</summary>
public sealed class Alternation(RawVerification raw, string folder)
{
    static readonly TimeSpan VerifyFor = TimeSpan.FromSeconds(1);

    /// <summary>4 KiB written and flushed per second, before each round.</summary>
    public List<double> Fsyncs { get; } = [];

    /// <summary>Raw verifications per second, before and after each round.</summary>
    public List<double> Verifications { get; } = [];

    /// <summary>Microseconds of processor time a raw verification.</summary>
    public List<double> VerifyMicroseconds { get; } = [];

    /// <summary>What was measured, per second.</summary>
    public List<double> Rates { get; } = [];

    /// <summary>Microseconds of processor time for each.</summary>
    public List<double> Microseconds { get; } = [];

    /// <summary>Rates per raw verification of the same round.</summary>
    public List<double> Ratios { get; } = [];

    /// <summary>The same by processor time.</summary>
    public List<double> CpuRatios { get; } = [];

    /// <summary>Commits readings, newly signed for each round.</summary>
    /// <param name="ledger">The ledger's grain.</param>
    /// <param name="plant">Whose readings.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="perRound">Readings a round.</param>
    /// <param name="warmUp">Readings before the first round: a service that has just started compiles its code; this is about one that has run for a while.</param>
    public async Task CommitAsync(ILedgerGrain ledger, Plant plant, int rounds, int perRound, int warmUp = 40_000)
    {
        await Submitting.AllAsync(ledger, plant.Sign(warmUp));
        for (var round = 0; round < rounds; round++)
        {
            var readings = plant.Sign(perRound);
            await RunAsync(readings, 1, () => Submitting.AllAsync(ledger, readings), "committed");
        }
    }

    /// <summary>Measures something.</summary>
    /// <param name="readings">What the raw verification verifies.</param>
    /// <param name="rounds">How often.</param>
    /// <param name="measure">Does it, and says how fast it was.</param>
    /// <param name="what">What was done, for the lines that are printed.</param>
    public async Task RunAsync(IReadOnlyList<Transaction> readings, int rounds, Func<Task<(double PerSecond, double CpuMicroseconds, long Blocks)>> measure, string what)
    {
        for (var round = 0; round < rounds; round++)
        {
            Fsyncs.Add(FsyncProbe.Measure(folder, TimeSpan.FromSeconds(0.5)));
            var before = raw.Measure(readings, VerifyFor);
            var (rate, cpu, blocks) = await measure();
            var after = raw.Measure(readings, VerifyFor);
            var verifyCpu = (before.CpuMicroseconds + after.CpuMicroseconds) / 2;
            Verifications.AddRange([before.PerSecond, after.PerSecond]);
            VerifyMicroseconds.AddRange([before.CpuMicroseconds, after.CpuMicroseconds]);
            Rates.Add(rate);
            Microseconds.Add(cpu);
            Ratios.Add(rate / ((before.PerSecond + after.PerSecond) / 2));
            CpuRatios.Add(verifyCpu / cpu);
            Console.WriteLine(FormattableString.Invariant(
                $"  {Fsyncs[^1],6:0} fsync/s; {before.PerSecond:0} and {after.PerSecond:0} verifications/s, {verifyCpu:0} µs each; {rate:0} {what}/s in {blocks} blocks, {cpu:0} µs each; ratio {Ratios[^1]:0.00}, by processor time {CpuRatios[^1]:0.00}"));
        }
    }
}
