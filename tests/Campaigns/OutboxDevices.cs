using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>What must hold of devices with outboxes when a campaign is over.</summary>
static class OutboxDevices
{
    static readonly TimeSpan drainLimit = TimeSpan.FromMinutes(5);

    /// <summary>Waits until every outbox is empty.</summary>
    public static async Task DrainAsync(List<OutboxDevice> devices, SiloProcess silo)
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

    /// <summary>Every reading that was ever taken is on the ledger exactly once.</summary>
    public static async Task CompareAsync(List<OutboxDevice> devices, SiloProcess silo)
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
}
