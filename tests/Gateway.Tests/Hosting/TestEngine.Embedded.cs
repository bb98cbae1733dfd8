using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Engine.Embedded;
using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>The engine that the gateway is tested on.</summary>
static class TestEngine
{
    public static void AddTo(IServiceCollection services) => services.AddEmbeddedEngine((options, provider) =>
    {
        options.GrainAssemblies.Add(typeof(ILedgerGrain).Assembly);
        options.Database = provider.GetRequiredService<DbDataSource>();
    });
}
