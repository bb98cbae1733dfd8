using System.CommandLine;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Keys;
using SmartBlocks.BlockMeter.Mqtt;

namespace SmartBlocks.BlockMeter.Commands;

/// <summary>Options that all publishing commands share.</summary>
internal sealed class ConnectionOptions
{
    public const string PasswordVariable = "BLOCKMETER_PASSWORD";

    private readonly Option<string> broker = new("--broker", "-b")
    {
        Description = "Where to publish: mqtt://host:1883, or mqtts://host:8883 for TLS.", HelpName = "url", DefaultValueFactory = _ => "mqtt://localhost:1883",
    };

    private readonly Option<string> tenant = new("--tenant", "-t") { Description = "Tenant that the meters belong to.", HelpName = "id", DefaultValueFactory = _ => "nimbus" };

    private readonly Option<string?> ledger = new("--ledger", "-l") { Description = "Ledger that the readings are for; named like the tenant if left out.", HelpName = "id" };

    private readonly Option<string?> username = new("--username", "-u") { Description = "Login of the device, as the portal shows it with the meter; left out, the one that blockmeter register stored.", HelpName = "name" };

    private readonly Option<string?> password = new("--password", "-p")
    {
        Description = $"Its password or token. Better in the environment, as {PasswordVariable}: what stands on a command line, others can see.", HelpName = "secret",
    };

    private readonly Option<DirectoryInfo> data = Data();

    public static Option<DirectoryInfo> Data() => new("--data", "-d")
    {
        Description = "Folder for keys, outbox and positions.", HelpName = "folder", DefaultValueFactory = _ => new DirectoryInfo("blockmeter-data"),
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { broker, tenant, ledger, username, password, data })
            command.Options.Add(option);
    }

    /// <summary>The folder of this agent.</summary>
    public string Folder(ParseResult parsed) => parsed.GetRequiredValue(data).FullName;

    public Positions Positions(ParseResult parsed) => new(Path.Combine(Folder(parsed), "positions.json"));

    /// <summary>Options of an agent with these connectors.</summary>
    public MeterAgentOptions Agent(ParseResult parsed, IReadOnlyList<IConnector> connectors)
    {
        var folder = Folder(parsed);
        var keys = new KeyFolder(Path.Combine(folder, "keys"));
        var mqtt = MqttClientOptions.Parse(parsed.GetRequiredValue(broker));
        var stored = parsed.GetValue(username) is null && mqtt.Username is null ? new LoginFolder(folder).Load(connectors[0].Meters[0]) : null;
        var name = parsed.GetValue(username) ?? mqtt.Username ?? stored?.Username;
        return new()
        {
            Tenant = parsed.GetRequiredValue(tenant),
            Ledger = parsed.GetValue(ledger) ?? parsed.GetRequiredValue(tenant),
            Mqtt = mqtt with
            {
                Username = name,
                Password = parsed.GetValue(password) ?? mqtt.Password ?? stored?.Password ?? Environment.GetEnvironmentVariable(PasswordVariable),
                ClientId = $"blockmeter-{name ?? connectors[0].Meters[0]}",
            },
            DataFolder = folder,
            Keys = keys.Load,
            Connectors = connectors,
        };
    }
}
