using System.Buffers.Binary;

namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>An id and the history index of its transaction.</summary>
internal readonly record struct IndexEntry(TransactionId Id, long Index) : IComparable<IndexEntry>
{
    /// <inheritdoc/>
    public int CompareTo(IndexEntry other) => Id.CompareTo(other.Id);
}

/// <summary>
/// The bytes of a page: entries in the order of their ids, each of 36 bytes: the id (32), and the transaction's index counted from the first of the
/// run (4, big-endian).
/// </summary>
internal static class IndexPage
{
    const int EntryBytes = TransactionId.Bytes + sizeof(uint);

    /// <summary>Writes a page.</summary>
    public static byte[] Write(ReadOnlySpan<IndexEntry> sorted, long first)
    {
        var page = new byte[sorted.Length * EntryBytes];
        for (var i = 0; i < sorted.Length; i++)
        {
            var entry = page.AsSpan(i * EntryBytes);
            sorted[i].Id.Write(entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[TransactionId.Bytes..], checked((uint)(sorted[i].Index - first)));
        }
        return page;
    }

    /// <summary>Reads all entries of a page into <paramref name="into"/>.</summary>
    public static void Read(ReadOnlySpan<byte> page, long first, List<IndexEntry> into)
    {
        for (; page.Length >= EntryBytes; page = page[EntryBytes..])
            into.Add(new IndexEntry(TransactionId.Read(page), first + BinaryPrimitives.ReadUInt32BigEndian(page[TransactionId.Bytes..])));
    }

    /// <summary>The history index of an id, or −1 when the page lacks it.</summary>
    public static long Find(ReadOnlySpan<byte> page, long first, TransactionId id)
    {
        var (low, high) = (0, page.Length / EntryBytes - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var entry = page[(middle * EntryBytes)..];
            var order = TransactionId.Read(entry).CompareTo(id);
            if (order == 0)
                return first + BinaryPrimitives.ReadUInt32BigEndian(entry[TransactionId.Bytes..]);
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }
}
