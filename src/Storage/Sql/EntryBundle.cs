using System.Buffers.Binary;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// C2SP tlog-tiles entry bundle: entries one after another, each preceded by its length as a big-endian uint16
/// (https://c2sp.org/tlog-tiles, "Log Entries").
/// </summary>
public static class EntryBundle
{
    /// <summary>The longest entry that the length can express, in bytes.</summary>
    public const int MaxEntryBytes = ushort.MaxValue;

    /// <summary>Packs entries.</summary>
    /// <exception cref="ArgumentException">An entry is longer than <see cref="MaxEntryBytes"/>.</exception>
    public static byte[] Pack(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var length = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Length > MaxEntryBytes)
                throw new ArgumentException($"Transaction {i} has {entries[i].Length} bytes; at most {MaxEntryBytes} are allowed.", nameof(entries));
            length += 2 + entries[i].Length;
        }
        var bundle = GC.AllocateUninitializedArray<byte>(length);
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }
        return bundle;
    }

    /// <summary>Unpacks entries; they share the bundle's memory.</summary>
    /// <exception cref="InvalidDataException">The bundle ends within an entry.</exception>
    public static List<ReadOnlyMemory<byte>> Unpack(ReadOnlyMemory<byte> bundle)
    {
        var entries = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < bundle.Length;)
        {
            if (bundle.Length - at < 2)
                throw new InvalidDataException($"Entry bundle of {bundle.Length} bytes ends within the length of entry {entries.Count} at byte {at}.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span[at..]);
            if (bundle.Length - at - 2 < length)
                throw new InvalidDataException($"Entry bundle of {bundle.Length} bytes ends within entry {entries.Count} at byte {at}, which claims {length} bytes.");
            entries.Add(bundle.Slice(at + 2, length));
            at += 2 + length;
        }
        return entries;
    }
}
