using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Tests;

public sealed class StorageServicesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("smartblocks-storage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task By_default_everything_is_in_the_data_folder_and_ready_before_services_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<FirstUser>();
        var database = builder.Services.AddSmartBlocksStorage(new StorageOptions { DataFolder = Path.Combine(_folder, "data") });
        using (var host = builder.Build())
        {
            await host.StartAsync();
            host.Services.GetRequiredService<DbDataSource>().ShouldBeSameAs(database.DataSource);
            await host.Services.GetRequiredService<IReadingStore>().WriteAsync("nimbus", 1, []);
            await host.Services.GetRequiredService<IBlobStore>().WriteAsync("a", "1"u8.ToArray());
            await host.StopAsync();
        }
        File.Exists(Path.Combine(_folder, "data/smartblocks.db")).ShouldBeTrue();
        File.Exists(Path.Combine(_folder, "data/smartblocks.db-wal")).ShouldBeFalse("the log is folded in when the last connection closes");
        File.Exists(Path.Combine(_folder, "data/blobs/objects/a")).ShouldBeTrue();
    }

    sealed class FirstUser(ILedgerStore ledgers) : BackgroundService
    {
        public override async Task StartAsync(CancellationToken cancellationToken) => (await ledgers.ListAsync(cancellationToken)).ShouldBeEmpty();
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }

    public static TheoryData<StorageOptions, string> Wrong { get; } = new()
    {
        { new() { Provider = "mysql" }, "Storage:Provider is 'mysql'; it must be 'sqlite' or 'postgresql'." },
        { new() { Provider = "postgresql" }, "Storage:ConnectionString is missing" },
        { new() { Provider = "postgresql", ConnectionString = "Hots=x" }, "Storage:ConnectionString is not a PostgreSQL connection string" },
        { new() { Provider = "postgresql", ConnectionString = "Database=x" }, "Storage:ConnectionString names no Host" },
        { new() { ConnectionString = "Host=x" }, "Storage:ConnectionString is given, but" },
        { new() { DataFolder = " " }, "Storage:DataFolder is empty" },
        { new() { DataFolder = "/proc/no/such" }, "Storage:DataFolder is '/proc/no/such', which cannot be created" },
        { new() { Blobs = "s3" }, "Storage:Blobs is 's3'; it must be 'folder' or 'azure'." },
        { new() { Blobs = "azure" }, "Storage:BlobConnectionString is missing" },
        { new() { Blobs = "azure", BlobConnectionString = "nonsense", DataFolder = Path.GetTempPath() }, "Storage:BlobConnectionString is not an Azure Storage connection string" },
        { new() { Blobs = "azure", BlobConnectionString = "x", BlobContainer = "No" }, "Storage:BlobContainer is 'No'" },
        { new() { Blobs = "azure", BlobConnectionString = "x", BlobContainer = "a--b" }, "Storage:BlobContainer is 'a--b'" },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void A_wrong_setting_is_named(StorageOptions options, string message) =>
        Should.Throw<StorageException>(() => new ServiceCollection().AddSmartBlocksStorage(options)).Message.ShouldStartWith(message);
}
