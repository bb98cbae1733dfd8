using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace SmartBlocks.Mqtt;

/// <summary>
/// Reads the data types of MQTT (5.0 section 1.5) from the body of one packet. It allocates only what a packet keeps:
/// strings and binary data.
/// </summary>
internal ref struct PacketReader(ReadOnlySequence<byte> body, PacketType packet, TopicCache? topics)
{
    /// <summary>Strings up to this many bytes that lie across two segments are put together on the stack.</summary>
    const int StackLimit = 256;

    SequenceReader<byte> _reader = new(body);

    public readonly long Remaining => _reader.Remaining;

    public readonly PacketType Packet => packet;

    /// <summary>The packet and field as error messages name them.</summary>
    public readonly string Name(string field) => $"{packet.ToString().ToUpperInvariant()} {field}";

    public byte ReadByte(string field) => _reader.TryRead(out var value) ? value : throw Short(field, 1);

    public bool ReadBoolean(string field) => ReadByte(field) switch
    {
        0 => false,
        1 => true,
        var other => throw MqttException.Protocol(Name(field), "0 or 1", other.ToString(CultureInfo.InvariantCulture)),
    };

    public bool ReadBoolean(PropertyId id) => ReadBoolean(id.ToString());

    public ushort ReadUInt16(PropertyId id) => ReadUInt16(id.ToString());

    public uint ReadUInt32(PropertyId id) => ReadUInt32(id.ToString());

    public string ReadString(PropertyId id) => ReadString(id.ToString());

    public ReadOnlyMemory<byte> ReadBinary(PropertyId id) => ReadBinary(id.ToString());

    public ushort ReadUInt16(string field) =>
        _reader.TryReadBigEndian(out short value) ? unchecked((ushort)value) : throw Short(field, 2);

    public uint ReadUInt32(string field) =>
        _reader.TryReadBigEndian(out int value) ? unchecked((uint)value) : throw Short(field, 4);

    public uint ReadVariableByteInteger(string field)
    {
        uint value = 0;
        for (var i = 0; i < 4; i++)
        {
            var b = ReadByte(field);
            value |= (uint)(b & 0x7F) << (7 * i);
            if ((b & 0x80) != 0)
                continue;
            if (i > 0 && b == 0)
                throw MqttException.Malformed(Name(field), "the shortest variable byte integer", "a padded one");
            return value;
        }
        throw MqttException.Malformed(Name(field), "a variable byte integer of at most 4 bytes", "a fifth byte");
    }

    /// <summary>1 to 65,535 (MQTT-2.2.1-3).</summary>
    public ushort ReadPacketIdentifier()
    {
        var id = ReadUInt16("packet identifier");
        return id != 0 ? id : throw MqttException.Protocol(Name("packet identifier"), "1 to 65535", "0");
    }

    /// <summary>Binary data with its two-byte length, copied out of the buffer.</summary>
    public ReadOnlyMemory<byte> ReadBinary(string field)
    {
        var bytes = Slice(field);
        return bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes.ToArray();
    }

    /// <summary>Everything up to the end of the packet, copied out of the buffer.</summary>
    public ReadOnlyMemory<byte> ReadRest()
    {
        var bytes = _reader.UnreadSequence;
        _reader.AdvanceToEnd();
        return bytes.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes.ToArray();
    }

    /// <summary>A UTF-8 string with its two-byte length, checked by section 1.5.4.</summary>
    public string ReadString(string field) => ReadString(field, null);

    /// <summary>As <see cref="ReadString(string)"/>; a topic seen before on this connection is not allocated again.</summary>
    public string ReadTopic(string field) => ReadString(field, topics);

    string ReadString(string field, TopicCache? cache)
    {
        var bytes = Slice(field);
        if (bytes.IsEmpty)
            return "";
        if (bytes.IsSingleSegment)
            return Decode(bytes.FirstSpan, field, cache);
        var length = (int)bytes.Length;
        if (length <= StackLimit)
        {
            Span<byte> onStack = stackalloc byte[length];
            bytes.CopyTo(onStack);
            return Decode(onStack, field, cache);
        }
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            bytes.CopyTo(rented);
            return Decode(rented.AsSpan(0, length), field, cache);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    readonly string Decode(ReadOnlySpan<byte> bytes, string field, TopicCache? cache)
    {
        if (cache is not null && cache.TryGet(bytes, out var known))
            return known;
        // MQTT-1.5.4-1 (well-formed, hence no surrogates) and MQTT-1.5.4-2 (no U+0000). U+FEFF stays (MQTT-1.5.4-3).
        if (!Utf8.IsValid(bytes))
            throw MqttException.Malformed(Name(field), "well-formed UTF-8", "bytes that are not");
        if (bytes.Contains((byte)0))
            throw MqttException.Malformed(Name(field), "no U+0000", "one");
        var value = Encoding.UTF8.GetString(bytes);
        cache?.Add(bytes, value);
        return value;
    }

    ReadOnlySequence<byte> Slice(string field)
    {
        var length = ReadUInt16(field);
        if (length > _reader.Remaining)
            throw Short(field, length);
        var slice = _reader.UnreadSequence.Slice(0, length);
        _reader.Advance(length);
        return slice;
    }

    /// <summary>A body must be read to its end.</summary>
    public readonly void ExpectEnd()
    {
        if (_reader.Remaining != 0)
            throw MqttException.Malformed(Name("remaining length"), "the end of the packet",
                string.Create(CultureInfo.InvariantCulture, $"{_reader.Remaining} more bytes"));
    }

    readonly MqttException Short(string field, int wanted) => MqttException.Malformed(Name(field),
        string.Create(CultureInfo.InvariantCulture, $"{wanted} bytes"),
        string.Create(CultureInfo.InvariantCulture, $"{_reader.Remaining} left in the packet"));
}
