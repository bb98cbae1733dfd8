using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmartBlocks.Mqtt.V3;
using SmartBlocks.Mqtt.V5;

namespace SmartBlocks.Mqtt;

/// <summary>
/// MQTT control packets from and to bytes: OASIS MQTT 3.1.1 (2014) and MQTT 5.0 (2019), section 2 (fixed header) and
/// section 3 (the packets). Pure: it knows neither sockets nor time.
/// </summary>
public static class MqttCodec
{
    /// <summary>The largest packet the fixed header can announce, in bytes: header, four length bytes, remaining length.</summary>
    public const int LargestPacket = 1 + 4 + (int)VariableByteInteger.Maximum;

    /// <summary>
    /// Takes one packet from the front of <paramref name="buffer"/>. Returns false, and leaves the buffer alone, while the
    /// packet is incomplete; returns true and moves the buffer beyond the packet when there is one.
    /// </summary>
    /// <param name="buffer">What has been received so far.</param>
    /// <param name="version">The version of the connection. CONNECT says its own, so any will do before it.</param>
    /// <param name="maximumPacketSize">In bytes, fixed header included. Judged from the header, before the body is buffered.</param>
    /// <param name="packet">The packet; it does not refer to the buffer.</param>
    /// <param name="topics">Optional: spares the allocation of topics seen before.</param>
    /// <exception cref="MqttException">The bytes are no packet of this version, or it is too large. Close the connection.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, ProtocolVersion version, int maximumPacketSize,
        [NotNullWhen(true)] out Packet? packet, TopicCache? topics = null)
    {
        packet = null;
        if (!TryReadHeader(buffer, version, maximumPacketSize, out var type, out var flags, out var headerSize, out var remainingLength))
            return false;
        if (buffer.Length - headerSize < remainingLength)
            return false;

        var reader = new PacketReader(buffer.Slice(headerSize, remainingLength), type, topics);
        packet = type == PacketType.Connect ? ConnectFormat.Read(ref reader)
            : version == ProtocolVersion.V5 ? V5Format.Read(ref reader, type, flags)
            : V3Format.Read(ref reader, type, flags);
        reader.ExpectEnd();
        buffer = buffer.Slice(headerSize + remainingLength);
        return true;
    }

    /// <summary>Writes one packet. A CONNECT is written in the version it names.</summary>
    /// <exception cref="ArgumentException">The packet cannot be said in this version, or breaks a rule of it.</exception>
    public static void Write(IBufferWriter<byte> output, Packet packet, ProtocolVersion version)
    {
        var remainingLength = RemainingLength(packet, version);
        var payload = packet is PublishPacket publish ? publish.Payload : default;
        var head = 1 + VariableByteInteger.Size((uint)remainingLength) + remainingLength - payload.Length;

        var writer = new PacketWriter(output.GetSpan(head), PropertyScopes.Of(packet.Type));
        writer.WriteByte((byte)(((byte)packet.Type << 4) | packet.Flags));
        writer.WriteVariableByteInteger((uint)remainingLength);
        WriteBody(ref writer, packet, version);
        output.Advance(head);
        if (!payload.IsEmpty)
            output.Write(payload.Span);
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP without properties; the hot path of a server, free of allocations.</summary>
    public static void WriteAcknowledgement(IBufferWriter<byte> output, PacketType type, ushort packetIdentifier,
        ReasonCode reasonCode, ProtocolVersion version)
    {
        if (type is < PacketType.Puback or > PacketType.Pubcomp || packetIdentifier == 0)
            throw new ArgumentException($"{type} {packetIdentifier} is no acknowledgement of a PUBLISH.");
        var withReason = version == ProtocolVersion.V5 && reasonCode != ReasonCode.Success;
        var size = withReason ? 5 : 4;
        var span = output.GetSpan(size);
        span[0] = (byte)(((byte)type << 4) | (type == PacketType.Pubrel ? 2 : 0));
        span[1] = (byte)(size - 2);
        span[2] = (byte)(packetIdentifier >> 8);
        span[3] = (byte)packetIdentifier;
        if (withReason)
            span[4] = (byte)reasonCode;
        output.Advance(size);
    }

    /// <summary>The size in bytes the packet has when written, fixed header included.</summary>
    /// <exception cref="ArgumentException">As <see cref="Write"/>.</exception>
    public static int Measure(Packet packet, ProtocolVersion version)
    {
        var remainingLength = RemainingLength(packet, version);
        return 1 + VariableByteInteger.Size((uint)remainingLength) + remainingLength;
    }

    static int RemainingLength(Packet packet, ProtocolVersion version)
    {
        var measure = PacketWriter.Measuring(PropertyScopes.Of(packet.Type));
        WriteBody(ref measure, packet, version);
        var length = measure.Position + (packet is PublishPacket publish ? (long)publish.Payload.Length : 0);
        return length <= VariableByteInteger.Maximum ? (int)length
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"A packet has a remaining length of at most {VariableByteInteger.Maximum} bytes, found {length}."));
    }

    static void WriteBody(ref PacketWriter writer, Packet packet, ProtocolVersion version)
    {
        if (packet is ConnectPacket connect)
            ConnectFormat.Write(ref writer, connect);
        else if (version == ProtocolVersion.V5)
            V5Format.Write(ref writer, packet);
        else
            V3Format.Write(ref writer, packet);
    }

    /// <summary>The fixed header (section 2.1): type, flags, remaining length.</summary>
    static bool TryReadHeader(ReadOnlySequence<byte> buffer, ProtocolVersion version, int maximumPacketSize,
        out PacketType type, out byte flags, out int headerSize, out int remainingLength)
    {
        type = default;
        flags = 0;
        headerSize = 0;
        remainingLength = 0;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first))
            return false;
        type = (PacketType)(first >> 4);
        flags = (byte)(first & 0x0F);
        CheckFirstByte(type, flags, version);

        for (var i = 0; i < 4; i++)
        {
            if (!reader.TryRead(out var b))
                return false;
            remainingLength |= (b & 0x7F) << (7 * i);
            if ((b & 0x80) != 0)
                continue;
            if (i > 0 && b == 0)
                throw MqttException.Malformed($"{type} remaining length", "the shortest variable byte integer", "a padded one");
            headerSize = 2 + i;
            if ((long)headerSize + remainingLength > maximumPacketSize)
                throw new MqttException(ReasonCode.PacketTooLarge, $"{type} remaining length",
                    string.Create(CultureInfo.InvariantCulture, $"a packet of at most {maximumPacketSize} bytes"),
                    string.Create(CultureInfo.InvariantCulture, $"one of {(long)headerSize + remainingLength}"));
            return true;
        }
        throw MqttException.Malformed($"{type} remaining length", "at most 4 bytes", "a fifth byte");
    }

    static void CheckFirstByte(PacketType type, byte flags, ProtocolVersion version)
    {
        if (type == 0 || (type == PacketType.Auth && version != ProtocolVersion.V5))
            throw MqttException.Malformed("packet type", "one of this MQTT version", ((int)type).ToString(CultureInfo.InvariantCulture));
        if (type == PacketType.Publish)
            return;
        var required = type is PacketType.Pubrel or PacketType.Subscribe or PacketType.Unsubscribe ? 2 : 0;
        if (flags != required)
            throw MqttException.Malformed($"{type} flags", required.ToString(CultureInfo.InvariantCulture),
                flags.ToString(CultureInfo.InvariantCulture));
    }
}
