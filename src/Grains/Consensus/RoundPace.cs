namespace SmartBlocks.Grains;

/// <summary>
/// How long the rounds of one height may take. Each that takes too long is followed by one that may take twice as long: sooner or later longer than network
/// and validators need. Only rounds that were waited for in vain count, not those passed over to meet validators that are further on; and when a quorum has
/// come together anew, what those before were too slow for says nothing.
/// </summary>
/// <param name="first">How long the first may take.</param>
internal sealed class RoundPace(TimeSpan first)
{
    /// <summary>The longest a round takes before the next.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int _inVain;

    /// <summary>How long the round under way may take.</summary>
    public TimeSpan Limit
    {
        get
        {
            var limit = first * Math.Pow(2, Math.Min(_inVain, 16));
            return limit < Longest ? limit : Longest;
        }
    }

    /// <summary>A round took as long as it may, with a quorum connected all the time.</summary>
    public void InVain() => _inVain++;

    /// <summary>A quorum is connected again.</summary>
    public void Gathered() => _inVain = 0;
}
