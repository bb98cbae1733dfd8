using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SmartBlocks.Mqtt;

/// <summary>
/// Writes the data types of MQTT (5.0 section 1.5) into a span. In measuring mode it only counts, so that the one method
/// that writes a packet also tells its length and the two can never disagree.
/// </summary>
internal ref struct PacketWriter
{
    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Span<byte> _span;
    readonly bool _measuring;

    public PacketWriter(Span<byte> span, PropertyScope scope)
    {
        _span = span;
        Scope = scope;
    }

    PacketWriter(PropertyScope scope)
    {
        _measuring = true;
        Scope = scope;
    }

    public static PacketWriter Measuring(PropertyScope scope) => new(scope);

    /// <summary>Where properties being written stand.</summary>
    public PropertyScope Scope { get; set; }

    /// <summary>Bytes written or counted.</summary>
    public int Position { get; private set; }

    public void WriteByte(byte value)
    {
        if (!_measuring)
            _span[Position] = value;
        Position++;
    }

    public void WriteUInt16(ushort value)
    {
        if (!_measuring)
            BinaryPrimitives.WriteUInt16BigEndian(_span[Position..], value);
        Position += 2;
    }

    public void WriteUInt32(uint value)
    {
        if (!_measuring)
            BinaryPrimitives.WriteUInt32BigEndian(_span[Position..], value);
        Position += 4;
    }

    public void WriteVariableByteInteger(uint value)
    {
        if (value > VariableByteInteger.Maximum)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"A variable byte integer is at most {VariableByteInteger.Maximum}.");
        do
        {
            var b = (byte)(value & 0x7F);
            value >>= 7;
            WriteByte(value > 0 ? (byte)(b | 0x80) : b);
        }
        while (value > 0);
    }

    public void WritePacketIdentifier(ushort id)
    {
        if (id == 0)
            throw new ArgumentException("A packet identifier is 1 to 65535, found 0.");
        WriteUInt16(id);
    }

    public void WriteString(string value)
    {
        if (_measuring)
        {
            var length = StrictUtf8.GetByteCount(value);
            if (length > ushort.MaxValue)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"An MQTT string has at most 65535 bytes of UTF-8, found {length}."));
            if (value.Contains('\0'))
                throw new ArgumentException("An MQTT string has no U+0000.");
            Position += 2 + length;
            return;
        }
        var written = StrictUtf8.GetBytes(value, _span[(Position + 2)..]);
        WriteUInt16((ushort)written);
        Position += written;
    }

    public void WriteBinary(ReadOnlySpan<byte> value)
    {
        if (value.Length > ushort.MaxValue)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"MQTT binary data has at most 65535 bytes, found {value.Length}."));
        WriteUInt16((ushort)value.Length);
        if (!_measuring)
            value.CopyTo(_span[Position..]);
        Position += value.Length;
    }

    public void WriteProperty(PropertyId id)
    {
        if ((PropertyScopes.Of(id) & Scope) == 0)
            throw new ArgumentException($"The property {id} may not stand in {Scope}.");
        WriteByte((byte)id);
    }

    public void WriteProperty(PropertyId id, bool? value)
    {
        if (value is not { } present)
            return;
        WriteProperty(id);
        WriteByte(present ? (byte)1 : (byte)0);
    }

    public void WriteProperty(PropertyId id, ushort? value)
    {
        if (value is not { } present)
            return;
        WriteProperty(id);
        WriteUInt16(present);
    }

    public void WriteProperty(PropertyId id, uint? value)
    {
        if (value is not { } present)
            return;
        WriteProperty(id);
        WriteUInt32(present);
    }

    public void WriteProperty(PropertyId id, string? value)
    {
        if (value is null)
            return;
        WriteProperty(id);
        WriteString(value);
    }

    public void WriteProperty(PropertyId id, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } present)
            return;
        WriteProperty(id);
        WriteBinary(present.Span);
    }
}
