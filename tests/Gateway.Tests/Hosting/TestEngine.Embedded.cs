using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartBlocks.Engine.Embedded;
using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>The engine that the gateway is tested on.</summary>
static class TestEngine
{
    public static void AddTo(IHostApplicationBuilder builder) => builder.Services.AddEmbeddedEngine((options, provider) =>
    {
        options.GrainAssemblies.Add(typeof(ILedgerGrain).Assembly);
        options.Database = provider.GetRequiredService<DbDataSource>();
    });
}
