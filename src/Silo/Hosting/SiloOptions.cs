using System.Security.Cryptography.X509Certificates;
using SmartBlocks.Silo.Demo;
using SmartBlocks.Silo.Validators;
using SmartBlocks.Storage;

namespace SmartBlocks.Silo.Hosting;

/// <summary>What a host is to be, read from the command line, the environment and appsettings.json, in this order of precedence.</summary>
public sealed record SiloOptions
{
    /// <summary>The configuration section that errors name.</summary>
    public const string Section = "Silo";

    /// <summary>Folder of the database, blobs, keys and the demo.</summary>
    public string Data { get; init; } = "data";

    /// <summary>Port of portal, REST and hub; 0 for any free one.</summary>
    public int HttpPort { get; init; } = 8080;

    /// <summary>Port of MQTT without TLS; 0 for any free one.</summary>
    public int MqttPort { get; init; } = 1883;

    /// <summary>Port of MQTT over TLS; null: none.</summary>
    public int? MqttsPort { get; init; }

    /// <summary>Port of HTTPS; null: none, TLS ends at a proxy.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>Server certificate: a PFX file, or a PEM file whose key is in <see cref="CertificateKey"/>.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file of the certificate's key.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Password of the PFX file or of the PEM key.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary><c>localhost</c>: only this machine reaches it; <c>any</c>: whoever reaches this machine.</summary>
    public string Listen { get; init; } = "localhost";

    /// <summary>What this process does: silo (runs grains), gateway (REST, hub, MQTT), portal (serves the pages).</summary>
    public IReadOnlyList<string> Roles { get; init; } = ["silo", "gateway", "portal"];

    /// <summary>A tenant to found at the start, with a ledger of the same id; null: none.</summary>
    public string? Tenant { get; init; }

    /// <summary>E-mail address of the founded tenant's owner.</summary>
    public string? Owner { get; init; }

    /// <summary>Validators that this host runs for members who run none.</summary>
    public IReadOnlyList<HostedValidator> Validators { get; init; } = [];

    /// <summary>Makes the demo tenants and lets them live.</summary>
    public bool Demo { get; init; }

    /// <summary>The history, weather, baselines and forecasts that the demo gets after it is ready; null: none.</summary>
    public DemoYearLength? DemoYear { get; init; } = DemoYearLength.Whole;

    /// <summary>Stores.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>Whether this host runs grains.</summary>
    public bool RunsGrains => Roles.Contains("silo");

    /// <summary>Whether this host serves the pages.</summary>
    public bool ServesPortal => Roles.Contains("portal");

    /// <summary>Folder of the hosted signing keys.</summary>
    public string SigningKeys => Path.Combine(Data, "keys");

    /// <summary>Folder of the keys that encrypt session cookies.</summary>
    public DirectoryInfo SessionKeys => new(Path.Combine(Data, "sessions"));

    /// <summary>Folder of the replicas of hosted validators.</summary>
    public string ValidatorFolder => Path.Combine(Data, "validators");

    /// <summary>Folder of the demo's keys, secrets and agents.</summary>
    public string DemoFolder => Path.Combine(Data, "demo");

    /// <summary>Loads the server certificate.</summary>
    public X509Certificate2 LoadCertificate() => CertificateKey is null
        ? X509CertificateLoader.LoadPkcs12FromFile(Certificate!, CertificatePassword)
        : CertificatePassword is null ? X509Certificate2.CreateFromPemFile(Certificate!, CertificateKey)
        : X509Certificate2.CreateFromEncryptedPemFile(Certificate!, CertificatePassword, CertificateKey);
}
