using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt;

/// <summary>
/// Decides what an identity may do with topics. Synchronous, since it is asked for every message and every delivery: what
/// it needs belongs into the identity when the client connects.
/// </summary>
public interface IMqttAuthorizer
{
    /// <summary>Success, or a failure that may stand in PUBACK. Also asked for wills, at CONNECT.</summary>
    ReasonCode CanPublish(MqttIdentity identity, string topic);

    /// <summary>Success, or a failure that may stand in SUBACK. A wildcard may be wider than what the client may see.</summary>
    ReasonCode CanSubscribe(MqttIdentity identity, TopicFilter filter);

    /// <summary>Whether a message may go to this client; what narrows a wildcard to what the client may see.</summary>
    bool CanReceive(MqttIdentity identity, string topic);
}
