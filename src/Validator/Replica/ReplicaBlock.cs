using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Replica;

/// <summary>A block as the replica keeps it.</summary>
/// <param name="Number">Height.</param>
/// <param name="Id">Block id.</param>
/// <param name="FirstIndex">History index of its first transaction.</param>
/// <param name="Count">Transactions in it.</param>
/// <param name="NodesStart">Where its state nodes begin in the node log, bytes.</param>
/// <param name="NodesLength">Bytes of state nodes.</param>
/// <param name="StatePosition">Where the root of the state after it lies in the node log; -1 when the state is empty.</param>
/// <param name="Jws">The block: JWS in general JSON serialization.</param>
public sealed record ReplicaBlock(
    long Number, string Id, long FirstIndex, int Count, long NodesStart, int NodesLength, long StatePosition, ReadOnlyMemory<byte> Jws)
{
    /// <summary>The block as an object.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public Block Parse() => Block.TryParse(Jws, out var block, out var why) && block.Id == Id
        ? block
        : throw new InvalidDataException(FormattableString.Invariant($"Block {Number} in the replica is damaged: {why?.Detail ?? "its id is another"}"));

    /// <summary>Where the state after the block is.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public StateRoot State => Hash256.TryParse(Parse().Header.State, out var hash)
        ? new StateRoot(hash, StatePosition, NodesStart + NodesLength)
        : throw new InvalidDataException(FormattableString.Invariant($"Block {Number} in the replica carries no state root."));
}

/// <summary>Where a transaction is.</summary>
/// <param name="Transaction">The transaction.</param>
/// <param name="Index">Its index in the history.</param>
/// <param name="Block">Its block.</param>
/// <param name="Batch">Its batch.</param>
public sealed record ReplicaPlace(Transaction Transaction, long Index, ReplicaBlock Block, Batch Batch);
