namespace SmartBlocks.Mqtt;

/// <summary>An application message on its way (MQTT 5.0 section 3.3).</summary>
public sealed record PublishPacket : Packet
{
    public override PacketType Type => PacketType.Publish;

    internal override byte Flags =>
        (byte)((Duplicate ? 8 : 0) | ((byte)QualityOfService << 1) | (Retain ? 1 : 0));

    /// <summary>Empty only in 5.0, together with <see cref="Properties.TopicAlias"/>.</summary>
    public required string Topic { get; init; }

    /// <summary>When read: a copy that outlives the buffer.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    public QualityOfService QualityOfService { get; init; }

    public bool Retain { get; init; }

    /// <summary>DUP: this may be a second delivery of an earlier packet.</summary>
    public bool Duplicate { get; init; }

    /// <summary>1 to 65,535 for QoS 1 and 2; 0 for QoS 0, which has none.</summary>
    public ushort PacketIdentifier { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>The four acknowledgements of a PUBLISH (sections 3.4 to 3.7).</summary>
public abstract record AcknowledgementPacket : Packet
{
    private protected AcknowledgementPacket() { }

    /// <summary>1 to 65,535.</summary>
    public ushort PacketIdentifier { get; init; }

    public ReasonCode ReasonCode { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>Ends a QoS 1 exchange.</summary>
public sealed record PubackPacket : AcknowledgementPacket
{
    public override PacketType Type => PacketType.Puback;
}

/// <summary>QoS 2, first answer; with a failure it ends the exchange.</summary>
public sealed record PubrecPacket : AcknowledgementPacket
{
    public override PacketType Type => PacketType.Pubrec;
}

/// <summary>QoS 2, the sender's release.</summary>
public sealed record PubrelPacket : AcknowledgementPacket
{
    public override PacketType Type => PacketType.Pubrel;

    internal override byte Flags => 2;
}

/// <summary>Ends a QoS 2 exchange.</summary>
public sealed record PubcompPacket : AcknowledgementPacket
{
    public override PacketType Type => PacketType.Pubcomp;
}
