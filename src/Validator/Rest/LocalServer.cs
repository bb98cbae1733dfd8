using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Rest;

/// <summary>The small web server of a node or a witness: one plain endpoint, and no log of its own.</summary>
static class LocalServer
{
    /// <summary>A server to be filled.</summary>
    /// <param name="endpoint">Where it is to listen; port 0 takes any free one.</param>
    /// <param name="limits">Bounds other than the usual ones.</param>
    public static WebApplicationBuilder CreateBuilder(IPEndPoint endpoint, Action<KestrelServerLimits>? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            limits?.Invoke(kestrel.Limits);
            kestrel.Listen(endpoint);
        });
        return builder;
    }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SourceException">The port is taken.</exception>
    public static async Task<WebApplication> ListenAsync(this WebApplication app, IPEndPoint endpoint)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException exception)
        {
            await app.DisposeAsync();
            throw new SourceException($"Cannot listen on {endpoint}: {exception.Message}", exception);
        }

        return app;
    }

    /// <summary>Where it listens.</summary>
    public static string AddressOf(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
