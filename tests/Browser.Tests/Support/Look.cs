namespace SmartBlocks.Browser.Tests.Support;

/// <summary>A window: its theme and its size in CSS pixels.</summary>
sealed record Look(bool Dark, int Width, int Height)
{
    public static Look Desktop { get; } = new(false, 1440, 900);

    public static Look Phone { get; } = new(false, 360, 780);

    public string Name => $"{(Dark ? "dark" : "light")}-{Width}";
}
