using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// What one ledger partition commits: readings of many meters, each signed by its own key, submitted one by one to the grain, each
/// acknowledged when
/// its block is on the disk. Commits and raw verifications alternate within one run, so that a noisy machine is equally noisy to both.
/// </summary>
public static class LedgerBenchmark
{
    const int Meters = 500;
    const int InFlight = 4_000;
    const int Callers = 50;

    /// <summary>Runs it; <c>--short</c> for a look, <c>--long</c> for a figure to publish.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (rounds, perRound) = arguments.Contains("--short") ? (3, 10_000) : arguments.Contains("--long") ? (9, 40_000) : (5, 20_000);
        using var folder = new TemporaryFolder("ledger");
        await using var host = await LedgerHost.StartAsync(folder.Path);
        var plant = await Plant.CreateAsync(host, Meters);
        Console.WriteLine(
            $"ledger: {Meters} meters, {rounds} rounds of {perRound} readings, {InFlight} in flight, {Environment.ProcessorCount} cores, SQLite in {folder.Path}");

        // One key object a meter and thread, imported before anything is measured.
        var keys = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => plant.ImportKeys()).ToArray();
        await CommitAsync(host.Ledger, plant.Sign(2_000));
        var (fsyncs, verifications, commits, ratios) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var readings = plant.Sign(perRound);
            fsyncs.Add(FsyncProbe.Measure(folder.Path, TimeSpan.FromSeconds(0.5)));
            verifications.Add(VerifyOnAllCores(keys, readings, TimeSpan.FromSeconds(1)));
            var (rate, blocks) = await CommitAsync(host.Ledger, readings);
            verifications.Add(VerifyOnAllCores(keys, readings, TimeSpan.FromSeconds(1)));
            commits.Add(rate);
            ratios.Add(rate / ((verifications[^1] + verifications[^2]) / 2));
            Console.WriteLine(FormattableString.Invariant(
                $"  round {round + 1}: {fsyncs[^1]:0} fsync/s, {verifications[^2]:0} and {verifications[^1]:0} verifications/s, {rate:0} commits/s in {blocks} blocks, ratio {ratios[^1]:0.00}"));
        }

        var latencies = await CallOneByOneAsync(host.Ledger, plant.Sign(Callers * 40));
        var figures = new Figures("ledger");
        figures.Add("fsyncPerSecond", Samples.Median(fsyncs), "fsyncs/s of 4 KiB in the same folder");
        figures.Add("verificationsPerSecond", Samples.Median(verifications), "raw ES256 verifications/s on all cores, keys kept");
        figures.Add("commitsPerSecond", Samples.Median(commits), "signed transactions committed durably/s through LedgerGrain");
        figures.Add("ratio", Samples.Median(ratios), "of them per raw verification (median of the rounds)");
        figures.Add("latencyP50Milliseconds", Samples.Percentile(latencies, 0.50),
            $"ms until acknowledged, median, {Callers} callers one reading at a time");
        figures.Add("latencyP99Milliseconds", Samples.Percentile(latencies, 0.99), "ms until acknowledged, 99 of 100");
        figures.Print();
        foreach (var key in keys.SelectMany(worker => worker.Values)) key.Dispose();
    }

    // The upper bound of any ledger of signed transactions: the base library's own verification and nothing else.
    static double VerifyOnAllCores(Dictionary<string, ECDsa>[] keysOfWorkers, IReadOnlyList<Transaction> readings, TimeSpan duration)
    {
        var inputs = readings.Take(2_000)
            .Select(reading => (reading.Header.Kid, Hash: SHA256.HashData(SigningInput(reading)), Signature: Signature(reading))).ToArray();
        var verified = 0L;
        var clock = Stopwatch.StartNew();
        var workers = keysOfWorkers.Select((keys, worker) => new Thread(() =>
        {
            var count = 0L;
            for (var at = worker; clock.Elapsed < duration; at++)
            {
                var (kid, hash, signature) = inputs[at % inputs.Length];
                if (!keys[kid].VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                    throw new InvalidOperationException("A signature does not verify.");
                count++;
            }

            Interlocked.Add(ref verified, count);
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return verified / clock.Elapsed.TotalSeconds;
    }

    static byte[] SigningInput(Transaction reading) => reading.Bytes[..reading.Bytes.Span.LastIndexOf((byte)'.')].ToArray();

    static byte[] Signature(Transaction reading) =>
        System.Buffers.Text.Base64Url.DecodeFromUtf8(reading.Bytes.Span[(reading.Bytes.Span.LastIndexOf((byte)'.') + 1)..]);

    static async Task<(double Rate, long Blocks)> CommitAsync(ILedgerGrain ledger, IReadOnlyList<Transaction> readings)
    {
        using var room = new SemaphoreSlim(InFlight);
        var before = (await ledger.Head())!.Number;
        var clock = Stopwatch.StartNew();
        var pending = new Task[readings.Count];
        for (var at = 0; at < readings.Count; at++)
        {
            await room.WaitAsync();
            pending[at] = SubmitAsync(ledger, readings[at], room);
        }

        await Task.WhenAll(pending);
        var rate = readings.Count / clock.Elapsed.TotalSeconds;
        return (rate, (await ledger.Head())!.Number - before);
    }

    static async Task SubmitAsync(ILedgerGrain ledger, Transaction reading, SemaphoreSlim? room)
    {
        var result = await ledger.Submit(new SubmitRequest(ImmutableArray.Create(reading.Bytes)));
        if (result.Outcomes[0].Status != BatchStatus.Committed) throw new InvalidOperationException(
            $"A reading was not committed: {result.Outcomes[0].Rejection}");
        room?.Release();
    }

    static async Task<IReadOnlyCollection<double>> CallOneByOneAsync(ILedgerGrain ledger, IReadOnlyList<Transaction> readings)
    {
        var latencies = new double[readings.Count];
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var at = caller; at < readings.Count; at += Callers)
            {
                var began = Stopwatch.GetTimestamp();
                await SubmitAsync(ledger, readings[at], null);
                latencies[at] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }
        })));
        return latencies;
    }
}
