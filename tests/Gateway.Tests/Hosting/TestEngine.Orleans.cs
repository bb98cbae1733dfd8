using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Silo;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>The engine that the gateway is tested on: one Orleans silo in its process.</summary>
static class TestEngine
{
    // What must last is in SmartBlocks' own tables; no test of the gateway restarts its host.
    public static void AddTo(IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(FreePort(), FreePort()).AddMemoryGrainStorageAsDefault().AddMemoryGrainStorage("PubSubStore").UseInMemoryReminderService()
            .AddMemoryStreams(LedgerGrain.Streams);
        silo.Services.AddSharedGrainStorage();
        silo.Services.AddGrainSerialization();
    });

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
