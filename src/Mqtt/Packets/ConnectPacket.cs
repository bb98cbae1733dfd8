namespace SmartBlocks.Mqtt;

/// <summary>A client's request to open a connection (MQTT 5.0 section 3.1).</summary>
public sealed record ConnectPacket : Packet
{
    public override PacketType Type => PacketType.Connect;

    public ProtocolVersion ProtocolVersion { get; init; } = ProtocolVersion.V5;

    /// <summary>Clean Start in 5.0, Clean Session in 3.1.1.</summary>
    public bool CleanStart { get; init; } = true;

    /// <summary>Longest silence in seconds before the server may close; 0 turns the check off.</summary>
    public ushort KeepAlive { get; init; }

    /// <summary>Empty: the server assigns one.</summary>
    public string ClientId { get; init; } = "";

    public Will? Will { get; init; }

    public string? UserName { get; init; }

    public ReadOnlyMemory<byte>? Password { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>The message a server publishes when the client's connection ends without a DISCONNECT (section 3.1.2.5).</summary>
public sealed record Will
{
    public required string Topic { get; init; }

    public ReadOnlyMemory<byte> Payload { get; init; }

    public QualityOfService QualityOfService { get; init; }

    public bool Retain { get; init; }

    public Properties? Properties { get; init; }
}

/// <summary>The server's answer to CONNECT (section 3.2).</summary>
public sealed record ConnackPacket : Packet
{
    public override PacketType Type => PacketType.Connack;

    /// <summary>True when the server holds state of an earlier connection of this client.</summary>
    public bool SessionPresent { get; init; }

    /// <summary>In 3.1.1 mapped from and to its six return codes.</summary>
    public ReasonCode ReasonCode { get; init; }

    public Properties? Properties { get; init; }
}
