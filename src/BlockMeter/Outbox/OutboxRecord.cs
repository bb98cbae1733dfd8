using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SmartBlocks.BlockMeter.Outbox;

/// <summary>A signed transaction waiting for the ledger.</summary>
/// <param name="Sequence">Number within this outbox, from 1.</param>
/// <param name="Topic">MQTT topic it goes to.</param>
/// <param name="Transaction">Compact JWS.</param>
public sealed record OutboxRecord(long Sequence, string Topic, ReadOnlyMemory<byte> Transaction);

/// <summary>
/// A record on disk: <c>length (4) · CRC-32C (4) · topic length (2) · topic · transaction</c>, numbers little-endian; length counts what follows the CRC, and
/// the CRC covers the length and what follows. CRC-32C (Castagnoli, RFC 3720 appendix B.4) starts and ends inverted.
/// </summary>
internal static class RecordFormat
{
    public const int HeaderSize = 8;

    /// <summary>Larger than any transaction with its topic; a length beyond it is damage.</summary>
    public const int MaxBodySize = 131_072;

    public static byte[] Write(string topic, ReadOnlySpan<byte> transaction)
    {
        var topicLength = Encoding.UTF8.GetByteCount(topic);
        var body = 2 + topicLength + transaction.Length;
        var record = new byte[HeaderSize + body];
        BinaryPrimitives.WriteInt32LittleEndian(record, body);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(HeaderSize), (ushort)topicLength);
        Encoding.UTF8.GetBytes(topic, record.AsSpan(HeaderSize + 2));
        transaction.CopyTo(record.AsSpan(HeaderSize + 2 + topicLength));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Crc(record.AsSpan(0, 4), record.AsSpan(HeaderSize)));
        return record;
    }

    /// <summary>The record at the start of the bytes and its whole size; null when it is torn or damaged.</summary>
    public static (OutboxRecord Record, int Size)? Read(ReadOnlySpan<byte> bytes, long sequence)
    {
        if (bytes.Length < HeaderSize)
            return null;
        var body = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (body is < 2 or > MaxBodySize || bytes.Length - HeaderSize < body)
            return null;
        var content = bytes.Slice(HeaderSize, body);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc(bytes[..4], content))
            return null;
        var topicLength = BinaryPrimitives.ReadUInt16LittleEndian(content);
        if (topicLength > body - 2)
            return null;
        var topic = Encoding.UTF8.GetString(content.Slice(2, topicLength));
        return (new OutboxRecord(sequence, topic, content[(2 + topicLength)..].ToArray()), HeaderSize + body);
    }

    public static uint Crc(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Add(Add(uint.MaxValue, first), second);

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
