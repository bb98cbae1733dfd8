using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using SmartBlocks.Engine.Embedded.Persistence;

namespace SmartBlocks.Silo;

/// <summary>
/// The grain storage "smartblocks": the very table, and the very code, that the embedded engine keeps grain state in. So a site that
/// outgrows one machine moves to Orleans with its database as it is.
/// </summary>
public static class SharedGrainStorage
{
    /// <summary>The storage's name in [PersistentState].</summary>
    public const string Name = "smartblocks";

    /// <summary>Adds the storage over the host's <see cref="DbDataSource"/>; without one (in tests) state is kept in memory.</summary>
    public static IServiceCollection AddSharedGrainStorage(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IGrainStorage>(Name, (provider, _) => provider.GetService<DbDataSource>() is { } database
            ? new SqlGrainStorage(new SqlTables(database), JsonSerializerOptions.Default)
            : MemoryGrainStorageFactory.Create(provider, Name));
        services.AddHostedService<Tables>();
        return services;
    }

    // "Starting" comes before every StartAsync, so before the silo.
    sealed class Tables(IServiceProvider services) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) =>
            services.GetService<DbDataSource>() is { } database ? new SqlTables(database).CreateAsync(cancellationToken) : Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
