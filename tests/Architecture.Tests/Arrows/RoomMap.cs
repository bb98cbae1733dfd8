namespace SmartBlocks.Architecture.Tests.Arrows;

/// <summary>Which room may stand on which: arrows point down only.</summary>
public static class RoomMap
{
    /// <summary>The rooms that are pure; what a validator re-executes is in them.</summary>
    public static IReadOnlyList<string> PureRooms { get; } = ["Ledger", "Mqtt", "Energy", "Contracts", "Market"];

    /// <summary>Libraries from outside the base library that a pure room may use, and why they are as pure as the room.</summary>
    public static IReadOnlyDictionary<string, string> PureLibraries { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["NodaTime"] = "Calendars with their own time-zone data inside the package: the machine is not asked.",
    };

    /// <summary>Everything a room may reach, directly or through others. A room that is not listed here may not exist.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Allowed { get; } =
        new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal)
    {
        ["Ledger"] = Rooms(),
        ["Mqtt"] = Rooms(),
        ["Energy"] = Rooms("Ledger"),
        ["Contracts"] = Rooms("Ledger", "Energy"),
        ["Market"] = Rooms("Ledger", "Energy"),
        ["Engine.Embedded"] = Rooms(),
        ["System.IO.Hashing"] = Rooms(),
        ["Grains"] = Rooms("Ledger", "Energy", "Contracts", "Market", "Engine.Embedded"),
        ["Storage"] = Rooms("Ledger", "Energy", "Contracts", "Market", "Grains", "Engine.Embedded", "System.IO.Hashing"),
        ["Gateway"] = Rooms("Ledger", "Energy", "Contracts", "Market", "Grains", "Engine.Embedded", "Mqtt"),
        ["BlockMeter"] = Rooms("Ledger", "Energy", "Mqtt"),
        ["Validator"] = Rooms("Ledger", "Energy", "Contracts", "Market"),
        ["Silo"] = Rooms("Ledger", "Energy", "Contracts", "Market", "Grains", "Engine.Embedded", "Mqtt", "Gateway", "Storage", "BlockMeter",
            "Validator", "System.IO.Hashing"),
    };

    /// <summary>The references of a room that the map does not allow.</summary>
    public static IReadOnlyList<string> ArrowsUp(string room, IEnumerable<string> references) =>
        Allowed.TryGetValue(room, out var allowed)
            ? [.. references.Where(reference => reference != room && !allowed.Contains(reference))
                .Select(reference => $"{room} → {reference}")]
            : [$"{room} is not on the map of rooms"];

    static HashSet<string> Rooms(params string[] names) => new(names, StringComparer.Ordinal);
}
