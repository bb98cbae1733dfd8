using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using SmartBlocks.Silo;

namespace SmartBlocks.Grains.Tests;

/// <summary>Grains in a test cluster: here two Orleans silos in one process. The embedded build has the same surface.</summary>
public class ClusterFixture : IAsyncLifetime
{
    InProcessTestCluster? _cluster;

    /// <summary>A folder of this fixture's own that outlives restarts and goes with the fixture.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("smartblocks-grains-").FullName;

    /// <summary>The door to the grains.</summary>
    public IClusterClient Client => Cluster.Client;

    /// <summary>The services of a host that runs grains.</summary>
    public IServiceProvider Services => Cluster.GetSiloServiceProvider();

    InProcessTestCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster is not running.");

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
    public Task DeactivateAsync(IAddressable grain) => Cluster.DeactivateAsync(grain);

    /// <summary>Stops every host and starts anew over the same folder. References from before are void.</summary>
    /// <remarks>Reminders and streams are in memory here and end; the stores stay, and grain state when Configure registers a DbDataSource.</remarks>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    async Task StartAsync()
    {
        // Two silos, so that nothing can depend on where a grain lives.
        var builder = new InProcessTestClusterBuilder(2);
        builder.ConfigureSiloHost((_, host) => Configure(host.Services));
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.UseInMemoryReminderService();
            silo.AddMemoryStreams("streams");
            silo.Services.AddSharedGrainStorage();
            silo.Services.AddGrainSerialization();
        });
        builder.ConfigureClient(client =>
        {
            client.AddMemoryStreams("streams");
            client.Services.AddGrainSerialization();
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    async Task StopAsync()
    {
        if (_cluster is null) return;
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
        _cluster = null;
    }
}
