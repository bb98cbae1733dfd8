using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Energy.Families;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>How fast the offline verifier re-executes a ledger of signed readings, from genesis.</summary>
public static class VerifyBenchmark
{
    const int Meters = 500;

    /// <summary>Runs it; <c>--short</c> for a look, <c>--long</c> for a figure to publish.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var readings = arguments.Contains("--short") ? 10_000 : arguments.Contains("--long") ? 200_000 : 40_000;
        using var folder = new TemporaryFolder("verify");
        await using var host = await LedgerHost.StartAsync(folder.Path);
        var plant = await Plant.CreateAsync(host, Meters);
        foreach (var some in plant.Sign(readings).Chunk(2_000))
            await host.Ledger.Submit(new SubmitRequest([.. some.Select(reading => reading.Bytes)]));

        var reader = host.Services.GetRequiredService<LedgerReader>();
        var clock = Stopwatch.StartNew();
        var report = await new LedgerVerifier(new FamilyRegistry(EnergyFamilies.All), ConsensusEngines.ForVerification)
            .VerifyAsync(LedgerHost.Name, RecordsAsync(reader));
        var seconds = clock.Elapsed.TotalSeconds;
        if (report.Discrepancy is { } wrong) throw new InvalidOperationException(wrong.ToString());

        Console.WriteLine($"verify: {report.Transactions} transactions in {report.Blocks} blocks");
        var figures = new Figures("verify");
        figures.Add("transactionsPerSecond", report.Transactions / seconds, "transactions verified and executed again/s");
        figures.Add("signaturesPerSecond", report.Signatures / seconds, "signatures verified/s meanwhile");
        figures.Print();
    }

    static async IAsyncEnumerable<LedgerRecord> RecordsAsync(LedgerReader reader)
    {
        for (var number = 0L; await reader.Store.ReadBlockAsync(LedgerHost.Name, number) is { } block; number++)
            yield return new LedgerRecord(block.Jws, (await reader.Store.ReadBodyAsync(LedgerHost.Name, number))!.Transactions,
                reader.NodesDigest(block));
    }
}
