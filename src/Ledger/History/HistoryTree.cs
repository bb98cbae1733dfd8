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
        var rows = Rows(leaves);
        var size = Size + leaves.Length;
        var added = ImmutableArray.CreateBuilder<HistoryHash>(leaves.Length + leaves.Length / 255 + 1);
        for (var index = Size; index < size; index++)
        {
            added.Add(new HistoryHash(0, index, rows[0][index - Size]));
            for (var level = HistoryTiles.Height; ((index + 1) & ((1L << level) - 1)) == 0; level += HistoryTiles.Height)
                added.Add(new HistoryHash(level, index >> level, rows[level][(index >> level) - (Size >> level)]));
        }
        var peaks = ImmutableArray.CreateBuilder<Hash256>(BitOperations.PopCount((ulong)size));
        for (var level = 62; level >= 0; level--)
        {
            if ((size >> level & 1) == 1)
                peaks.Add(level < rows.Count && rows[level].Length > 0 ? rows[level][^1] : Peak(level));
        }
        return new HistoryAppend(new HistoryTree(size, peaks.ToImmutable()), added.ToImmutable());
    }

    /// <summary>The whole subtrees of each level that come to be with <paramref name="leaves"/>, up to the first level without any.</summary>
    private List<Hash256[]> Rows(ReadOnlySpan<Hash256> leaves)
    {
        var rows = new List<Hash256[]> { leaves.ToArray() };
        for (var level = 0; rows[level].Length > 0; level++)
        {
            // An odd number of subtrees so far: the last of them, a peak, is the left half of the first new one above.
            Hash256[] below = (Size >> level & 1) == 1 ? [Peak(level), .. rows[level]] : rows[level];
            var above = new Hash256[below.Length / 2];
            NodeHashes.Row(below.AsSpan(0, 2 * above.Length), above);
            rows.Add(above);
        }
        return rows;
    }

    private Hash256 Peak(int level) => _peaks[BitOperations.PopCount((ulong)(Size >> (level + 1)))];
}

/// <summary>A longer tree, and the hashes a store adds.</summary>
public sealed record HistoryAppend(HistoryTree Tree, ImmutableArray<HistoryHash> TileHashes);
