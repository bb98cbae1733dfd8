using System.Globalization;

namespace SmartBlocks.Mqtt.V5;

/// <summary>
/// The bodies of MQTT 5.0 packets (OASIS MQTT 5.0, section 3), read and written over the common packet model.
/// CONNECT is in <see cref="ConnectFormat"/>, what follows a subscription in <see cref="V5Subscribe"/>.
/// </summary>
internal static class V5Format
{
    public static Packet Read(ref PacketReader reader, PacketType type, byte flags) => type switch
    {
        PacketType.Connack => ReadConnack(ref reader),
        PacketType.Publish => ReadPublish(ref reader, flags),
        PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp => ReadAcknowledgement(ref reader, type),
        PacketType.Subscribe => V5Subscribe.ReadSubscribe(ref reader),
        PacketType.Suback => V5Subscribe.ReadSuback(ref reader),
        PacketType.Unsubscribe => V5Subscribe.ReadUnsubscribe(ref reader),
        PacketType.Unsuback => V5Subscribe.ReadUnsuback(ref reader),
        PacketType.Pingreq => PingreqPacket.Instance,
        PacketType.Pingresp => PingrespPacket.Instance,
        PacketType.Disconnect => ReadDisconnect(ref reader),
        PacketType.Auth => ReadAuth(ref reader),
        _ => throw MqttException.Malformed("packet type", "one of MQTT 5.0", ((int)type).ToString(CultureInfo.InvariantCulture)),
    };

    public static void Write(ref PacketWriter writer, Packet packet)
    {
        switch (packet)
        {
            case ConnackPacket connack:
                writer.WriteByte(connack.SessionPresent && !connack.ReasonCode.IsFailure() ? (byte)1 : (byte)0);
                writer.WriteByte((byte)connack.ReasonCode);
                Properties.Write(ref writer, connack.Properties, PropertyScope.Connack);
                break;
            case PublishPacket publish:
                if (publish.Topic.Length == 0 && publish.Properties?.TopicAlias is null)
                    throw new ArgumentException("An empty topic name needs a topic alias.");
                PublishFormat.WriteHead(ref writer, publish);
                Properties.Write(ref writer, publish.Properties, PropertyScope.Publish);
                break;
            case AcknowledgementPacket acknowledgement:
                writer.WritePacketIdentifier(acknowledgement.PacketIdentifier);
                WriteReason(ref writer, acknowledgement.ReasonCode, acknowledgement.Properties, packet.Type);
                break;
            case SubscribePacket subscribe: V5Subscribe.Write(ref writer, subscribe); break;
            case SubackPacket suback: V5Subscribe.Write(ref writer, suback); break;
            case UnsubscribePacket unsubscribe: V5Subscribe.Write(ref writer, unsubscribe); break;
            case UnsubackPacket unsuback: V5Subscribe.Write(ref writer, unsuback); break;
            case PingreqPacket or PingrespPacket: break;
            case DisconnectPacket disconnect: WriteReason(ref writer, disconnect.ReasonCode, disconnect.Properties, packet.Type); break;
            case AuthPacket auth: WriteReason(ref writer, auth.ReasonCode, auth.Properties, packet.Type); break;
            default: throw new ArgumentException($"{packet.Type} cannot be written.");
        }
    }

    static ConnackPacket ReadConnack(ref PacketReader reader)
    {
        var present = reader.ReadBoolean("session present");
        var code = ReadReasonCode(ref reader);
        ConnectFormat.CheckSessionPresent(ref reader, present, code);
        return new ConnackPacket { SessionPresent = present, ReasonCode = code, Properties = Properties.Read(ref reader, PropertyScope.Connack) };
    }

    static PublishPacket ReadPublish(ref PacketReader reader, byte flags)
    {
        var qos = PublishFormat.ReadQualityOfService(ref reader, flags);
        var topic = PublishFormat.ReadTopic(ref reader);
        var id = qos == QualityOfService.AtMostOnce ? (ushort)0 : reader.ReadPacketIdentifier();
        var properties = Properties.Read(ref reader, PropertyScope.Publish);
        if (topic.Length == 0 && properties?.TopicAlias is null)
            throw MqttException.Protocol(reader.Name("topic name"), "at least one character, or a topic alias", "neither");
        return new PublishPacket
        {
            Topic = topic,
            QualityOfService = qos,
            Retain = (flags & 1) != 0,
            Duplicate = (flags & 8) != 0,
            PacketIdentifier = id,
            Properties = properties,
            Payload = reader.ReadRest(),
        };
    }

    static AcknowledgementPacket ReadAcknowledgement(ref PacketReader reader, PacketType type)
    {
        var id = reader.ReadPacketIdentifier();
        // A remaining length of 2 means success without properties, of 3 a reason code without properties (section 3.4.2.1).
        var code = reader.Remaining > 0 ? ReadReasonCode(ref reader) : ReasonCode.Success;
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyScopes.Of(type)) : null;
        return type switch
        {
            PacketType.Puback => new PubackPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties },
            PacketType.Pubrec => new PubrecPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties },
            PacketType.Pubrel => new PubrelPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties },
            _ => new PubcompPacket { PacketIdentifier = id, ReasonCode = code, Properties = properties },
        };
    }

    static DisconnectPacket ReadDisconnect(ref PacketReader reader)
    {
        var code = reader.Remaining > 0 ? ReadReasonCode(ref reader) : ReasonCode.Success;
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyScope.Disconnect) : null;
        return new DisconnectPacket { ReasonCode = code, Properties = properties };
    }

    static AuthPacket ReadAuth(ref PacketReader reader)
    {
        var code = reader.Remaining > 0 ? ReadReasonCode(ref reader) : ReasonCode.Success;
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyScope.Auth) : null;
        return new AuthPacket { ReasonCode = code, Properties = properties };
    }

    public static ReasonCode ReadReasonCode(ref PacketReader reader)
    {
        var code = (ReasonCode)reader.ReadByte("reason code");
        return code.IsListedFor(reader.Packet) ? code
            : throw MqttException.Malformed(reader.Name("reason code"), "one listed for this packet",
                string.Create(CultureInfo.InvariantCulture, $"0x{(byte)code:X2}"));
    }

    /// <summary>Reason code and properties, leaving out what the short forms allow to leave out.</summary>
    static void WriteReason(ref PacketWriter writer, ReasonCode code, Properties? properties, PacketType type)
    {
        if (!code.IsListedFor(type))
            throw new ArgumentException($"{code} may not stand in {type}.");
        var scope = PropertyScopes.Of(type);
        var bare = properties is null || properties.IsEmpty(scope);
        if (bare && code == ReasonCode.Success)
            return;
        writer.WriteByte((byte)code);
        if (!bare)
            Properties.Write(ref writer, properties, scope);
    }
}
