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

    /// <summary>Runs it: 50 rounds in the long form, 5 in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        var rounds = options.IsLong ? 50 : 5;
        var chance = new Random(options.Seed);
        using var folder = new TemporaryFolder("crash");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var meters = await Meters.RegisterAsync(silo, "crash", Devices);
        using var stop = new CancellationTokenSource();
        var devices = meters.Select(meter => new OutboxDevice(meter, silo.MqttPort, folder[$"device-{meter.Id}"])).ToList();
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
            await OutboxDevices.DrainAsync(devices, silo);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(working);
        }

        await OutboxDevices.CompareAsync(devices, silo);
        foreach (var device in devices) device.Dispose();
    }

    static async Task ProgressAsync(List<OutboxDevice> devices)
    {
        var before = devices.Sum(device => device.Status.Delivered);
        for (var waited = 0; waited < 300 && devices.Sum(device => device.Status.Delivered) == before; waited++) await Task.Delay(100);
    }
}
