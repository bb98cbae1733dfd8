using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Keys;

namespace SmartBlocks.Silo.Demo;

/// <summary>What <c>demo.json</c> tells tools: where everything is and how to get in.</summary>
/// <param name="Portal">Address of portal and REST.</param>
/// <param name="Mqtt">Address of MQTT.</param>
/// <param name="ApiKey">API key of the Nimbus tenant.</param>
/// <param name="Keys">Folder of the devices' signing keys, one PKCS#8 PEM file each.</param>
/// <param name="Users">Who may sign in.</param>
/// <param name="Devices">Device accounts.</param>
/// <param name="Ledgers">Ledgers.</param>
public sealed record DemoFile(string Portal, string Mqtt, string ApiKey, string Keys, IReadOnlyList<DemoFileUser> Users, IReadOnlyList<DemoFileDevice> Devices,
    IReadOnlyList<DemoFileLedger> Ledgers)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Puts it together.</summary>
    public static DemoFile Of(string portal, string mqtt, DemoSecrets secrets, KeyFolder keys, string keyFolder) => new(portal, mqtt,
        secrets.ApiKeys[DemoRoster.Tenants[0].Id], keyFolder,
        [.. DemoRoster.Users.Select(u => new DemoFileUser(u.User.Email, secrets.Passwords[u.User.Email], u.Tenant, u.User.Role))],
        [.. DemoRoster.Tenants.SelectMany(t => DemoSeeder.Devices(t).Select(d => new DemoFileDevice(t.Id, t.Id, d.Meter, d.Username, secrets.Tokens[d.Username],
            MeterAgent.ReadingsTopic(t.Id, d.Meter == "*" ? "{meter}" : d.Meter), d.Meter == "*" ? null : keys.PathOf(d.Meter))))],
        [.. DemoRoster.Tenants.Select(t => new DemoFileLedger(t.Id, t.Id, secrets.ApiKeys[t.Id]))]);

    /// <summary>Writes it.</summary>
    public void Write(string path) => PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}

/// <summary>A user.</summary>
public sealed record DemoFileUser(string Email, string Password, string Tenant, string Role);

/// <summary>A device account; <paramref name="Meter"/> <c>*</c>: any meter of the tenant.</summary>
public sealed record DemoFileDevice(string Tenant, string Ledger, string Meter, string Username, string Password, string Topic, string? KeyFile);

/// <summary>A ledger and an API key that reads it.</summary>
public sealed record DemoFileLedger(string Id, string Tenant, string ApiKey);
