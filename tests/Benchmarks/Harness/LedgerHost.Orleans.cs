using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using SmartBlocks.Grains;
using SmartBlocks.Silo;

namespace SmartBlocks.Benchmarks.Harness;

public sealed partial class LedgerHost
{
    // One silo in this process. What is durable is in SmartBlocks' own tables on the same file; the rest may be in memory here.
    static partial void AddEngine(IHostApplicationBuilder builder, System.Data.Common.DbDataSource database, TimeSpan? idleAfter) =>
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering().AddMemoryGrainStorageAsDefault().AddMemoryGrainStorage("PubSubStore").UseInMemoryReminderService()
                .AddMemoryStreams(LedgerGrain.Streams);
            silo.Services.AddSharedGrainStorage();
            silo.Services.AddGrainSerialization();
            if (idleAfter is { } age)
                silo.Configure((GrainCollectionOptions options) => (options.CollectionAge, options.CollectionQuantum) = (age, age / 2));
        });
}
