using System.Diagnostics;
using SmartBlocks.Campaigns;

// campaigns all|tamper|crash|fuzz|quorum|memory [--short|--long] [--seed N]: each is one test; the last line counts them.
(string Name, Func<CampaignOptions, Task> Run)[] campaigns =
[
    ("tamper", TamperCampaign.RunAsync),
    ("crash", CrashCampaign.RunAsync),
    ("fuzz", FuzzCampaign.RunAsync),
    ("quorum", QuorumCampaign.RunAsync),
    ("memory", MemoryCampaign.RunAsync),
];

var chosen = args.Length > 0 ? campaigns.Where(campaign => args[0] == "all" || args[0] == campaign.Name).ToList() : [];
if (chosen.Count == 0)
{
    Console.Error.WriteLine("Usage: campaigns all|tamper|crash|fuzz|quorum|memory [--short|--long] [--seed N]");
    return 2;
}

var options = CampaignOptions.Parse(args);
var failed = 0;
foreach (var (name, run) in chosen)
{
    var clock = Stopwatch.StartNew();
    Console.WriteLine($"== {name} ({(options.IsLong ? "long" : "short")} form, seed {options.Seed})");
    try
    {
        await run(options);
        Console.WriteLine($"✓ {name}, {clock.Elapsed.TotalSeconds:0} s");
    }
    catch (CampaignException exception)
    {
        failed++;
        Console.WriteLine($"✗ {name}: {exception.Message}");
    }
    catch (Exception exception)
    {
        failed++;
        Console.WriteLine($"✗ {name} broke down: {exception}");
    }
}

Console.WriteLine($"{chosen.Count - failed} passed, {failed} failed, 0 skipped");
return failed == 0 ? 0 : 1;
