using System.Globalization;
using SmartBlocks.Grains;
using SmartBlocks.Silo.Demo;
using SmartBlocks.Silo.Validators;
using SmartBlocks.Storage;

namespace SmartBlocks.Silo.Hosting;

/// <summary>The command line: what can be said, and clear words when something else is said.</summary>
public static class CommandLine
{
    /// <summary>Exit code of a normal end.</summary>
    public const int Done = 0;

    /// <summary>Exit code when an option or a setting is wrong.</summary>
    public const int Misused = 2;

    static readonly (string Option, string? Value, string Key, string Help)[] Table =
    [
        ("--data", "DIR", "Silo:Data", "folder of everything that is kept (default: data)"),
        ("--http-port", "PORT", "Silo:HttpPort", "portal, REST and live hub (default: 8080; 0: any free port)"),
        ("--mqtt-port", "PORT", "Silo:MqttPort", "MQTT (default: 1883; 0: any free port)"),
        ("--mqtts-port", "PORT", "Silo:MqttsPort", "MQTT over TLS; needs --certificate"),
        ("--https-port", "PORT", "Silo:HttpsPort", "HTTPS; needs --certificate"),
        ("--certificate", "FILE", "Silo:Certificate", "server certificate, PFX or PEM"),
        ("--certificate-key", "FILE", "Silo:CertificateKey", "its key, when the certificate is PEM"),
        ("--listen", "WHERE", "Silo:Listen", "localhost (default) or any"),
        ("--roles", "LIST", "Silo:Roles", "what this process does: silo,gateway,portal (default: all)"),
        ("--tenant", "ID", "Silo:Tenant", "found this tenant, with a ledger of the same id; needs --owner"),
        ("--owner", "EMAIL", "Silo:Owner", "its owner; password and API key are printed once"),
        ("--demo", null, "Silo:Demo", "make the demo tenants and let them live"),
    ];

    /// <summary>The exit code when <see cref="Parse"/> returned nothing.</summary>
    public static int ExitCode { get; private set; }

    /// <summary>Settings from the command line, or null when the program is to end with <see cref="ExitCode"/>.</summary>
    public static Dictionary<string, string?>? Parse(string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h" or "-?") return Help();
            var (name, inline) = args[i].Split('=', 2) is [var n, var v] ? (n, v) : (args[i], null);
            if (Table.FirstOrDefault(t => t.Option == name) is not { Option: not null } entry) return Wrong($"unknown option '{name}'");
            if (entry.Value is null) settings[entry.Key] = inline ?? "true";
            else if (inline is not null) settings[entry.Key] = inline;
            else if (i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal)) settings[entry.Key] = args[++i];
            else return Wrong($"{name} needs a value: {name} {entry.Value}");
        }
        return settings;
    }

    /// <summary>Reads all options, or says what is wrong and returns null.</summary>
    public static SiloOptions? ReadOptions(this WebApplicationBuilder builder, Dictionary<string, string?> settings)
    {
        builder.Configuration.AddInMemoryCollection(settings);
        try
        {
            return Read(builder.Configuration);
        }
        catch (Exception e) when (e is StorageException or FormatException)
        {
            Wrong(e.Message);
            return null;
        }
    }

    static SiloOptions Read(ConfigurationManager configuration)
    {
        var silo = configuration.GetSection(SiloOptions.Section);
        var usual = new SiloOptions();
        var data = Path.GetFullPath(silo[nameof(SiloOptions.Data)] ?? usual.Data);
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>() ?? new StorageOptions();
        if (configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.DataFolder)}"] is null) storage.DataFolder = data;
        storage.Validate();
        var options = new SiloOptions
        {
            Data = data,
            HttpPort = Port(silo, nameof(SiloOptions.HttpPort)) ?? usual.HttpPort,
            MqttPort = Port(silo, nameof(SiloOptions.MqttPort)) ?? usual.MqttPort,
            MqttsPort = Port(silo, nameof(SiloOptions.MqttsPort)),
            HttpsPort = Port(silo, nameof(SiloOptions.HttpsPort)),
            Certificate = File(silo, nameof(SiloOptions.Certificate)),
            CertificateKey = File(silo, nameof(SiloOptions.CertificateKey)),
            CertificatePassword = silo[nameof(SiloOptions.CertificatePassword)],
            Listen = OneOf(silo, nameof(SiloOptions.Listen), usual.Listen, "localhost", "any"),
            Roles = Roles(silo) ?? usual.Roles,
            Tenant = silo[nameof(SiloOptions.Tenant)],
            Owner = silo[nameof(SiloOptions.Owner)],
            Demo = OneOf(silo, nameof(SiloOptions.Demo), "false", "true", "false") == "true",
            DemoYear = DemoYearLength.Of(OneOf(silo, nameof(SiloOptions.DemoYear), "true", "true", "weeks", "false")),
            Validators = HostedValidator.Read(silo.GetSection(nameof(SiloOptions.Validators))),
            Storage = storage,
        };
        if ((options.MqttsPort ?? options.HttpsPort) is not null && options.Certificate is null)
            throw new FormatException("Silo:Certificate (--certificate) is missing; TLS needs a server certificate.");
        if ((Founding.Check(options.Tenant, options.Owner) ?? (configuration.GetSection("Log").Get<LogOptions>() ?? new()).Check()) is { } wrong) throw new FormatException(wrong);
        if (!options.Roles.Contains("gateway") && options.Validators.Count > 0) throw new FormatException("Silo:Roles (--roles) lacks 'gateway', which Silo:Validators needs.");
        if (!options.Roles.Contains("gateway") && options.Demo) throw new FormatException("Silo:Roles (--roles) lacks 'gateway', which --demo needs.");
        return options;
    }

    static int? Port(IConfigurationSection silo, string name) => silo[name] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65_535 ? port
        : throw new FormatException($"{Name(name)} is '{text}'; it must be a port, 0 to 65535.");

    static string? File(IConfigurationSection silo, string name) => silo[name] is not { Length: > 0 } path ? null
        : System.IO.File.Exists(path) ? path
        : throw new FormatException($"{Name(name)} is '{path}'; there is no such file.");

    static string OneOf(IConfigurationSection silo, string name, string usual, params string[] words)
    {
        var text = silo[name] is { Length: > 0 } found ? found.ToLowerInvariant() : usual;
        return words.Contains(text) ? text : throw new FormatException($"{Name(name)} is '{text}'; it must be {string.Join(" or ", words)}.");
    }

    static string[]? Roles(IConfigurationSection silo)
    {
        string[] known = ["silo", "gateway", "portal"];
        var given = silo.GetSection(nameof(SiloOptions.Roles)).Get<string[]>()
            ?? silo[nameof(SiloOptions.Roles)]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (given is null or { Length: 0 }) return null;
        return given.FirstOrDefault(r => !known.Contains(r)) is not { } unknown ? given
            : throw new FormatException($"{Name(nameof(SiloOptions.Roles))} holds '{unknown}'; roles are silo, gateway and portal.");
    }

    static string Name(string setting) => $"Silo:{setting}" + (Table.FirstOrDefault(t => t.Key == "Silo:" + setting) is { Option: { } option } ? $" ({option})" : "");

    static Dictionary<string, string?>? Wrong(string what)
    {
        Console.Error.WriteLine($"smartblocks: {what}");
        Console.Error.WriteLine("smartblocks --help lists what there is.");
        ExitCode = Misused;
        return null;
    }

    static Dictionary<string, string?>? Help()
    {
        Console.WriteLine("smartblocks – one verifiable record of energy: portal, REST, MQTT and ledgers in one process\n\nOptions:");
        foreach (var (option, value, _, help) in Table) Console.WriteLine($"  {option + (value is null ? "" : " " + value),-26}{help}");
        Console.WriteLine("\nCommands:\n  import FILE               put a ledger's export (plain or gzip) into the stores, verifying every block; started again, it goes on where it was");
        Console.WriteLine("\nEach can also be set in appsettings.json or the environment: --http-port is Silo:HttpPort, in the environment Silo__HttpPort.");
        Console.WriteLine("Stores: Storage__Provider=sqlite|postgresql, Storage__ConnectionString, Storage__Blobs=folder|azure, Storage__BlobConnectionString.");
        ExitCode = Done;
        return null;
    }
}
