using System.Globalization;

namespace SmartBlocks.Mqtt.V3;

/// <summary>
/// The bodies of MQTT 3.1.1 packets (OASIS MQTT 3.1.1, section 3), read and written over the common packet model.
/// CONNECT is in <see cref="ConnectFormat"/>.
/// </summary>
internal static class V3Format
{
    public static Packet Read(ref PacketReader reader, PacketType type, byte flags) => type switch
    {
        PacketType.Connack => ReadConnack(ref reader),
        PacketType.Publish => ReadPublish(ref reader, flags),
        PacketType.Puback => new PubackPacket { PacketIdentifier = reader.ReadPacketIdentifier() },
        PacketType.Pubrec => new PubrecPacket { PacketIdentifier = reader.ReadPacketIdentifier() },
        PacketType.Pubrel => new PubrelPacket { PacketIdentifier = reader.ReadPacketIdentifier() },
        PacketType.Pubcomp => new PubcompPacket { PacketIdentifier = reader.ReadPacketIdentifier() },
        PacketType.Subscribe => ReadSubscribe(ref reader),
        PacketType.Suback => ReadSuback(ref reader),
        PacketType.Unsubscribe => ReadUnsubscribe(ref reader),
        PacketType.Unsuback => new UnsubackPacket { PacketIdentifier = reader.ReadPacketIdentifier() },
        PacketType.Pingreq => PingreqPacket.Instance,
        PacketType.Pingresp => PingrespPacket.Instance,
        PacketType.Disconnect => new DisconnectPacket(),
        _ => throw MqttException.Malformed("packet type", "one of MQTT 3.1.1", ((int)type).ToString(CultureInfo.InvariantCulture)),
    };

    public static void Write(ref PacketWriter writer, Packet packet)
    {
        switch (packet)
        {
            case ConnackPacket connack:
                writer.WriteByte(connack.SessionPresent && !connack.ReasonCode.IsFailure() ? (byte)1 : (byte)0);
                writer.WriteByte(ReturnCode(connack.ReasonCode));
                break;
            case PublishPacket publish:
                if (publish.Topic.Length == 0)
                    throw new ArgumentException("A topic name in MQTT 3.1.1 is not empty.");
                PublishFormat.WriteHead(ref writer, publish);
                break;
            case AcknowledgementPacket acknowledgement: writer.WritePacketIdentifier(acknowledgement.PacketIdentifier); break;
            case SubscribePacket subscribe: WriteSubscribe(ref writer, subscribe); break;
            case SubackPacket suback: WriteSuback(ref writer, suback); break;
            case UnsubscribePacket unsubscribe: WriteUnsubscribe(ref writer, unsubscribe); break;
            case UnsubackPacket unsuback: writer.WritePacketIdentifier(unsuback.PacketIdentifier); break;
            case PingreqPacket or PingrespPacket or DisconnectPacket: break;
            default: throw new ArgumentException($"{packet.Type} does not exist in MQTT 3.1.1.");
        }
    }

    static ConnackPacket ReadConnack(ref PacketReader reader)
    {
        var present = reader.ReadBoolean("session present");
        var code = ReadReturnCode(ref reader);
        ConnectFormat.CheckSessionPresent(ref reader, present, code);
        return new ConnackPacket { SessionPresent = present, ReasonCode = code };
    }

    static ReasonCode ReadReturnCode(ref PacketReader reader) => reader.ReadByte("return code") switch
    {
        0 => ReasonCode.Success,
        1 => ReasonCode.UnsupportedProtocolVersion,
        2 => ReasonCode.ClientIdentifierNotValid,
        3 => ReasonCode.ServerUnavailable,
        4 => ReasonCode.BadUserNameOrPassword,
        5 => ReasonCode.NotAuthorized,
        var other => throw MqttException.Malformed("CONNACK return code", "0 to 5", other.ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The nearest of the six return codes of section 3.2.2.3.</summary>
    static byte ReturnCode(ReasonCode code) => code switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.BadUserNameOrPassword or ReasonCode.BadAuthenticationMethod => 4,
        ReasonCode.NotAuthorized or ReasonCode.Banned or ReasonCode.TopicNameInvalid => 5,
        _ => 3,
    };

    static PublishPacket ReadPublish(ref PacketReader reader, byte flags)
    {
        var qos = PublishFormat.ReadQualityOfService(ref reader, flags);
        var topic = PublishFormat.ReadTopic(ref reader);
        if (topic.Length == 0)
            throw new MqttException(ReasonCode.TopicNameInvalid, reader.Name("topic name"), "at least one character", "none");
        return new PublishPacket
        {
            Topic = topic,
            QualityOfService = qos,
            Retain = (flags & 1) != 0,
            Duplicate = (flags & 8) != 0,
            PacketIdentifier = qos == QualityOfService.AtMostOnce ? (ushort)0 : reader.ReadPacketIdentifier(),
            Payload = reader.ReadRest(),
        };
    }

    static SubscribePacket ReadSubscribe(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var subscriptions = new List<Subscription>(1);
        do
        {
            var filter = reader.ReadString("topic filter");
            var options = reader.ReadByte("requested QoS");
            if (options > 2)
                throw MqttException.Malformed(reader.Name("requested QoS"), "0, 1 or 2", options.ToString(CultureInfo.InvariantCulture));
            subscriptions.Add(new Subscription(filter, (QualityOfService)options));
        }
        while (reader.Remaining > 0);
        return new SubscribePacket { PacketIdentifier = id, Subscriptions = subscriptions };
    }

    static void WriteSubscribe(ref PacketWriter writer, SubscribePacket packet)
    {
        if (packet.Subscriptions.Count == 0)
            throw new ArgumentException("SUBSCRIBE has at least one topic filter.");
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        for (var i = 0; i < packet.Subscriptions.Count; i++)
        {
            writer.WriteString(packet.Subscriptions[i].Filter);
            writer.WriteByte((byte)packet.Subscriptions[i].QualityOfService);
        }
    }

    static SubackPacket ReadSuback(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var codes = new ReasonCode[reader.Remaining];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = (ReasonCode)reader.ReadByte("return code");
            if (codes[i] is not (<= ReasonCode.GrantedQoS2 or ReasonCode.UnspecifiedError))
                throw MqttException.Malformed(reader.Name("return code"), "0, 1, 2 or 0x80", $"{codes[i]}");
        }
        return new SubackPacket { PacketIdentifier = id, ReasonCodes = codes };
    }

    static void WriteSuback(ref PacketWriter writer, SubackPacket packet)
    {
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        for (var i = 0; i < packet.ReasonCodes.Count; i++)
            writer.WriteByte(packet.ReasonCodes[i].IsFailure() ? (byte)ReasonCode.UnspecifiedError : (byte)packet.ReasonCodes[i]);
    }

    static UnsubscribePacket ReadUnsubscribe(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var filters = new List<string>(1);
        do
            filters.Add(reader.ReadString("topic filter"));
        while (reader.Remaining > 0);
        return new UnsubscribePacket { PacketIdentifier = id, Filters = filters };
    }

    static void WriteUnsubscribe(ref PacketWriter writer, UnsubscribePacket packet)
    {
        if (packet.Filters.Count == 0)
            throw new ArgumentException("UNSUBSCRIBE has at least one topic filter.");
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        for (var i = 0; i < packet.Filters.Count; i++)
            writer.WriteString(packet.Filters[i]);
    }
}
