namespace SmartBlocks.Grains;

/// <summary>When a meter counts as silent.</summary>
public static class Silence
{
    /// <summary>Readings a meter may owe: fewer, and one late message raises the alarm.</summary>
    public const int MissedReadings = 3;

    /// <summary>A meter that owes less than this is not silent, however fine its resolution.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5);

    /// <summary>A meter that has sent nothing for longer holds history, and nobody waits for it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>True when a meter owes readings.</summary>
    /// <param name="resolutionSeconds">How often it reads, in seconds.</param>
    /// <param name="last">End of its newest slot, or time of its newest register reading.</param>
    /// <param name="now">The present.</param>
    public static bool IsSilent(int resolutionSeconds, DateTimeOffset last, DateTimeOffset now)
    {
        var allowed = TimeSpan.FromSeconds((long)resolutionSeconds * MissedReadings);
        return now - last > (allowed > Shortest ? allowed : Shortest) && now - last < Longest;
    }
}
