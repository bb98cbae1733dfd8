using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Blobs;
using SmartBlocks.Storage.Sql;

namespace SmartBlocks.Storage;

/// <summary>Sets up the stores.</summary>
public static class StorageServices
{
    /// <summary>
    /// Adds <see cref="ILedgerStore"/>, <see cref="IReadingStore"/>, <see cref="IProposalStore"/>, <see cref="IEvidenceStore"/>, <see cref="IBlobStore"/>, <see cref="SqlDatabase"/> and its <see cref="DbDataSource"/>.
    /// Settings are checked now; the database is migrated and the container created before any hosted service starts.
    /// </summary>
    /// <returns>The database, for set-up that needs its <see cref="SqlDatabase.DataSource"/> before the container is built.</returns>
    /// <exception cref="StorageException">A setting is wrong; the message names it.</exception>
    public static SqlDatabase AddSmartBlocksStorage(this IServiceCollection services, StorageOptions options)
    {
        options.Validate();
        if (options.IsSqlite || !options.IsAzure)
            CreateDataFolder(options);
        var database = new SqlDatabase(options.CreateDialect());
        services.AddSingleton(options);
        // By factory, so that the container disposes it.
        services.AddSingleton(_ => database);
        services.AddSingleton(_ => database.DataSource);
        services.AddSingleton<ILedgerStore, SqlLedgerStore>();
        services.AddSingleton<IReadingStore, SqlReadingStore>();
        services.AddSingleton<SqlConsensusStore>();
        services.AddSingleton<IProposalStore>(s => s.GetRequiredService<SqlConsensusStore>());
        services.AddSingleton<IEvidenceStore>(s => s.GetRequiredService<SqlConsensusStore>());
        if (options.IsAzure)
            services.AddSingleton<IBlobStore>(CreateAzureStore(options));
        else
            services.AddSingleton<IBlobStore>(_ => new FolderBlobStore(options.BlobFolder));
        services.AddHostedService<Opening>();
        return database;
    }

    static void CreateDataFolder(StorageOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.DataFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"{StorageOptions.Section}:{nameof(StorageOptions.DataFolder)} is '{options.DataFolder}', which cannot be created: {exception.Message}", exception);
        }
    }

    static AzureBlobStore CreateAzureStore(StorageOptions options)
    {
        try
        {
            return new AzureBlobStore(options.BlobConnectionString!, options.BlobContainer);
        }
        catch (FormatException exception)
        {
            throw new StorageException(
                $"{StorageOptions.Section}:{nameof(StorageOptions.BlobConnectionString)} is not an Azure Storage connection string: {exception.Message}", exception);
        }
    }

    // Lifecycle "starting" comes before every StartAsync: whatever starts finds the tables.
    sealed class Opening(SqlDatabase database, IBlobStore blobs) : IHostedLifecycleService
    {
        public async Task StartingAsync(CancellationToken cancellationToken)
        {
            await database.MigrateAsync(cancellationToken);
            if (blobs is AzureBlobStore azure)
                await azure.PrepareAsync(cancellationToken);
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
