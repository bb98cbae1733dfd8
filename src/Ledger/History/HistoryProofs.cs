using System.Collections.Immutable;
using System.Numerics;

namespace SmartBlocks.Ledger;

/// <summary>
/// Proof that a leaf is in a tree (RFC 9162 §2.1.3).
/// </summary>
/// <param name="Index">The leaf's index, from 0.</param>
/// <param name="Size">The tree's leaves.</param>
/// <param name="Path">Sibling hashes from the leaf up.</param>
public sealed record InclusionProof(long Index, long Size, ImmutableArray<Hash256> Path)
{
    /// <summary>PATH(index, D[size]) of RFC 9162 §2.1.3.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When the tree has no such leaf.</exception>
    public static InclusionProof Create(long index, long size, IHistoryHashes hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = ImmutableArray.CreateBuilder<Hash256>();
        long from = 0;
        for (var to = size; to - from > 1;)
        {
            var middle = from + HistoryRange.Split(to - from);
            if (index < middle)
            {
                path.Add(HistoryRange.Hash(hashes, middle, to));
                to = middle;
            }
            else
            {
                path.Add(HistoryRange.Hash(hashes, from, middle));
                from = middle;
            }
        }
        path.Reverse();
        return new InclusionProof(index, size, path.ToImmutable());
    }

    /// <summary>The algorithm of RFC 9162 §2.1.3.2.</summary>
    public bool Verify(Hash256 leaf, Hash256 root)
    {
        if (Index < 0 || Index >= Size)
            return false;
        var (fn, sn, hash) = (Index, Size - 1, leaf);
        foreach (var sibling in Path)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = HistoryTree.NodeHash(sibling, hash);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
                hash = HistoryTree.NodeHash(hash, sibling);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && hash == root;
    }
}

/// <summary>
/// Proof that a tree only grew: the first <paramref name="OldSize"/> leaves of both trees are the same (RFC 9162 §2.1.4).
/// </summary>
/// <param name="OldSize">Leaves of the earlier tree.</param>
/// <param name="NewSize">Leaves of the later tree.</param>
/// <param name="Path">Hashes of subtrees.</param>
public sealed record ConsistencyProof(long OldSize, long NewSize, ImmutableArray<Hash256> Path)
{
    /// <summary>PROOF(oldSize, D[newSize]) of RFC 9162 §2.1.4.1; empty from size 0 and between equal sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">When the sizes are negative or the tree would have shrunk.</exception>
    public static ConsistencyProof Create(long oldSize, long newSize, IHistoryHashes hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, newSize);
        var path = ImmutableArray.CreateBuilder<Hash256>();
        if (oldSize > 0 && oldSize < newSize)
        {
            var (from, to, whole) = (0L, newSize, true);
            while (oldSize != to)
            {
                var middle = from + HistoryRange.Split(to - from);
                if (oldSize <= middle)
                {
                    path.Add(HistoryRange.Hash(hashes, middle, to));
                    to = middle;
                }
                else
                {
                    path.Add(HistoryRange.Hash(hashes, from, middle));
                    (from, whole) = (middle, false);
                }
            }
            if (!whole)
                path.Add(HistoryRange.Hash(hashes, from, to));
            path.Reverse();
        }
        return new ConsistencyProof(oldSize, newSize, path.ToImmutable());
    }

    /// <summary>The algorithm of RFC 9162 §2.1.4.2.</summary>
    public bool Verify(Hash256 oldRoot, Hash256 newRoot)
    {
        if (OldSize < 0 || OldSize > NewSize)
            return false;
        if (OldSize == NewSize)
            return Path.IsEmpty && oldRoot == newRoot;
        if (OldSize == 0)
            return Path.IsEmpty && oldRoot == Hash256.OfNothing;
        return Roots(OldSize, NewSize, BitOperations.IsPow2(OldSize) ? Path.Insert(0, oldRoot) : Path) is var (older, newer) && older == oldRoot && newer == newRoot;
    }

    /// <summary>
    /// The roots of the earlier and the later tree that a path leads to; null when it is not as long as the sizes ask. A path that leads to the root of a tree leads to the
    /// root of its first <paramref name="oldSize"/> leaves as well, whatever else was said of these.
    /// </summary>
    /// <param name="oldSize">Leaves of the earlier tree, at least 1.</param>
    /// <param name="newSize">Leaves of the later tree, more than that.</param>
    /// <param name="path">The hashes of RFC 9162 §2.1.4.1, with the earlier root before them where they leave it out: where its size is a power of two.</param>
    internal static (Hash256 Older, Hash256 Newer)? Roots(long oldSize, long newSize, ImmutableArray<Hash256> path)
    {
        if (path.IsEmpty)
            return null;
        var (fn, sn) = (oldSize - 1, newSize - 1);
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        var (older, newer) = (path[0], path[0]);
        foreach (var hash in path.AsSpan()[1..])
        {
            if (sn == 0)
                return null;
            if ((fn & 1) == 1 || fn == sn)
            {
                (older, newer) = (HistoryTree.NodeHash(hash, older), HistoryTree.NodeHash(hash, newer));
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
                newer = HistoryTree.NodeHash(newer, hash);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 ? (older, newer) : null;
    }
}

/// <summary>Merkle Tree Hashes of ranges of leaves, put together from stored subtrees.</summary>
internal static class HistoryRange
{
    /// <summary>The largest power of two smaller than <paramref name="leaves"/> (≥ 2).</summary>
    public static long Split(long leaves) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(leaves - 1)));

    /// <summary>MTH(D[from:to]), where from is a multiple of the largest power of two that fits.</summary>
    public static Hash256 Hash(IHistoryHashes hashes, long from, long to)
    {
        var leaves = to - from;
        if (BitOperations.IsPow2(leaves))
        {
            var level = BitOperations.TrailingZeroCount(leaves);
            return hashes.Read(level, from >> level);
        }
        var middle = from + Split(leaves);
        return HistoryTree.NodeHash(Hash(hashes, from, middle), Hash(hashes, middle, to));
    }
}
