using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>
/// Kills the silo at random moments while ten devices publish through their outboxes. Afterwards every outbox drains, and every reading
/// that a device
/// ever took is on the ledger exactly once: none that was acknowledged is lost, none is doubled.
/// </summary>
public static class CrashCampaign
{
    const int Devices = 10;
    static readonly TimeSpan drainLimit = TimeSpan.FromMinutes(5);

    /// <summary>Runs it: 50 rounds in the long form, 5 in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        var rounds = options.IsLong ? 50 : 5;
        var chance = new Random(options.Seed);
        using var folder = new TemporaryFolder("crash");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var meters = await Meters.RegisterAsync(silo, "crash", Devices);
        using var stop = new CancellationTokenSource();
        var devices = meters.Select(meter => new Device(meter, silo.MqttPort, folder[$"device-{meter.Id}"])).ToList();
        var working = devices.Select(device => device.RunAsync(stop.Token)).ToList();
        try
        {
            for (var round = 1; round <= rounds; round++)
            {
                // Three rounds of four wait until readings are being acknowledged again, so that they are cut off in the middle of it.
                if (round % 4 != 0) await ProgressAsync(devices);
                await Task.Delay(chance.Next(0, 2_500));
                var before = devices.Sum(device => device.Status.Delivered);
                silo.Kill();
                await silo.RestartAsync();
                Console.WriteLine(
                    $"  round {round}: killed with {before} acknowledged and {devices.Sum(device => device.Status.Waiting)} waiting");
            }

            foreach (var device in devices) device.StopTaking();
            await DrainAsync(devices, silo);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(working);
        }

        await CompareAsync(devices, silo);
        foreach (var device in devices) device.Dispose();
    }

    static async Task ProgressAsync(List<Device> devices)
    {
        var before = devices.Sum(device => device.Status.Delivered);
        for (var waited = 0; waited < 300 && devices.Sum(device => device.Status.Delivered) == before; waited++) await Task.Delay(100);
    }

    static async Task DrainAsync(List<Device> devices, SiloProcess silo)
    {
        var began = DateTime.UtcNow;
        while (devices.Any(device => device.Status.Waiting > 0))
        {
            if (DateTime.UtcNow - began > drainLimit)
                throw new CampaignException(
                    $"Outboxes do not drain: {string.Join(", ", devices.Select(device => $"{device.Status.Waiting} ({device.Status.Problem})"))}\n{silo.Output}");
            await Task.Delay(200);
        }
    }

    static async Task CompareAsync(List<Device> devices, SiloProcess silo)
    {
        var recorded = await LedgerExport.CountSlotsAsync(silo, devices[0].Meter.Ledger);
        long taken = 0, delivered = 0;
        foreach (var device in devices)
        {
            var lost = device.Taken.Where(start => !recorded.ContainsKey((device.Meter.Id, start))).ToList();
            var doubled = device.Taken.Where(start => recorded.GetValueOrDefault((device.Meter.Id, start)) > 1).ToList();
            if (device.Status.Rejected > 0) throw new CampaignException(
                $"{device.Meter.Id}: {device.Status.Rejected} readings were refused.");
            if (lost.Count > 0) throw new CampaignException(
                $"{device.Meter.Id}: {lost.Count} of {device.Taken.Count} readings are lost, the first at {lost[0]:u}.");
            if (doubled.Count > 0) throw new CampaignException(
                $"{device.Meter.Id}: {doubled.Count} readings are doubled, the first at {doubled[0]:u}.");
            taken += device.Taken.Count;
            delivered += device.Status.Delivered;
        }

        if (delivered < taken) throw new CampaignException($"{taken} readings were taken, but only {delivered} acknowledged.");
        Console.WriteLine($"  {taken} readings of {devices.Count} devices: all acknowledged, none lost, none doubled, every outbox empty");
    }

    /// <summary>A device: a meter that takes a reading every 50 ms, and the product's own agent with its outbox on disk.</summary>
    sealed class Device : IDisposable
    {
        readonly MeterAgent agent;
        readonly Ticker ticker;

        public Device(RigMeter meter, int port, string folder)
        {
            Meter = meter;
            ticker = new Ticker(meter.Id);
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
                AcknowledgeTimeout = TimeSpan.FromSeconds(20),
            });
        }

        public RigMeter Meter { get; }

        public AgentStatus Status => agent.Status;

        public IReadOnlyList<DateTimeOffset> Taken => ticker.Taken;

        public void StopTaking() => ticker.Stopped = true;

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

        public void Dispose() => agent.Dispose();
    }

    sealed class Ticker(string meter) : IConnector
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
                await Task.Delay(50, cancellation);
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
}
