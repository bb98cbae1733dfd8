using System.Globalization;

namespace SmartBlocks.Mqtt;

/// <summary>
/// Reads and writes CONNECT (MQTT 3.1.1 and 5.0 section 3.1), the one packet that says its own version. The versions share its layout;
/// 5.0 adds the two property lists and allows a password without a user name.
/// </summary>
internal static class ConnectFormat
{
    const byte Reserved = 0x01, CleanStart = 0x02, WillFlag = 0x04, WillRetain = 0x20, PasswordFlag = 0x40, UserNameFlag = 0x80;

    public static ConnectPacket Read(ref PacketReader reader)
    {
        var version = ReadVersion(ref reader);
        var flags = reader.ReadByte("connect flags");
        CheckFlags(ref reader, flags, version);
        var keepAlive = reader.ReadUInt16("keep alive");
        var properties = version == ProtocolVersion.V5 ? Properties.Read(ref reader, PropertyScope.Connect) : null;
        var clientId = reader.ReadString("client identifier");
        return new ConnectPacket
        {
            ProtocolVersion = version,
            CleanStart = (flags & CleanStart) != 0,
            KeepAlive = keepAlive,
            Properties = properties,
            ClientId = clientId,
            Will = (flags & WillFlag) != 0 ? ReadWill(ref reader, flags, version) : null,
            UserName = (flags & UserNameFlag) != 0 ? reader.ReadString("user name") : null,
            Password = (flags & PasswordFlag) != 0 ? reader.ReadBinary("password") : (ReadOnlyMemory<byte>?)null,
        };
    }

    static ProtocolVersion ReadVersion(ref PacketReader reader)
    {
        var name = reader.ReadString("protocol name");
        if (name is not ("MQTT" or "MQIsdp"))
            throw new MqttException(ReasonCode.UnsupportedProtocolVersion, reader.Name("protocol name"), "'MQTT'", $"'{name}'");
        var level = reader.ReadByte("protocol level");
        if (name != "MQTT" || level is not ((byte)ProtocolVersion.V311 or (byte)ProtocolVersion.V5))
            throw new MqttException(ReasonCode.UnsupportedProtocolVersion, reader.Name("protocol level"), "4 (MQTT 3.1.1) or 5 (MQTT 5.0)",
                string.Create(CultureInfo.InvariantCulture, $"{name} {level}"));
        return (ProtocolVersion)level;
    }

    static void CheckFlags(ref PacketReader reader, byte flags, ProtocolVersion version)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"0x{flags:X2}");
        if ((flags & Reserved) != 0)
            throw MqttException.Malformed(reader.Name("connect flags"), "bit 0 clear", found);
        var willQoS = (flags >> 3) & 3;
        if (willQoS == 3)
            throw MqttException.Malformed(reader.Name("connect flags"), "will QoS 0, 1 or 2", found);
        if ((flags & WillFlag) == 0 && (willQoS != 0 || (flags & WillRetain) != 0))
            throw MqttException.Malformed(reader.Name("connect flags"), "no will QoS or will retain without a will", found);
        if (version == ProtocolVersion.V311 && (flags & PasswordFlag) != 0 && (flags & UserNameFlag) == 0)
            throw MqttException.Malformed(reader.Name("connect flags"), "a user name beside the password (MQTT-3.1.2-22)", found);
    }

    static Will ReadWill(ref PacketReader reader, byte flags, ProtocolVersion version)
    {
        var properties = version == ProtocolVersion.V5 ? Properties.Read(ref reader, PropertyScope.Will) : null;
        var topic = reader.ReadString("will topic");
        if (!TopicName.IsValid(topic))
            throw new MqttException(ReasonCode.TopicNameInvalid, reader.Name("will topic"), "a topic name: not empty, no wildcards", $"'{topic}'");
        return new Will
        {
            Properties = properties,
            Topic = topic,
            Payload = reader.ReadBinary("will payload"),
            QualityOfService = (QualityOfService)((flags >> 3) & 3),
            Retain = (flags & WillRetain) != 0,
        };
    }

    public static void Write(ref PacketWriter writer, ConnectPacket packet)
    {
        var v5 = packet.ProtocolVersion == ProtocolVersion.V5;
        if (!v5 && packet.Password is not null && packet.UserName is null)
            throw new ArgumentException("MQTT 3.1.1 allows a password only beside a user name.");
        writer.WriteString("MQTT");
        writer.WriteByte((byte)packet.ProtocolVersion);
        writer.WriteByte(FlagsOf(packet));
        writer.WriteUInt16(packet.KeepAlive);
        if (v5)
            Properties.Write(ref writer, packet.Properties, PropertyScope.Connect);
        writer.WriteString(packet.ClientId);
        if (packet.Will is { } will)
        {
            if (v5)
                Properties.Write(ref writer, will.Properties, PropertyScope.Will);
            writer.WriteString(will.Topic);
            writer.WriteBinary(will.Payload.Span);
        }
        if (packet.UserName is { } userName)
            writer.WriteString(userName);
        if (packet.Password is { } password)
            writer.WriteBinary(password.Span);
    }

    /// <summary>A refused connection has no session (MQTT-3.2.2-6).</summary>
    public static void CheckSessionPresent(ref PacketReader reader, bool present, ReasonCode code)
    {
        if (present && code != ReasonCode.Success)
            throw MqttException.Protocol(reader.Name("session present"), "0 beside a refusal", "1");
    }

    static byte FlagsOf(ConnectPacket packet)
    {
        var flags = 0;
        if (packet.CleanStart)
            flags |= CleanStart;
        if (packet.Will is { } will)
            flags |= WillFlag | ((int)will.QualityOfService << 3) | (will.Retain ? WillRetain : 0);
        if (packet.UserName is not null)
            flags |= UserNameFlag;
        if (packet.Password is not null)
            flags |= PasswordFlag;
        return (byte)flags;
    }
}
