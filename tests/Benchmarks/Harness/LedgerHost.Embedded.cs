using Microsoft.Extensions.Hosting;
using SmartBlocks.Engine.Embedded;
using SmartBlocks.Grains;

namespace SmartBlocks.Benchmarks.Harness;

public sealed partial class LedgerHost
{
    static partial void AddEngine(IHostApplicationBuilder builder, System.Data.Common.DbDataSource database, TimeSpan? idleAfter) =>
        builder.UseEmbeddedEngine(options =>
        {
            options.GrainAssemblies.Add(typeof(ILedgerGrain).Assembly);
            options.Database = database;
            if (idleAfter is not { } age) return;
            options.CollectionAge = age;
            options.CollectionPeriod = age / 2;
        });
}
