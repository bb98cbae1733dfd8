namespace SmartBlocks.Gateway.Rest;

/// <summary>Times in answers: UTC, so that JSON ends them in Z.</summary>
public static class Utc
{
    /// <summary>From Unix milliseconds.</summary>
    public static DateTime OfMilliseconds(long milliseconds) => DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond);

    /// <summary>From Unix seconds.</summary>
    public static DateTime OfSeconds(long seconds) => DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerSecond);

    /// <summary>To Unix seconds, downwards.</summary>
    public static long Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds();
}
