namespace SmartBlocks.Mqtt;

/// <summary>What to do with retained messages when a subscription is made (MQTT 5.0 section 3.8.3.1).</summary>
public enum RetainHandling : byte
{
    SendOnSubscribe = 0,
    SendIfNew = 1,
    DoNotSend = 2,
}

/// <summary>One topic filter of a SUBSCRIBE with its options. 3.1.1 carries the quality of service alone.</summary>
public sealed record Subscription(string Filter, QualityOfService QualityOfService = QualityOfService.AtMostOnce)
{
    /// <summary>Do not send a client its own messages.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Keep the RETAIN flag as the publisher set it.</summary>
    public bool RetainAsPublished { get; init; }

    public RetainHandling RetainHandling { get; init; }
}

/// <summary>A client's request for messages (section 3.8).</summary>
public sealed record SubscribePacket : Packet
{
    public override PacketType Type => PacketType.Subscribe;

    internal override byte Flags => 2;

    /// <summary>1 to 65,535.</summary>
    public ushort PacketIdentifier { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Subscription> Subscriptions { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>The answer to SUBSCRIBE: one reason code a filter, in the same order (section 3.9).</summary>
public sealed record SubackPacket : Packet
{
    public override PacketType Type => PacketType.Suback;

    /// <summary>1 to 65,535.</summary>
    public ushort PacketIdentifier { get; init; }

    public required IReadOnlyList<ReasonCode> ReasonCodes { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>A client's wish to receive no more (section 3.10).</summary>
public sealed record UnsubscribePacket : Packet
{
    public override PacketType Type => PacketType.Unsubscribe;

    internal override byte Flags => 2;

    /// <summary>1 to 65,535.</summary>
    public ushort PacketIdentifier { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<string> Filters { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>The answer to UNSUBSCRIBE (section 3.11). 3.1.1 carries no reason codes: the list is empty when read from it.</summary>
public sealed record UnsubackPacket : Packet
{
    public override PacketType Type => PacketType.Unsuback;

    /// <summary>1 to 65,535.</summary>
    public ushort PacketIdentifier { get; init; }

    public IReadOnlyList<ReasonCode> ReasonCodes { get; init; } = [];

    public Properties? Properties { get; init; }
}
