using System.Text.Json;

namespace SmartBlocks.Rig;

/// <summary><c>demo.json</c>: what the demo tells tools about itself.</summary>
public sealed record DemoFile(string Portal, string Mqtt, string ApiKey, IReadOnlyList<DemoUser> Users, IReadOnlyList<DemoDevice> Devices,
    IReadOnlyList<DemoLedger> Ledgers)
{
    /// <summary>Reads the file.</summary>
    public static DemoFile Read(string path) => JsonSerializer.Deserialize<DemoFile>(File.ReadAllBytes(path), JsonSerializerOptions.Web)!;
}

/// <summary>A person who may sign in.</summary>
public sealed record DemoUser(string Email, string Password, string Tenant, string Role);

/// <summary>A device that may publish for a meter.</summary>
public sealed record DemoDevice(string Ledger, string Meter, string Username, string Password, string Topic, string? KeyFile);

/// <summary>A ledger of the demo.</summary>
public sealed record DemoLedger(string Id, string ApiKey);
