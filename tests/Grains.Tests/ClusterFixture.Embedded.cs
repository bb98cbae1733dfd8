using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartBlocks.Engine.Embedded;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Grains.Tests;

/// <summary>Grains in a test cluster: here the embedded engine. Derive to register services; the Orleans build has the same surface.</summary>
public class ClusterFixture : IAsyncLifetime
{
    IHost? _host;

    /// <summary>A folder of this fixture's own that outlives restarts and goes with the fixture.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("smartblocks-grains-").FullName;

    /// <summary>The door to the grains.</summary>
    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    /// <summary>The services of a host that runs grains.</summary>
    public IServiceProvider Services => _host?.Services ?? throw new InvalidOperationException("The cluster is not running.");

    /// <summary>Registers what the grains need; called for each host and again after a restart.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Takes a grain out of memory; its next call activates it again.</summary>
    public Task DeactivateAsync(IAddressable grain) => Services.GetRequiredService<EmbeddedEngine>().DeactivateAsync(grain);

    /// <summary>Stops every host and starts anew over the same folder. References from before are void.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        Configure(builder.Services);
        // After the fixture's services, so that what they start is there before the grains.
        builder.Services.AddEmbeddedEngine((options, services) =>
        {
            options.GrainAssemblies.Add(typeof(ILedgerStore).Assembly);
            options.GrainAssemblies.Add(typeof(ClusterFixture).Assembly);
            options.Database = services.GetService<DbDataSource>();
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    async Task StopAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else _host.Dispose();
        _host = null;
    }
}
