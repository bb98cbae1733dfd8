using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Hosting;

/// <summary>
/// A host that is malicious towards one validator: it passes on everything between it and the real host, and changes what the host says on the way. What it
/// makes up it signs with the host's own key, as only the host can.
/// </summary>
sealed class MaliciousHost : IAsyncDisposable
{
    readonly WebApplication app;
    readonly Uri honest;

    MaliciousHost(Uri honest)
    {
        this.honest = honest;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.Map("/api/v1/ledgers/{ledger}/follow", AcceptAsync);
    }

    /// <summary>What it says instead of a message of the honest host.</summary>
    public Func<FollowMessage, IEnumerable<FollowMessage>> Twist { get; set; } = message => [message];

    /// <summary>What the validator answered.</summary>
    public ConcurrentQueue<FollowMessage> Answers { get; } = [];

    public string Url => app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();

    public static async Task<MaliciousHost> StartAsync(Uri honest)
    {
        var host = new MaliciousHost(honest);
        await host.app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    async Task AcceptAsync(HttpContext context)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, app.Lifetime.ApplicationStopping);
        using var real = new ClientWebSocket();
        real.Options.AddSubProtocol(FollowMessage.Subprotocol);
        var address = new UriBuilder(honest) { Scheme = "ws", Path = context.Request.Path, Query = context.Request.QueryString.Value };
        await real.ConnectAsync(address.Uri, stop.Token);
        using var validator = await context.WebSockets.AcceptWebSocketAsync(FollowMessage.Subprotocol);
        await Task.WhenAny(DownAsync(real, validator, stop.Token), UpAsync(validator, real, stop.Token));
        await stop.CancelAsync();
    }

    async Task DownAsync(WebSocket real, WebSocket validator, CancellationToken cancellation)
    {
        while (await real.ReceiveAsync(cancellation) is { } message)
            foreach (var said in Twist(message)) await validator.SendAsync(said, cancellation);
    }

    async Task UpAsync(WebSocket validator, WebSocket real, CancellationToken cancellation)
    {
        while (await validator.ReceiveFrameAsync(cancellation) is { } frame)
        {
            if (FollowCodec.TryReadFollower(frame, out var message, out _)) Answers.Enqueue(message);
            await real.SendAsync(frame, WebSocketMessageType.Text, true, cancellation);
        }
    }
}
