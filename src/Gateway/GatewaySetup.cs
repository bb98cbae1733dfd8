using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Live;
using SmartBlocks.Gateway.Mqtt;
using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Gateway;

/// <summary>The gateway: REST, the live hub and MQTT, behind one set of access rules. The host adds stores, grains, engine and listeners.</summary>
public static class GatewaySetup
{
    /// <summary>Adds the gateway.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="sessionKeys">Where the keys that encrypt session cookies are kept.</param>
    /// <param name="mqtt">Bounds of the MQTT endpoint.</param>
    public static IServiceCollection AddGateway(this IServiceCollection services, DirectoryInfo sessionKeys, Action<MqttOptions>? mqtt = null)
    {
        services.AddSingleton<MqttAccess>()
            .AddSingleton<IMqttAuthenticator>(s => s.GetRequiredService<MqttAccess>())
            .AddSingleton<IMqttAuthorizer>(s => s.GetRequiredService<MqttAccess>())
            .AddSingleton<MeterLanes>()
            .AddSingleton<IMqttIngest, MqttIngest>();
        return services.AddMqttEndpoint(mqtt).AddAccess(sessionKeys).AddRest().AddLive();
    }

    /// <summary>Puts errors, authentication and the guard in front of the API and the hub.</summary>
    public static IApplicationBuilder UseGateway(this IApplicationBuilder app)
    {
        app.UseWebSockets();
        app.UseWhenApi(api => api.UseMiddleware<ProblemMiddleware>());
        app.UseAuthentication();
        app.UseWhenApi(api => api.UseMiddleware<GuardMiddleware>());
        app.UseWhen(context => PublicLedgerMiddleware.IsAbout(context.Request), ledgers => ledgers.UseMiddleware<PublicLedgerMiddleware>());
        app.UseAuthorization();
        return app.UseWhenApi(api => api.UseMiddleware<IdempotencyMiddleware>());
    }

    static IApplicationBuilder UseWhenApi(this IApplicationBuilder app, Action<IApplicationBuilder> configure) =>
        app.UseWhen(context => RestSetup.IsApi(context.Request.Path), configure);

    /// <summary>Maps the API and the hub.</summary>
    public static void MapGateway(this IEndpointRouteBuilder app)
    {
        app.MapRest();
        app.MapLive();
    }
}
