using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;
using SmartBlocks.Storage;

namespace SmartBlocks.Benchmarks.Harness;

/// <summary>The grains in this process, on a SQLite file: what the silo runs, without its network.</summary>
public sealed partial class LedgerHost : IAsyncDisposable
{
    /// <summary>The one ledger's id.</summary>
    public const string Name = "bench";

    readonly IHost host;

    LedgerHost(IHost host, ISigner founder)
    {
        this.host = host;
        Operator = founder;
        Ledger = host.Services.GetRequiredService<IGrainFactory>().GetGrain<ILedgerGrain>(Name);
    }

    /// <summary>The ledger's id.</summary>
    public string LedgerId => Name;

    /// <summary>The ledger's grain.</summary>
    public ILedgerGrain Ledger { get; }

    /// <summary>The key that may register meters.</summary>
    public ISigner Operator { get; }

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => host.Services;

    /// <summary>Starts the host in a folder and founds the ledger.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="followers">Whether the read model of readings and the published log follow the ledger in this process, as in the silo.</param>
    /// <param name="idleAfter">How soon an activation that nobody calls is collected; the engine's own default when null.</param>
    public static async Task<LedgerHost> StartAsync(string folder, TimeSpan? idleAfter = null, bool followers = true)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        var database = builder.Services.AddSmartBlocksStorage(new StorageOptions { DataFolder = folder });
        if (!followers)
        {
            builder.Services.AddSingleton(NoReadModel.Create());
            builder.Services.Configure<LogOptions>(options => options.Interval = TimeSpan.FromDays(1));
        }

        builder.Services.AddSingleton<IKeyVault>(_ => new FolderKeyVault(Path.Combine(folder, "keys")));
        builder.Services.AddSmartBlocksGrains();
        AddEngine(builder, database.DataSource, idleAfter);
        var host = builder.Build();
        await host.StartAsync();
        var founder = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Name);
        var ledger = new LedgerHost(host, founder);
        var created = await ledger.Ledger.Create(new CreateLedger("Benchmark", Name));
        return created.Created ? ledger : throw new InvalidOperationException($"The ledger was not founded: {created.Rejection}");
    }

    static partial void AddEngine(IHostApplicationBuilder builder, System.Data.Common.DbDataSource database, TimeSpan? idleAfter);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
