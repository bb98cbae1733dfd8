using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SmartBlocks.Gateway.Live;

/// <summary>Puts the hub in.</summary>
public static class LiveSetup
{
    /// <summary>Longest message of a client, bytes.</summary>
    const long LongestMessage = 64 << 10;

    /// <summary>Adds the hub and the relay that feeds it.</summary>
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSignalR(o => o.MaximumReceiveMessageSize = LongestMessage)
            .AddJsonProtocol(o => o.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase);
        return services.AddSingleton<LiveInterests>().AddSingleton<LiveRelay>().AddHostedService(provider => provider.GetRequiredService<LiveRelay>());
    }

    /// <summary>Maps the hub.</summary>
    public static void MapLive(this IEndpointRouteBuilder app) => app.MapHub<LiveHub>(LiveHub.Path).RequireAuthorization();
}
