using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Storage;

[assembly: AssemblyFixture(typeof(GatewayHost))]

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>
/// A whole gateway on real grains, a real database in a temporary folder, and real Kestrel listeners on free ports, for all tests of the assembly.
/// Two tenants: <c>acme</c> (ledger, site, meters, some readings) and <c>other</c>, which must never see any of it.
/// </summary>
public sealed class GatewayHost : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    /// <summary>Start of the readings that <see cref="Meter"/> begins with: 96 quarters of an hour.</summary>
    public static readonly DateTimeOffset FirstSlot = new(DateTime.UtcNow.Date.AddDays(-2), TimeSpan.Zero);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smartblocks-gateway-");
    readonly SigningKey deviceKey = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
    WebApplication? app;
    int nonce;

    public Uri Address { get; private set; } = null!;

    public int MqttPort { get; private set; }

    public IServiceProvider Services => app!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public static string Meter => "acme-main";

    public string ManagerKey { get; } = Secrets.Generate("sbk_");

    public string AuditorKey { get; } = Secrets.Generate("sbk_");

    public string PartnerKey { get; } = Secrets.Generate("sbk_");

    public string OtherKey { get; } = Secrets.Generate("sbk_");

    public string DeviceToken { get; } = Secrets.Generate("");

    /// <summary>The device's public key, for further meters that it signs for.</summary>
    public string DeviceJwk => deviceKey.PublicKey.ToJwk();

    /// <summary>Ids of the transactions that hold the first readings.</summary>
    public List<string> FirstTransactions { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = folder.FullName });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<MqttConnectionHandler>());
        });
        builder.Services.AddSmartBlocksStorage(new StorageOptions { DataFolder = folder.FullName });
        builder.Services.AddSingleton<IKeyVault>(new FolderKeyVault(Path.Combine(folder.FullName, "keys")));
        builder.Services.AddSmartBlocksGrains();
        TestEngine.AddTo(builder);
        builder.Services.AddGateway(folder.CreateSubdirectory("sessions"));
        app = builder.Build();
        app.UseGateway();
        app.MapGateway();
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(a => new Uri(a)).ToList();
        Address = addresses[0];
        MqttPort = addresses[1].Port;
        await FurnishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
        deviceKey.Dispose();
        folder.Delete(true);
    }

    /// <summary>A client that presents an API key, or nothing.</summary>
    public HttpClient Client(string? apiKey = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        if (apiKey is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        return client;
    }

    /// <summary>A signed interval transaction of <see cref="Meter"/>.</summary>
    public Transaction Interval(DateTimeOffset start, int seconds = 900, string? meter = null, params decimal[] values) => Transaction.Sign(deviceKey, "acme", "interval/1",
        Encoding.UTF8.GetBytes($$"""{"meter":"{{meter ?? Meter}}","start":"{{start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}","seconds":{{seconds}},"values":[{{string.Join(',', (values.Length == 0 ? [1m] : values).Select(v => FormattableString.Invariant($"\"{v}\"")))}}]}"""),
        DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), FormattableString.Invariant($"test-{Interlocked.Increment(ref nonce)}"));

    /// <summary>A transaction as a JSON array or as a bare compact JWS goes over the wire.</summary>
    public static StringContent Jose(Transaction transaction) => new(transaction.ToString(), new MediaTypeHeaderValue("application/jose"));

    async Task FurnishAsync()
    {
        var acme = await FoundAsync("acme", "Acme Energy");
        await FoundAsync("other", "Somebody else");
        Done(await acme.AddMeter("acme", new MeterDraft(Meter, "acme", "Main incomer", "electricity", "kWh", "import", "interval", "grid"), deviceKey.PublicKey.ToJwk()));
        Done(await acme.AddMeter("acme", new MeterDraft("acme-lights", "acme", "Lights", "electricity", "kWh", "consumption", "interval", "load", Meter), null));
        await Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(ManagerKey)).Create(new Grant("manager key", "acme", "manager", []));
        await Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(AuditorKey)).Create(new Grant("auditor key", "acme", "auditor", []));
        await Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(PartnerKey)).Create(new Grant("partner key", "acme", "partner", ["elsewhere"]));
        await Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(OtherKey)).Create(new Grant("other key", "other", "owner", []));
        await Grains.GetGrain<IUserGrain>("manager@acme.example").Create(new NewUser("Mary", "acme", "manager", Password, false));
        await Grains.GetGrain<IUserGrain>("auditor@acme.example").Create(new NewUser("Aud", "acme", "auditor", Password, false));
        await Grains.GetGrain<IDeviceGrain>("acme-device").Create(new NewDevice("acme", [Meter], DeviceToken));
        var quarters = Enumerable.Range(0, 4).Select(i => Interval(FirstSlot.AddHours(i * 6), 900, null, [.. Enumerable.Repeat(0.5m, 24)])).ToList();
        FirstTransactions.AddRange(quarters.Select(t => t.Id));
        var result = await Grains.GetGrain<ILedgerGrain>("acme").Submit(new SubmitRequest([.. quarters.Select(t => t.Bytes)]));
        result.Outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
        await Grains.GetGrain<IFollowerGrain>("acme").WaitFor(result.Outcomes[^1].Block);
    }

    /// <summary>A tenant with a ledger and a site of the same id.</summary>
    public async Task<ITenantGrain> FoundAsync(string tenant, string name)
    {
        var grain = Grains.GetGrain<ITenantGrain>(tenant);
        await grain.Create(name);
        Done(await grain.AddLedger(tenant, name + " ledger"));
        Done(await grain.AddSite(tenant, new SiteDraft(tenant, name + " site", "Europe/Dublin", 51.9m, -8.5m, 1000m)));
        return grain;
    }

    static void Done(CommandOutcome outcome) => outcome.Done.ShouldBeTrue(outcome.Rejection?.ToString());
}
