namespace SmartBlocks.Mqtt;

/// <summary>
/// One MQTT control packet, the same model for both versions: what 3.1.1 lacks (properties, most reason codes) is absent
/// when read from, and left out when written to, a 3.1.1 connection.
/// </summary>
public abstract record Packet
{
    private protected Packet() { }

    public abstract PacketType Type { get; }

    /// <summary>The low nibble of the first byte: reserved bits except in PUBLISH (MQTT 5.0 section 2.1.3).</summary>
    internal virtual byte Flags => 0;
}

/// <summary>Keep-alive question (section 3.12).</summary>
public sealed record PingreqPacket : Packet
{
    public static readonly PingreqPacket Instance = new();

    public override PacketType Type => PacketType.Pingreq;
}

/// <summary>Keep-alive answer (section 3.13).</summary>
public sealed record PingrespPacket : Packet
{
    public static readonly PingrespPacket Instance = new();

    public override PacketType Type => PacketType.Pingresp;
}

/// <summary>The last packet of a connection (section 3.14). In 3.1.1 only a client sends it and it carries nothing.</summary>
public sealed record DisconnectPacket : Packet
{
    public override PacketType Type => PacketType.Disconnect;

    public ReasonCode ReasonCode { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>Extended authentication exchange (section 3.15), MQTT 5.0 only.</summary>
public sealed record AuthPacket : Packet
{
    public override PacketType Type => PacketType.Auth;

    public ReasonCode ReasonCode { get; init; }

    public Properties? Properties { get; init; }
}
