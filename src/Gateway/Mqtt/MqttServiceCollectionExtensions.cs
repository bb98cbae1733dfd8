using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SmartBlocks.Gateway.Mqtt;

public static class MqttServiceCollectionExtensions
{
    /// <summary>
    /// Adds the MQTT endpoint. The host adds <see cref="IMqttAuthenticator"/>, <see cref="IMqttAuthorizer"/> and
    /// <see cref="IMqttIngest"/>, and puts <see cref="MqttConnectionHandler"/> on its listeners.
    /// </summary>
    public static IServiceCollection AddMqttEndpoint(this IServiceCollection services, Action<MqttOptions>? configure = null)
    {
        var options = services.AddOptions<MqttOptions>();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MqttBroker>();
        return services;
    }
}
