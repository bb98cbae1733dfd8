namespace SmartBlocks.Ledger;

/// <summary>Hashes of the whole subtrees of a history tree.</summary>
public interface IHistoryHashes
{
    /// <summary>
    /// Hash of the subtree over the 2^<paramref name="level"/> leaves from <paramref name="index"/> · 2^<paramref name="level"/> on, all of
    /// which the tree has.
    /// </summary>
    Hash256 Read(int level, long index);
}

/// <summary>The hash of one whole subtree.</summary>
public readonly record struct HistoryHash(int Level, long Index, Hash256 Hash);
