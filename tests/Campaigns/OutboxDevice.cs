using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>A device: a meter that takes readings, and the product's own agent with its outbox on disk.</summary>
public sealed class OutboxDevice : IDisposable
{
    readonly MeterAgent agent;
    readonly Ticker ticker;

    /// <summary>A device of a meter.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="port">Port of the silo's MQTT.</param>
    /// <param name="folder">Folder of its outbox.</param>
    /// <param name="every">Time between its readings; 50 ms unless said.</param>
    /// <param name="patience">How long it waits for an acknowledgement before it sends again; 20 s unless said.</param>
    public OutboxDevice(RigMeter meter, int port, string folder, TimeSpan? every = null, TimeSpan? patience = null)
    {
        Meter = meter;
        ticker = new Ticker(meter.Id, every ?? TimeSpan.FromMilliseconds(50));
        agent = new MeterAgent(new MeterAgentOptions
        {
            Tenant = meter.Tenant,
            Ledger = meter.Ledger,
            Mqtt = new MqttClientOptions
            {
                Host = "127.0.0.1", Port = port, ClientId = meter.Id, Username = meter.Username, Password = meter.Password,
            },
            DataFolder = folder,
            Keys = _ => meter.Key,
            Connectors = [ticker],
            FirstPause = TimeSpan.FromMilliseconds(50),
            LongestPause = TimeSpan.FromSeconds(1),
            AcknowledgeTimeout = patience ?? TimeSpan.FromSeconds(20),
        });
    }

    /// <summary>Its meter.</summary>
    public RigMeter Meter { get; }

    /// <summary>How its agent is.</summary>
    public AgentStatus Status => agent.Status;

    /// <summary>Starts of the readings that are safe in its outbox, or were.</summary>
    public IReadOnlyList<DateTimeOffset> Taken => ticker.Taken;

    /// <summary>Takes no more readings; what waits is still delivered.</summary>
    public void StopTaking() => ticker.Stopped = true;

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await agent.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The campaign is over.
        }
    }

    /// <inheritdoc />
    public void Dispose() => agent.Dispose();
}

sealed class Ticker(string meter, TimeSpan every) : IConnector
{
    // A minute a reading, far enough back that none lies in the future.
    readonly DateTimeOffset start = new(DateTime.UtcNow.Date.AddDays(-60), TimeSpan.Zero);
    readonly List<DateTimeOffset> taken = [];

    public string Name => meter;

    public IReadOnlyList<string> Meters => [meter];

    public bool Stopped { get; set; }

    public IReadOnlyList<DateTimeOffset> Taken { get { lock (taken) return [.. taken]; } }

    public async IAsyncEnumerable<ReadingBatch> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var number = 0; ; number++)
        {
            await Task.Delay(every, cancellation);
            if (Stopped)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                yield break;
            }

            var at = start.AddMinutes(number);
            var readings = DecodedReadings.Of([new Interval(at, 60, 0.1m + number % 50 / 100m, Quality.Measured)]);
            yield return new ReadingBatch([new MeterReadings(meter, readings)], () => { lock (taken) taken.Add(at); });
        }
    }
}
