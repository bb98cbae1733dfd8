using System.Diagnostics;
using System.Globalization;
using System.Text;
using SmartBlocks.Benchmarks.Harness;
using SmartBlocks.Rig;

namespace SmartBlocks.Benchmarks;

/// <summary>
/// Readings acknowledged with QoS 1 over 50 connections: by a silo, whose PUBACK means that the reading is on the ledger and on the disk,
/// and by Mosquitto,
/// whose PUBACK means that it has it in memory. The same publisher, in alternation.
/// </summary>
public static class MqttBenchmark
{
    const int Connections = 50;
    const int Window = 20;
    const int PerMessage = 100;

    /// <summary>Runs it; <c>--short</c> for a look, <c>--long</c> for a figure to publish.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var (rounds, scale) = arguments.Contains("--short") ? (2, 1) : arguments.Contains("--long") ? (7, 4) : (3, 2);
        using var folder = new TemporaryFolder("mqtt");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        Directory.CreateDirectory(folder["mosquitto"]);
        using var mosquitto = await MosquittoProcess.StartAsync(folder["mosquitto"]);
        var signing = await Meters.RegisterAsync(silo, "bench", Connections);
        var attested = await Meters.RegisterAsync(silo, "plain", Connections, signing: false);
        Console.WriteLine($"mqtt: {Connections} connections, {Window} messages under way on each, {rounds} rounds");

        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-300), TimeSpan.Zero);
        var (next, plain) = (0, 0);
        var (fsyncs, single, hundred, senml, theirs) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(),
            new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            fsyncs.Add(FsyncProbe.Measure(folder.Path, TimeSpan.FromSeconds(0.5)));
            var singles = Signed(signing, start, ref next, 60 * scale, perMessage: 1);
            single.Add(await PublishAsync(silo.MqttPort, signing, "", singles) * 1);
            theirs.Add(await PublishAsync(mosquitto.Port, null, "", [.. singles.Select(messages => Repeat(messages, 10))]));
            hundred.Add(await PublishAsync(silo.MqttPort, signing, "",
                Signed(signing, start, ref next, 2 * scale, PerMessage)) * PerMessage);
            senml.Add(await PublishAsync(silo.MqttPort, attested, "/senml", Attested(attested, start, ref plain, 40 * scale)));
            Console.WriteLine(FormattableString.Invariant(
                $"  round {round + 1}: {fsyncs[^1]:0} fsync/s; readings/s: {single[^1]:0} one a message, {hundred[^1]:0} a hundred a message, {senml[^1]:0} attested; Mosquitto {theirs[^1]:0} messages/s"));
        }

        var figures = new Figures("mqtt");
        figures.Add("fsyncPerSecond", Samples.Median(fsyncs), "fsyncs/s of 4 KiB in the same folder");
        figures.Add("readingsPerSecond", Samples.Median(single), "signed readings acknowledged/s, one a message, each on the ledger");
        figures.Add("batchedReadingsPerSecond", Samples.Median(hundred), $"signed readings acknowledged/s, {PerMessage} a message");
        figures.Add("attestedReadingsPerSecond", Samples.Median(senml), "SenML readings acknowledged/s, attested by the gateway");
        figures.Add("mosquittoMessagesPerSecond", Samples.Median(theirs),
            "messages acknowledged/s by Mosquitto with persistence, before they are stored");
        figures.Print();
    }

    // One message after the other on each connection, all connections at once; messages per second over all.
    static async Task<double> PublishAsync(int port, IReadOnlyList<RigMeter>? meters, string suffix,
        List<IReadOnlyList<ReadOnlyMemory<byte>>> messages)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number =>
            MqttPublisher.ConnectAsync(port, $"bench-{number}", meters?[number].Username, meters?[number].Password)));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(connections.Select((connection, number) => Task.Run(() =>
            connection.PublishAsync((meters?[number].Topic ?? $"sb/bench/{number}/readings") + suffix, messages[number], Window))));
        var rate = messages.Sum(some => some.Count) / clock.Elapsed.TotalSeconds;
        foreach (var connection in connections) await connection.DisposeAsync();
        return rate;
    }

    static List<IReadOnlyList<ReadOnlyMemory<byte>>> Signed(IReadOnlyList<RigMeter> meters, DateTimeOffset start, ref int next,
        int messages, int perMessage)
    {
        var first = next;
        next += messages * perMessage;
        return [.. meters.AsParallel().AsOrdered()
            .Select(meter => (IReadOnlyList<ReadOnlyMemory<byte>>)[.. Enumerable.Range(0, messages).Select(message =>
        {
            var readings = Enumerable.Range(first + message * perMessage, perMessage)
                .Select(slot => meter.Sign(start.AddMinutes(slot), 60, 0.25m).Bytes);
            return perMessage == 1 ? readings.First() : MemoryRun.Array(readings);
        })])];
    }

    // A slot is named by its end in SenML.
    static List<IReadOnlyList<ReadOnlyMemory<byte>>> Attested(IReadOnlyList<RigMeter> meters, DateTimeOffset start, ref int next,
        int messages)
    {
        var first = next;
        next += messages;
        return [.. meters.Select(meter =>
            (IReadOnlyList<ReadOnlyMemory<byte>>)[.. Enumerable.Range(first + 1, messages).Select(slot => new ReadOnlyMemory<byte>(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $$"""[{"n":"{{meter.Id}}","t":{{start.AddMinutes(slot).ToUnixTimeSeconds()}},"u":"Wh","v":250}]"""))))])];
    }

    static IReadOnlyList<ReadOnlyMemory<byte>> Repeat(IReadOnlyList<ReadOnlyMemory<byte>> messages, int times) =>
        [.. Enumerable.Repeat(messages, times).SelectMany(some => some)];
}
