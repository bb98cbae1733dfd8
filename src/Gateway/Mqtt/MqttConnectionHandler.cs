using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// Puts the MQTT endpoint on a Kestrel listener, with or without TLS:
/// <c>listenOptions.UseConnectionHandler&lt;MqttConnectionHandler&gt;()</c>.
/// </summary>
public sealed class MqttConnectionHandler(MqttBroker broker) : ConnectionHandler
{
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        return broker.ServeAsync(connection, lifetime?.ConnectionClosedRequested ?? CancellationToken.None);
    }
}
