using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace SmartBlocks.Ledger;

/// <summary>
/// Log entries as <c>tile/entries/N</c> holds them (C2SP tlog-tiles): each a big-endian 16-bit length and its bytes, one after another.
/// An entry is a transaction's compact JWS; the limit of a transaction is the limit of an entry.
/// </summary>
public static class EntryBundle
{
    /// <summary>Longest entry, in bytes.</summary>
    public const int MaxEntry = ushort.MaxValue;

    /// <summary>Writes a bundle.</summary>
    /// <exception cref="ArgumentException">When there are more than 256 entries or one is too long.</exception>
    public static byte[] Write(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (entries.Count > HistoryTiles.Width)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A bundle has at most {HistoryTiles.Width} entries; these are {entries.Count}."), nameof(entries));
        }
        var bytes = new byte[entries.Sum(e => 2 + e.Length)];
        var rest = bytes.AsSpan();
        foreach (var entry in entries)
        {
            if (entry.Length > MaxEntry)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"An entry has at most {MaxEntry} bytes; this one has {entry.Length}."), nameof(entries));
            }
            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[2..]);
            rest = rest[(2 + entry.Length)..];
        }
        return bytes;
    }

    /// <summary>Reads a bundle of exactly <paramref name="count"/> entries.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes, int count, out ImmutableArray<ReadOnlyMemory<byte>> entries, [NotNullWhen(false)] out Rejection? why)
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
        if (read.Count != count)
        {
            why = new Rejection("bundle.count", FormattableString.Invariant($"The bundle has {read.Count} entries, not {count}."));
            return false;
        }
        (entries, why) = (read.ToImmutable(), null);
        return true;
    }
}
