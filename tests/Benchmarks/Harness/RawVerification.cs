using System.Diagnostics;
using System.Security.Cryptography;
using SmartBlocks.Ledger;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>
/// The upper bound of any ledger of signed transactions: the base library's own ES256 verification on all cores and nothing else. One key object
/// a meter and thread, imported before anything is measured.
/// </summary>
public sealed class RawVerification(Plant plant) : IDisposable
{
    readonly Dictionary<string, ECDsa>[] keysOfWorkers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => plant.ImportKeys())];

    /// <summary>Verifies signatures of these readings, over and over, for a while.</summary>
    /// <returns>Verifications per second, and microseconds of processor time for each.</returns>
    public (double PerSecond, double CpuMicroseconds) Measure(IReadOnlyList<Transaction> readings, TimeSpan duration)
    {
        var inputs = readings.Take(2_000)
            .Select(reading => (reading.Header.Kid, Hash: SHA256.HashData(reading.SigningInput.Span), reading.Signature)).ToArray();
        var verified = 0L;
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var workers = keysOfWorkers.Select((keys, worker) => new Thread(() =>
        {
            var count = 0L;
            for (var at = worker; clock.Elapsed < duration; at++)
            {
                var (kid, hash, signature) = inputs[at % inputs.Length];
                if (!keys[kid].VerifyHash(hash, signature.Span, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
                    throw new InvalidOperationException("A signature does not verify.");
                count++;
            }

            Interlocked.Add(ref verified, count);
        })).ToArray();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return (verified / clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / verified);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var key in keysOfWorkers.SelectMany(keys => keys.Values)) key.Dispose();
    }
}
