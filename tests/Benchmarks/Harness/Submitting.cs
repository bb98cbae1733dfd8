using System.Collections.Immutable;
using System.Diagnostics;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>Submits readings one by one to a ledger's grain, each acknowledged when its block is on the disk.</summary>
public static class Submitting
{
    /// <summary>Readings under way at a time: what many devices have submitted and hear of later.</summary>
    public const int InFlight = 4_000;

    /// <summary>Submits as fast as the ledger takes them.</summary>
    /// <returns>Commits per second, microseconds of processor time for each (the submission's included), and blocks made.</returns>
    public static async Task<(double PerSecond, double CpuMicroseconds, long Blocks)> AllAsync(ILedgerGrain ledger, IReadOnlyList<Transaction> readings)
    {
        using var room = new SemaphoreSlim(InFlight);
        var before = (await ledger.Head())!.Number;
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var pending = new Task[readings.Count];
        for (var at = 0; at < readings.Count; at++)
        {
            await room.WaitAsync();
            pending[at] = InRoomAsync(ledger, readings[at], room);
        }

        await Task.WhenAll(pending);
        var rate = readings.Count / clock.Elapsed.TotalSeconds;
        return (rate, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / readings.Count, (await ledger.Head())!.Number - before);
    }

    /// <summary>
    /// Submits at an even pace, whether or not earlier ones are acknowledged. A latency counts from the moment a reading was due, so that a ledger
    /// that stalls is not asked less.
    /// </summary>
    /// <returns>Milliseconds until acknowledged.</returns>
    public static async Task<double[]> AtPaceAsync(ILedgerGrain ledger, IReadOnlyList<Transaction> readings, double perSecond)
    {
        var latencies = new double[readings.Count];
        var pending = new Task[readings.Count];
        var clock = Stopwatch.StartNew();
        for (var at = 0; at < readings.Count;)
        {
            for (; at < readings.Count && at / perSecond <= clock.Elapsed.TotalSeconds; at++) pending[at] = OneAsync(at);
            await Task.Delay(1);
        }

        await Task.WhenAll(pending);
        return latencies;

        async Task OneAsync(int at)
        {
            await CommitAsync(ledger, readings[at]);
            latencies[at] = (clock.Elapsed.TotalSeconds - at / perSecond) * 1_000;
        }
    }

    static async Task InRoomAsync(ILedgerGrain ledger, Transaction reading, SemaphoreSlim room)
    {
        await CommitAsync(ledger, reading);
        room.Release();
    }

    static async Task CommitAsync(ILedgerGrain ledger, Transaction reading)
    {
        var result = await ledger.Submit(new SubmitRequest(ImmutableArray.Create(reading.Bytes)));
        if (result.Outcomes[0].Status != BatchStatus.Committed) throw new InvalidOperationException(
            $"A reading was not committed: {result.Outcomes[0].Rejection}");
    }
}
