using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SmartBlocks.Ledger;

/// <summary>
/// Log entries one after another, each a big-endian 16-bit length and its bytes (C2SP tlog-tiles, "Log entries"): as <c>tile/entries/N</c> holds up to 256
/// of them, and as a store holds those of a block. An entry is a transaction's compact JWS; the limit of a transaction is the limit of an entry. An
/// entry of no bytes stands for a transaction that was dropped under a retention transaction.
/// </summary>
public static class EntryBundle
{
    /// <summary>Longest entry, in bytes.</summary>
    public const int MaxEntry = ushort.MaxValue;

    /// <summary>Writes the bundle of a tile.</summary>
    /// <exception cref="ArgumentException">When there are more than 256 entries or one is too long.</exception>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries) => entries.Count <= HistoryTiles.Width
        ? Pack(entries)
        : throw new ArgumentException(FormattableString.Invariant($"A bundle has at most {HistoryTiles.Width} entries; these are {entries.Count}."), nameof(entries));

    /// <summary>Writes any number of entries.</summary>
    /// <exception cref="ArgumentException">When one is too long.</exception>
    public static byte[] Pack(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        var length = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].Length > MaxEntry)
                throw new ArgumentException(FormattableString.Invariant($"An entry has at most {MaxEntry} bytes; entry {i} has {entries[i].Length}."), nameof(entries));
            length += 2 + entries[i].Length;
        }
        var bytes = new byte[length];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }
        return bytes;
    }

    /// <summary>Reads a bundle of exactly <paramref name="count"/> entries, which share its memory.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, int count, out ImmutableArray<ReadOnlyMemory<byte>> entries, [NotNullWhen(false)] out Rejection? why)
    {
        entries = [];
        if (!TryRead(bytes, out var read, out why))
            return false;
        if (read.Length != count)
        {
            why = new Rejection("bundle.count", FormattableString.Invariant($"The bundle has {read.Length} entries, not {count}."));
            return false;
        }
        entries = read;
        return true;
    }

    /// <summary>Reads any number of entries, which share the bundle's memory.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ImmutableArray<ReadOnlyMemory<byte>> entries, [NotNullWhen(false)] out Rejection? why)
    {
        entries = [];
        var read = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        for (var at = 0; at < bytes.Length;)
        {
            var left = bytes.Length - at - 2;
            var length = left < 0 ? int.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(bytes.Span[at..]);
            if (length > left)
            {
                why = new Rejection("bundle.form", FormattableString.Invariant($"Entry {read.Count} of the bundle is cut short."));
                return false;
            }
            read.Add(bytes.Slice(at + 2, length));
            at += 2 + length;
        }
        (entries, why) = (read.ToImmutable(), null);
        return true;
    }
}
