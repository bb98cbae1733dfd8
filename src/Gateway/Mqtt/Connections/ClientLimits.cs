using SmartBlocks.Mqtt;

namespace SmartBlocks.Gateway.Mqtt.Connections;

/// <summary>What a client asked for in CONNECT (MQTT 5.0 section 3.1.2.11), with the defaults of 3.1.1 for what it did not.</summary>
internal sealed record ClientLimits
{
    public required ProtocolVersion Version { get; init; }

    /// <summary>Unacknowledged QoS 1 and 2 deliveries it takes.</summary>
    public int ReceiveMaximum { get; init; }

    /// <summary>Bytes of the largest packet it takes.</summary>
    public uint MaximumPacketSize { get; init; }

    public int TopicAliasMaximum { get; init; }

    /// <summary>Whether it wants reason strings.</summary>
    public bool ProblemInformation { get; init; }

    public static ClientLimits Of(ConnectPacket connect, MqttOptions options) => new()
    {
        Version = connect.ProtocolVersion,
        ReceiveMaximum = Math.Min(connect.Properties?.ReceiveMaximum ?? ushort.MaxValue, options.MaximumInFlight),
        MaximumPacketSize = connect.Properties?.MaximumPacketSize ?? uint.MaxValue,
        TopicAliasMaximum = Math.Min(connect.Properties?.TopicAliasMaximum ?? 0, options.MaximumOutboundAliases),
        ProblemInformation = connect.Properties?.RequestProblemInformation ?? true,
    };
}
