using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Grains;
using SmartBlocks.Storage;

namespace SmartBlocks.Silo.Hosting;

/// <summary>Listeners, stores and grains of the host.</summary>
public static class HostSetup
{
    /// <summary>Opens the ports.</summary>
    public static void ListenOn(this WebApplicationBuilder builder, SiloOptions options)
    {
        var certificate = options.Certificate is null ? null : options.LoadCertificate();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Listen(kestrel, options, options.HttpPort, _ => { });
            if (options.HttpsPort is { } https) Listen(kestrel, options, https, listen => listen.UseHttps(certificate!));
            Listen(kestrel, options, options.MqttPort, listen => listen.UseConnectionHandler<MqttConnectionHandler>());
            if (options.MqttsPort is { } mqtts)
            {
                Listen(kestrel, options, mqtts, listen =>
                {
                    // A device is known by the thumbprint of its certificate, whoever issued it: TLS only has to prove that it holds the key.
                    listen.UseHttps(new HttpsConnectionAdapterOptions
                    {
                        ServerCertificate = certificate,
                        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                        ClientCertificateValidation = static (_, _, _) => true,
                    });
                    listen.UseConnectionHandler<MqttConnectionHandler>();
                });
            }
        });
    }

    /// <summary>Adds database, blobs and the vault of hosted keys.</summary>
    public static void AddStores(this WebApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSmartBlocksStorage(options.Storage);
        builder.Services.AddSingleton<IKeyVault>(_ => new FolderKeyVault(options.SigningKeys));
    }

    /// <summary>Adds the grains and the engine that runs them.</summary>
    public static void AddGrains(this WebApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddSmartBlocksGrains(ledger => builder.Configuration.Bind("Ledger", ledger), logs => builder.Configuration.Bind("Log", logs));
        builder.UseEngine(new EngineSettings
        {
            Provider = options.Storage.Provider.ToLowerInvariant(),
            ConnectionString = options.Storage.ConnectionString,
            RunsGrains = options.RunsGrains,
        });
    }

    static void Listen(KestrelServerOptions kestrel, SiloOptions options, int port, Action<ListenOptions> configure)
    {
        if (options.Listen == "any") kestrel.ListenAnyIP(port, configure);
        else if (port == 0) kestrel.Listen(IPAddress.Loopback, 0, configure);
        else kestrel.ListenLocalhost(port, configure);
    }
}
