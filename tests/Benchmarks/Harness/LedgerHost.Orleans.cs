using Microsoft.Extensions.Hosting;
using SmartBlocks.Grains;

namespace SmartBlocks.Benchmarks.Harness;

public sealed partial class LedgerHost
{
    // One silo in this process; what is durable is in SmartBlocks' own tables, so Orleans' own state may be in memory here.
    static partial void AddEngine(IHostApplicationBuilder builder, System.Data.Common.DbDataSource database) =>
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .AddMemoryGrainStorageAsDefault()
            .AddMemoryGrainStorage("PubSubStore")
            .UseInMemoryReminderService()
            .AddMemoryStreams(LedgerGrain.Streams));
}
