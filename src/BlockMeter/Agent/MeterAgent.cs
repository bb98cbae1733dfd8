using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Outbox;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Agent;

/// <summary>
/// The edge agent: connectors → signer → outbox on disk → MQTT. A reading counts as taken when it lies signed on disk, and leaves the disk only when
/// the server has acknowledged it, which it does when it is on the ledger.
/// </summary>
public sealed class MeterAgent : IDisposable
{
    private readonly MeterAgentOptions options;
    private readonly OutboxLog outbox;
    private readonly Uplink uplink;
    private readonly Dictionary<string, ISigner> keys = new(StringComparer.Ordinal);
    private long taken;

    /// <exception cref="AgentException">A key is missing, or the outbox is in use.</exception>
    public MeterAgent(MeterAgentOptions options)
    {
        this.options = options;
        var meters = options.Connectors.SelectMany(connector => connector.Meters).Distinct(StringComparer.Ordinal).ToList();
        foreach (var meter in meters)
            keys[meter] = options.Keys(meter);
        outbox = new OutboxLog(Path.Combine(options.DataFolder, "outbox"));
        uplink = new Uplink(options, outbox, new RejectedLog(Path.Combine(options.DataFolder, "outbox")), meters);
        if (outbox.CutBytes > 0)
            options.Log($"the outbox ended in {outbox.CutBytes} bytes of an unfinished record, which were cut off");
    }

    /// <summary>The topic a meter's signed readings go to.</summary>
    public static string ReadingsTopic(string tenant, string meter) => $"sb/{tenant}/{meter}/readings";

    /// <summary>How it is doing.</summary>
    public AgentStatus Status => new(
        uplink.Connected, Interlocked.Read(ref taken), uplink.Delivered, uplink.Rejected, outbox.Waiting, uplink.Problem);

    /// <summary>Works until cancelled, or until everything is delivered when told to stop then.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = uplink.RunAsync(stop.Token);
        var reading = Task.WhenAll(options.Connectors.Select(connector => TakeAsync(connector, stop.Token)));
        try
        {
            if (await Task.WhenAny(reading, sending) == sending)
                await sending;
            await reading;
            await (options.StopWhenDelivered ? await Task.WhenAny(uplink.DrainedAsync(stop.Token), sending) : sending);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(sending, reading)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Signs readings and puts them into the outbox; when it returns they survive a power loss.</summary>
    public void Take(IReadOnlyList<MeterReadings> readings)
    {
        var transactions = new List<(string Topic, ReadOnlyMemory<byte> Transaction)>();
        foreach (var reading in readings)
        {
            if (!keys.TryGetValue(reading.Meter, out var key))
                keys[reading.Meter] = key = options.Keys(reading.Meter);
            var issuedAt = (reading.IssuedAt ?? options.Time.GetUtcNow()).ToUnixTimeMilliseconds();
            var part = 0;
            foreach (var payload in reading.ToPayloads())
            {
                var nonce = reading.Nonce is null ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : part == 0 ? reading.Nonce : $"{reading.Nonce}.{part}";
                part++;
                var transaction = Transaction.Sign(key, options.Ledger, payload.Family, payload.Payload, issuedAt, nonce);
                transactions.Add((ReadingsTopic(options.Tenant, reading.Meter), transaction.Bytes));
            }
        }
        outbox.Append(transactions);
        Interlocked.Add(ref taken, transactions.Count);
    }

    public void Dispose() => outbox.Dispose();

    private async Task TakeAsync(IConnector connector, CancellationToken cancellation)
    {
        await foreach (var batch in connector.ReadAsync(cancellation))
        {
            Take(batch.Readings);
            batch.Taken?.Invoke();
        }
    }
}
