using System.Buffers.Binary;

namespace SmartBlocks.BlockMeter.Outbox;

/// <summary>
/// How far the ledger has acknowledged, on disk: two slots of 16 bytes, written in turn and flushed, each <c>sequence (8) · CRC-32C (4) · zero (4)</c>. A
/// write cut short spoils one slot and leaves the other; the higher sequence with a right CRC counts.
/// </summary>
internal sealed class Cursor : IDisposable
{
    private const int SlotSize = 16;
    private readonly FileStream file;
    private int next;

    public Cursor(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
        (Acknowledged, next) = Newest(file);
    }

    /// <summary>All records up to this one are on the ledger, or were refused for good.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Moves on; returns when it is on disk.</summary>
    public void MoveTo(long sequence)
    {
        Span<byte> slot = stackalloc byte[SlotSize];
        slot.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(slot, sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(slot[8..], RecordFormat.Crc(slot[..8], []));
        file.Position = next * SlotSize;
        file.Write(slot);
        file.Flush(flushToDisk: true);
        (Acknowledged, next) = (sequence, 1 - next);
    }

    /// <summary>What a cursor says, read from outside; 0 when there is none.</summary>
    public static long Peek(string path)
    {
        if (!File.Exists(path))
            return 0;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Newest(file).Sequence;
    }

    public void Dispose() => file.Dispose();

    /// <summary>The slot with the highest sequence, and the other one, which is written next.</summary>
    private static (long Sequence, int Other) Newest(FileStream file)
    {
        Span<byte> slots = stackalloc byte[2 * SlotSize];
        var length = file.ReadAtLeast(slots, slots.Length, throwOnEndOfStream: false);
        var newest = (Sequence: 0L, Other: 0);
        for (var slot = 0; slot < 2; slot++)
        {
            if (length >= (slot + 1) * SlotSize && Read(slots.Slice(slot * SlotSize, SlotSize)) is { } sequence && sequence >= newest.Sequence)
                newest = (sequence, 1 - slot);
        }
        return newest;
    }

    private static long? Read(ReadOnlySpan<byte> slot)
    {
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(slot[8..]);
        return crc == RecordFormat.Crc(slot[..8], []) ? BinaryPrimitives.ReadInt64LittleEndian(slot) : null;
    }
}
