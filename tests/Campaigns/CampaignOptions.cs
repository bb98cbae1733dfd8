using System.Globalization;

namespace SmartBlocks.Campaigns;

/// <summary>How a campaign is run.</summary>
/// <param name="IsLong">The long form, which takes as long as it takes; else the short one, for every build.</param>
/// <param name="Seed">Seed of the chance in it: the same seed tries the same things.</param>
public sealed record CampaignOptions(bool IsLong, int Seed)
{
    /// <summary>Reads the options.</summary>
    public static CampaignOptions Parse(string[] arguments)
    {
        var seed = Array.IndexOf(arguments, "--seed");
        return new CampaignOptions(arguments.Contains("--long"),
            seed >= 0 && seed + 1 < arguments.Length ? int.Parse(arguments[seed + 1], CultureInfo.InvariantCulture)
                : Environment.TickCount & 0xFFFF);
    }
}

/// <summary>What a campaign found wrong.</summary>
public sealed class CampaignException(string message) : Exception(message);
