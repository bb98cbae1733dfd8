namespace SmartBlocks.Mqtt;

/// <summary>The part of PUBLISH both versions share (section 3.3): flags, topic name, packet identifier.</summary>
internal static class PublishFormat
{
    /// <summary>The flags of the first byte; DUP with QoS 0 and QoS 3 do not exist (MQTT-3.3.1-2, MQTT-3.3.1-4).</summary>
    public static QualityOfService ReadQualityOfService(ref PacketReader reader, byte flags)
    {
        var qos = (flags >> 1) & 3;
        if (qos == 3)
            throw MqttException.Malformed(reader.Name("flags"), "QoS 0, 1 or 2", "3");
        if (qos == 0 && (flags & 8) != 0)
            throw MqttException.Malformed(reader.Name("flags"), "DUP clear at QoS 0", "DUP set");
        return (QualityOfService)qos;
    }

    public static string ReadTopic(ref PacketReader reader)
    {
        var topic = reader.ReadTopic("topic name");
        if (topic.AsSpan().ContainsAny('+', '#'))
            throw new MqttException(ReasonCode.TopicNameInvalid, reader.Name("topic name"), "no wildcards", $"'{topic}'");
        return topic;
    }

    public static void WriteHead(ref PacketWriter writer, PublishPacket packet)
    {
        if (packet.Topic.AsSpan().ContainsAny('+', '#'))
            throw new ArgumentException($"A topic name has no wildcards, found '{packet.Topic}'.");
        writer.WriteString(packet.Topic);
        if (packet.QualityOfService != QualityOfService.AtMostOnce)
            writer.WritePacketIdentifier(packet.PacketIdentifier);
    }
}
