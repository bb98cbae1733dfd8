using System.Diagnostics;

namespace SmartBlocks.Rig;

/// <summary>How a silo's memory behaves while readings come in.</summary>
/// <param name="After">Resident bytes after the first fifth, when caches are warm (median of the next tenth).</param>
/// <param name="End">Resident bytes at the end (median of the last tenth).</param>
/// <param name="PerSecond">Readings acknowledged per second.</param>
public sealed record MemoryRun(long After, long End, double PerSecond)
{
    const int Connections = 20;
    const int PerMessage = 100;

    /// <summary>Growth from the first fifth to the end, as a share.</summary>
    public double Growth => (double)(End - After) / After;

    /// <summary>Publishes signed readings of twenty meters, a hundred to a message, and watches.</summary>
    public static async Task<MemoryRun> RunAsync(SiloProcess silo, int readings, Action<string> says)
    {
        var meters = await Meters.RegisterAsync(silo, "memory", Connections);
        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-350), TimeSpan.Zero);
        var perMeter = readings / Connections;
        var done = 0;
        var samples = new List<(int Done, long Bytes)>();
        var clock = Stopwatch.StartNew();
        var publishing = Task.WhenAll(meters.Select(meter => Task.Run(async () =>
        {
            await using var connection = await MqttPublisher.ConnectAsync(silo.MqttPort, meter.Id, meter.Username, meter.Password);
            for (var from = 0; from < perMeter; from += 1_000)
            {
                // Signed as they are sent, so that the publisher's own memory is as flat.
                var messages = Messages(meter, start, from, Math.Min(1_000, perMeter - from));
                await connection.PublishAsync(meter.Topic, messages, window: 10);
                Interlocked.Add(ref done, Math.Min(1_000, perMeter - from));
            }
        })));
        while (!publishing.IsCompleted)
        {
            await Task.WhenAny(publishing, Task.Delay(500));
            samples.Add((Volatile.Read(ref done), silo.ResidentBytes));
            if (samples.Count % 20 == 0) says(FormattableString.Invariant($"{samples[^1].Done} readings, {samples[^1].Bytes / 1e6:0} MB"));
        }

        await publishing;
        var rate = readings / clock.Elapsed.TotalSeconds;
        samples.Add((readings, silo.ResidentBytes));
        return new MemoryRun(Median(samples, 0.2 * readings, 0.3 * readings), Median(samples, 0.9 * readings, readings), rate);
    }

    static List<ReadOnlyMemory<byte>> Messages(RigMeter meter, DateTimeOffset start, int from, int count)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        for (var at = from; at < from + count; at += PerMessage)
        {
            var transactions = Enumerable.Range(at, Math.Min(PerMessage, from + count - at))
                .Select(number => meter.Sign(start.AddMinutes(number), 60, 0.5m));
            messages.Add(Array(transactions.Select(transaction => transaction.Bytes)));
        }

        return messages;
    }

    /// <summary>Several compact JWS as one message: a JSON list of them.</summary>
    public static byte[] Array(IEnumerable<ReadOnlyMemory<byte>> transactions)
    {
        var message = new List<byte> { (byte)'[' };
        foreach (var transaction in transactions)
        {
            if (message.Count > 1) message.Add((byte)',');
            message.Add((byte)'"');
            message.AddRange(transaction.Span);
            message.Add((byte)'"');
        }

        message.Add((byte)']');
        return [.. message];
    }

    static long Median(List<(int Done, long Bytes)> samples, double from, double to)
    {
        var chosen = samples.Where(sample => sample.Done >= from && sample.Done <= to).Select(sample => sample.Bytes).Order().ToList();
        if (chosen.Count == 0) chosen = [.. samples.Where(sample => sample.Done >= from).Select(sample => sample.Bytes).Take(1)];
        return chosen[chosen.Count / 2];
    }
}
