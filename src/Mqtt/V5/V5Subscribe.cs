using System.Globalization;

namespace SmartBlocks.Mqtt.V5;

/// <summary>SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK of MQTT 5.0 (sections 3.8 to 3.11).</summary>
internal static class V5Subscribe
{
    // Subscription options, one byte: QoS in bits 0-1, then these, retain handling in bits 4-5, bits 6-7 reserved.
    const byte NoLocal = 0x04, RetainAsPublished = 0x08, ReservedBits = 0xC0;

    public static SubscribePacket ReadSubscribe(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var properties = Properties.Read(ref reader, PropertyScope.Subscribe);
        var subscriptions = new List<Subscription>(1);
        do
            subscriptions.Add(ReadSubscription(ref reader));
        while (reader.Remaining > 0);
        return new SubscribePacket { PacketIdentifier = id, Properties = properties, Subscriptions = subscriptions };
    }

    static Subscription ReadSubscription(ref PacketReader reader)
    {
        var filter = reader.ReadString("topic filter");
        var options = reader.ReadByte("subscription options");
        if ((options & ReservedBits) != 0 || (options & 0x03) == 3 || (options & 0x30) == 0x30)
            throw MqttException.Malformed(reader.Name("subscription options"), "QoS 0 to 2, retain handling 0 to 2, bits 6 and 7 clear",
                string.Create(CultureInfo.InvariantCulture, $"0x{options:X2}"));
        if ((options & NoLocal) != 0 && filter.StartsWith(TopicFilter.SharePrefix, StringComparison.Ordinal))
            throw MqttException.Protocol(reader.Name("subscription options"),
                "no No Local on a shared subscription (MQTT-3.8.3-4)", $"it on '{filter}'");
        return new Subscription(filter, (QualityOfService)(options & 3))
        {
            NoLocal = (options & NoLocal) != 0,
            RetainAsPublished = (options & RetainAsPublished) != 0,
            RetainHandling = (RetainHandling)((options >> 4) & 3),
        };
    }

    public static void Write(ref PacketWriter writer, SubscribePacket packet)
    {
        if (packet.Subscriptions.Count == 0)
            throw new ArgumentException("SUBSCRIBE has at least one topic filter.");
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        Properties.Write(ref writer, packet.Properties, PropertyScope.Subscribe);
        for (var i = 0; i < packet.Subscriptions.Count; i++)
        {
            var subscription = packet.Subscriptions[i];
            writer.WriteString(subscription.Filter);
            writer.WriteByte((byte)((byte)subscription.QualityOfService
                | (subscription.NoLocal ? NoLocal : 0)
                | (subscription.RetainAsPublished ? RetainAsPublished : 0)
                | ((byte)subscription.RetainHandling << 4)));
        }
    }

    public static SubackPacket ReadSuback(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var properties = Properties.Read(ref reader, PropertyScope.Suback);
        return new SubackPacket { PacketIdentifier = id, Properties = properties, ReasonCodes = ReadReasonCodes(ref reader) };
    }

    public static void Write(ref PacketWriter writer, SubackPacket packet)
    {
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        Properties.Write(ref writer, packet.Properties, PropertyScope.Suback);
        WriteReasonCodes(ref writer, packet.ReasonCodes, packet.Type);
    }

    public static UnsubscribePacket ReadUnsubscribe(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var properties = Properties.Read(ref reader, PropertyScope.Unsubscribe);
        var filters = new List<string>(1);
        do
            filters.Add(reader.ReadString("topic filter"));
        while (reader.Remaining > 0);
        return new UnsubscribePacket { PacketIdentifier = id, Properties = properties, Filters = filters };
    }

    public static void Write(ref PacketWriter writer, UnsubscribePacket packet)
    {
        if (packet.Filters.Count == 0)
            throw new ArgumentException("UNSUBSCRIBE has at least one topic filter.");
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        Properties.Write(ref writer, packet.Properties, PropertyScope.Unsubscribe);
        for (var i = 0; i < packet.Filters.Count; i++)
            writer.WriteString(packet.Filters[i]);
    }

    public static UnsubackPacket ReadUnsuback(ref PacketReader reader)
    {
        var id = reader.ReadPacketIdentifier();
        var properties = Properties.Read(ref reader, PropertyScope.Unsuback);
        return new UnsubackPacket { PacketIdentifier = id, Properties = properties, ReasonCodes = ReadReasonCodes(ref reader) };
    }

    public static void Write(ref PacketWriter writer, UnsubackPacket packet)
    {
        writer.WritePacketIdentifier(packet.PacketIdentifier);
        Properties.Write(ref writer, packet.Properties, PropertyScope.Unsuback);
        WriteReasonCodes(ref writer, packet.ReasonCodes, packet.Type);
    }

    static ReasonCode[] ReadReasonCodes(ref PacketReader reader)
    {
        if (reader.Remaining == 0)
            throw MqttException.Malformed(reader.Name("reason codes"), "at least one", "none");
        var codes = new ReasonCode[reader.Remaining];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = V5Format.ReadReasonCode(ref reader);
        return codes;
    }

    static void WriteReasonCodes(ref PacketWriter writer, IReadOnlyList<ReasonCode> codes, PacketType type)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            if (!codes[i].IsListedFor(type))
                throw new ArgumentException($"{codes[i]} may not stand in {type}.");
            writer.WriteByte((byte)codes[i]);
        }
    }
}
