namespace SmartBlocks.Ledger;

/// <summary>The state after a block: where its trie is, and how long the node log was then.</summary>
/// <param name="Hash">Hash of the root node; <see cref="Hash256.OfNothing"/> when the state is empty. This is what blocks carry.</param>
/// <param name="Position">Offset of the root node in the ledger's node log, in bytes; -1 when the state is empty.</param>
/// <param name="End">Length of the node log after this state was committed, in bytes: where the next commit appends.</param>
public readonly record struct StateRoot(Hash256 Hash, long Position, long End)
{
    /// <summary>The state before the first block.</summary>
    public static StateRoot Empty { get; } = new(Hash256.OfNothing, -1, 0);

    /// <summary>True when no path has a value.</summary>
    public bool IsEmpty => Position < 0;
}

/// <summary>A child of a node: its hash, and where in the node log it is (bytes from the start).</summary>
public readonly record struct NodeReference(Hash256 Hash, long Position);

/// <summary>What a commit adds to the node log: these bytes, at <paramref name="Start"/>, and nothing elsewhere.</summary>
public sealed record StateAppend(StateRoot Root, long Start, ReadOnlyMemory<byte> Bytes);
