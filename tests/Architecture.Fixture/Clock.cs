using System.Diagnostics;

namespace SmartBlocks.Architecture.Fixture;

/// <summary>Reads a clock, waits on one, or depends on where the machine stands.</summary>
public static class Clock
{
    [Sin("Clock")] public static DateTime Now() => DateTime.Now;
    [Sin("Clock")] public static DateTime UtcNow() => DateTime.UtcNow;
    [Sin("Clock")] public static DateTime Today() => DateTime.Today;
    [Sin("Clock")] public static DateTimeOffset OffsetNow() => DateTimeOffset.Now;
    [Sin("Clock")] public static DateTimeOffset OffsetUtcNow() => DateTimeOffset.UtcNow;
    [Sin("Clock")] public static long Measures() => Stopwatch.GetTimestamp();
    [Sin("Clock")] public static DateTimeOffset AsksAProvider() => TimeProvider.System.GetUtcNow();
    [Sin("Clock")] public static async Task WaitsAsync() => await Task.Delay(1);
    [Sin("Clock")] public static void Sleeps() => Thread.Sleep(1);
    [Sin("Clock")] public static Func<DateTime> HidesItInALambda() => () => DateTime.UtcNow;
    [Sin("Clock")] public static IEnumerable<long> HidesItInAnIterator() { yield return DateTime.UtcNow.Ticks; }
    [Sin("Clock")] public static Func<DateTimeOffset> HidesItInADelegate() => TimeProvider.System.GetUtcNow;
    [Sin("Environment")] public static DateTimeOffset UsesTheLocalZone(DateTimeOffset at) => at.ToLocalTime();
    [Sin("Environment")] public static TimeZoneInfo AsksForTheZone() => TimeZoneInfo.Local;
    [Sin("Environment")] public static TimeZoneInfo ReadsTheZoneDatabase() => TimeZoneInfo.FindSystemTimeZoneById("Europe/Dublin");
    [Sin("Environment")] public static DateTimeOffset ConvertsByTheLocalZone(DateTime at) => at;

    [Innocent] public static DateTimeOffset FromUnix(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
