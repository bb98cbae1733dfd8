using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage;

namespace SmartBlocks.Grains.Tests;

/// <summary>The grains over SQLite in a folder of their own, with one tenant, one ledger, one site.</summary>
public class World : ClusterFixture
{
    public const string Tenant = "nimbus", Ledger = "nimbus", Site = "nimbus";

    private readonly Dictionary<string, SigningKey> _devices = new(StringComparer.Ordinal);

    public ILedgerGrain LedgerGrain => Client.GetGrain<ILedgerGrain>(Ledger);

    public ITenantGrain TenantGrain => Client.GetGrain<ITenantGrain>(Tenant);

    public ILedgerStore Store => Services.GetRequiredService<ILedgerStore>();

    public LedgerReader Reader => Services.GetRequiredService<LedgerReader>();

    public IReadingStore Readings => Services.GetRequiredService<IReadingStore>();

    protected override void Configure(IServiceCollection services)
    {
        services.AddSmartBlocksStorage(new StorageOptions { DataFolder = Folder });
        services.AddSingleton<IKeyVault>(_ => new FolderKeyVault(Path.Combine(Folder, "keys")));
        services.AddSmartBlocksGrains(options => options.BlockWait = TimeSpan.FromMilliseconds(1));
    }

    /// <summary>Founds tenant, ledger and site; repeating it changes nothing.</summary>
    public async Task FoundAsync()
    {
        await TenantGrain.Create("Nimbus building");
        (await TenantGrain.AddLedger(Ledger, "Nimbus")).Done.ShouldBeTrue();
        var site = await TenantGrain.AddSite(Ledger, new SiteDraft(Site, "Nimbus building", "Europe/Dublin", 51.885m, -8.533m, 2_500m));
        if (!site.Done)
            site.Rejection!.Code.ShouldBe("site.exists");
    }

    /// <summary>Registers a meter with a key of its own.</summary>
    public async Task<SigningKey> AddMeterAsync(string meter, string kind = "interval", string unit = "kWh", string commodity = "electricity", string? parent = null)
    {
        var key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var done = await TenantGrain.AddMeter(
            Ledger, new MeterDraft(meter, Site, "Meter " + meter, commodity, unit, "import", kind, "grid", parent), key.PublicKey.ToJwk());
        done.Rejection.ShouldBeNull();
        _devices[meter] = key;
        return key;
    }

    public SigningKey KeyOf(string meter) => _devices[meter];

    /// <summary>Midnight UTC some days ago: a time whose slots are over.</summary>
    public static DateTimeOffset DaysAgo(int days) => new(DateTimeOffset.UtcNow.UtcDateTime.Date.AddDays(-days), TimeSpan.Zero);

    /// <summary>A signed reading of consecutive quarter hours.</summary>
    public Transaction Reading(string meter, DateTimeOffset start, params ReadOnlySpan<decimal> values) => Sign(
        meter, IntervalPayload.Family, new IntervalPayload(meter, start, 900, [.. values]).ToJson());

    public Transaction Sign(string meter, string family, byte[] payload) => Transaction.Sign(
        KeyOf(meter), Ledger, family, payload, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N"));

    public async Task<BatchOutcome> SubmitAsync(Transaction transaction) =>
        (await LedgerGrain.Submit(new SubmitRequest([transaction.Bytes]))).Outcomes.ShouldHaveSingleItem();

    public async Task<ImmutableArray<BatchOutcome>> SubmitAsync(IEnumerable<Transaction> transactions) =>
        (await LedgerGrain.Submit(new SubmitRequest([.. transactions.Select(t => t.Bytes)]))).Outcomes;
}
