namespace SmartBlocks.Mqtt;

/// <summary>A name and a value of the application's own (MQTT 5.0 section 2.2.2.2); names may repeat, order is kept.</summary>
public readonly record struct UserProperty(string Name, string Value);

/// <summary>
/// The properties of an MQTT 5.0 packet (section 2.2.2). One type for all packets: which property may stand where is
/// checked when a packet is read (<see cref="MqttException"/>) and when it is written (<see cref="ArgumentException"/>).
/// A null member is an absent property. Immutable, so that one instance can serve many deliveries.
/// </summary>
public sealed partial class Properties
{
    /// <summary>True: the payload is UTF-8 text (Payload Format Indicator 1).</summary>
    public bool? PayloadIsText { get; init; }

    /// <summary>Seconds a message lives.</summary>
    public uint? MessageExpiryInterval { get; init; }

    public string? ContentType { get; init; }

    public string? ResponseTopic { get; init; }

    public ReadOnlyMemory<byte>? CorrelationData { get; init; }

    /// <summary>1 to 268,435,455 each; one in SUBSCRIBE, any number in PUBLISH.</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; } = [];

    /// <summary>Seconds the session outlives its connection; 0xFFFFFFFF means for ever.</summary>
    public uint? SessionExpiryInterval { get; init; }

    public string? AssignedClientIdentifier { get; init; }

    /// <summary>Seconds; overrides the client's keep alive.</summary>
    public ushort? ServerKeepAlive { get; init; }

    public string? AuthenticationMethod { get; init; }

    public ReadOnlyMemory<byte>? AuthenticationData { get; init; }

    /// <summary>False: no reason strings and user properties except in PUBLISH, CONNACK and DISCONNECT.</summary>
    public bool? RequestProblemInformation { get; init; }

    /// <summary>Seconds between the end of the connection and the will.</summary>
    public uint? WillDelayInterval { get; init; }

    public bool? RequestResponseInformation { get; init; }

    public string? ResponseInformation { get; init; }

    public string? ServerReference { get; init; }

    /// <summary>For people reading logs; never to be parsed.</summary>
    public string? ReasonString { get; init; }

    /// <summary>1 to 65,535 unacknowledged QoS 1 and 2 messages.</summary>
    public ushort? ReceiveMaximum { get; init; }

    public ushort? TopicAliasMaximum { get; init; }

    /// <summary>1 to the receiver's maximum.</summary>
    public ushort? TopicAlias { get; init; }

    /// <summary>QoS 0 or 1; absent means 2.</summary>
    public QualityOfService? MaximumQoS { get; init; }

    public bool? RetainAvailable { get; init; }

    public IReadOnlyList<UserProperty> UserProperties { get; init; } = [];

    /// <summary>Bytes of a whole packet; at least 1.</summary>
    public uint? MaximumPacketSize { get; init; }

    public bool? WildcardSubscriptionAvailable { get; init; }

    public bool? SubscriptionIdentifierAvailable { get; init; }

    public bool? SharedSubscriptionAvailable { get; init; }
}
