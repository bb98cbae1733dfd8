using SmartBlocks.Rig;

namespace SmartBlocks.Campaigns;

/// <summary>The silo's memory stays flat over many readings.</summary>
public static class MemoryCampaign
{
    /// <summary>Runs it: a million readings in the long form, 20,000 in the short.</summary>
    public static async Task RunAsync(CampaignOptions options)
    {
        var readings = options.IsLong ? 1_000_000 : 20_000;
        // A short run ends before the runtime has found its working set, so it is held to a coarser bound.
        var allowed = options.IsLong ? 0.20 : 0.50;
        using var folder = new TemporaryFolder("memory");
        using var silo = await SiloProcess.StartAsync(folder["data"]);
        var run = await MemoryRun.RunAsync(silo, readings, text => Console.WriteLine("  " + text));
        if (run.Growth > allowed) throw new CampaignException(
            $"The silo grew by {run.Growth:P0} from {run.After / 1e6:0} MB to {run.End / 1e6:0} MB over {readings} readings; {allowed:P0} are allowed.");
        Console.WriteLine(
            $"  {readings} readings: {run.After / 1e6:0} MB after the first fifth, {run.End / 1e6:0} MB at the end ({run.Growth:+0.0%;-0.0%})");
    }
}
