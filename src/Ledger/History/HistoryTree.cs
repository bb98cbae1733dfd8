using System.Collections.Immutable;
using System.Numerics;

namespace SmartBlocks.Ledger;

/// <summary>
/// The history of a ledger: the Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1) over all transactions in their order, kept as a compact range:
/// the roots of its whole subtrees, at most one for each bit of the size. Immutable.
/// <code>
/// leaf   SHA-256(0x00 ‖ entry)            entry: the transaction's compact JWS
/// node   SHA-256(0x01 ‖ left ‖ right)
/// empty  SHA-256()
/// </code>
/// </summary>
public sealed class HistoryTree
{
    private readonly ImmutableArray<Hash256> _peaks;   // the largest subtree first

    private HistoryTree(long size, ImmutableArray<Hash256> peaks)
    {
        Size = size;
        _peaks = peaks;
        Root = peaks.IsEmpty ? Hash256.OfNothing : peaks[^1];
        for (var i = peaks.Length - 2; i >= 0; i--)
            Root = NodeHash(peaks[i], Root);
    }

    /// <summary>The tree without leaves.</summary>
    public static HistoryTree Empty { get; } = new(0, []);

    /// <summary>Leaves.</summary>
    public long Size { get; }

    /// <summary>Merkle Tree Hash of all leaves.</summary>
    public Hash256 Root { get; }

    /// <summary>SHA-256(0x00 ‖ entry).</summary>
    public static Hash256 LeafHash(ReadOnlySpan<byte> entry)
    {
        Span<byte> small = stackalloc byte[2_048];
        var bytes = entry.Length < small.Length ? small[..(entry.Length + 1)] : new byte[entry.Length + 1];
        bytes[0] = 0;
        entry.CopyTo(bytes[1..]);
        return Hash256.Of(bytes);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right).</summary>
    public static Hash256 NodeHash(Hash256 left, Hash256 right)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * Hash256.Size];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[33..]);
        return Hash256.Of(bytes);
    }

    /// <summary>The tree of the first <paramref name="size"/> leaves, from stored hashes: what a restart needs.</summary>
    public static HistoryTree Load(long size, IHistoryHashes hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var peaks = ImmutableArray.CreateBuilder<Hash256>(BitOperations.PopCount((ulong)size));
        long from = 0;
        for (var level = 62; level >= 0; level--)
        {
            if ((size >> level & 1) == 0)
                continue;
            peaks.Add(hashes.Read(level, from >> level));
            from += 1L << level;
        }
        return new HistoryTree(size, peaks.ToImmutable());
    }

    /// <summary>
    /// The tree with <paramref name="leaves"/> appended, and the hashes a store adds for it: those of the levels that begin a tile
    /// (0, 8, 16, …; see <see cref="HistoryTiles"/>), in the order in which they come to be.
    /// </summary>
    public HistoryAppend Append(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.IsEmpty)
            return new HistoryAppend(this, []);
        var peaks = new List<Hash256>(_peaks);
        var added = ImmutableArray.CreateBuilder<HistoryHash>(leaves.Length + leaves.Length / 255 + 1);
        var size = Size;
        foreach (var leaf in leaves)
        {
            var hash = leaf;
            added.Add(new HistoryHash(0, size, hash));
            for (var level = 0; (size >> level & 1) == 1; level++)
            {
                hash = NodeHash(peaks[^1], hash);
                peaks.RemoveAt(peaks.Count - 1);
                if ((level + 1) % HistoryTiles.Height == 0)
                    added.Add(new HistoryHash(level + 1, size >> (level + 1), hash));
            }
            peaks.Add(hash);
            size++;
        }
        return new HistoryAppend(new HistoryTree(size, [.. peaks]), added.ToImmutable());
    }
}

/// <summary>A longer tree, and the hashes a store adds.</summary>
public sealed record HistoryAppend(HistoryTree Tree, ImmutableArray<HistoryHash> TileHashes);
