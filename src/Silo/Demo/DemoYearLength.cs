namespace SmartBlocks.Silo.Demo;

/// <summary>How much the demo's year holds.</summary>
/// <param name="Days">Days of hours before the demo's own history.</param>
/// <param name="BaselineDays">Length of the baseline periods, days; they end a month ago.</param>
/// <param name="Hourly">Whether baselines by the hour of the week are fitted as well, which want all seasons.</param>
public sealed record DemoYearLength(int Days, int BaselineDays, bool Hourly)
{
    /// <summary>A year: what people look at.</summary>
    public static DemoYearLength Whole { get; } = new(385, 365, true);

    /// <summary>Enough for a daily baseline and a month to report on, made in a tenth of the time: for tests that want something on every page.</summary>
    public static DemoYearLength Weeks { get; } = new(80, 60, false);

    /// <summary>Reads <c>Silo:DemoYear</c>: true, weeks or false, which is null.</summary>
    public static DemoYearLength? Of(string setting) => setting switch { "true" => Whole, "weeks" => Weeks, _ => null };
}
