using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>A batch that is in a block.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="FirstIndex">Index of its first transaction in the ledger's history; the others follow.</param>
/// <param name="Events">Events of each of its transactions.</param>
public sealed record CommittedBatch(Batch Batch, long FirstIndex, ImmutableArray<ImmutableArray<LedgerEvent>> Events);

/// <summary>A batch that is not, and why.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Rejection">Why.</param>
/// <param name="TransactionId">The transaction it is about; null when it is about the batch as a whole.</param>
public sealed record RejectedBatch(Batch Batch, Rejection Rejection, string? TransactionId);

/// <summary>What executing a block gives: the block's header, and all a store has to write together with it.</summary>
/// <param name="Header">The header that is signed.</param>
/// <param name="Batches">The batches, in the order they were applied in.</param>
/// <param name="State">The bytes the node log grows by.</param>
/// <param name="Leaves">The history's new leaves, one for each transaction.</param>
/// <param name="TileHashes">The hashes that history tiles grow by.</param>
/// <param name="Validators">The keys that certify this block.</param>
/// <param name="Next">The ledger after the block.</param>
public sealed record Execution(
    BlockHeader Header,
    ImmutableArray<CommittedBatch> Batches,
    StateAppend State,
    ImmutableArray<Hash256> Leaves,
    ImmutableArray<HistoryHash> TileHashes,
    ImmutableArray<PublicKey> Validators,
    LedgerCursor Next);

/// <summary>What a proposer makes of the batches that wait.</summary>
/// <param name="Execution">The block to seal; null when no batch could be committed.</param>
/// <param name="Rejected">Batches that cannot be committed.</param>
/// <param name="Deferred">Batches that did not fit and come first in the next block.</param>
public sealed record Proposal(Execution? Execution, ImmutableArray<RejectedBatch> Rejected, ImmutableArray<Batch> Deferred);

/// <summary>The first thing that is wrong with a ledger.</summary>
/// <param name="Block">Number of the block.</param>
/// <param name="What">What is wrong, in one clause.</param>
/// <param name="Expected">What it should be, where that can be said.</param>
/// <param name="Found">What was found instead.</param>
/// <param name="Transaction">The transaction's place in the block, from 0, when it is about one.</param>
/// <param name="TransactionId">Its id, when it can be read.</param>
public sealed record Discrepancy(
    long Block, string What, string? Expected = null, string? Found = null, int? Transaction = null, string? TransactionId = null)
{
    /// <summary><c>block 42, transaction 7 (id …): signature does not verify</c>.</summary>
    public override string ToString()
    {
        var place = FormattableString.Invariant($"block {Block}");
        if (Transaction is { } number)
            place += FormattableString.Invariant($", transaction {number}") + (TransactionId is null ? "" : $" (id {TransactionId})");
        var values = Expected is null && Found is null ? "" : $" (expected {Expected ?? "nothing"}, found {Found ?? "nothing"})";
        return $"{place}: {What}{values}";
    }
}

/// <summary>What re-executing a block gives: its execution, or the first thing that is wrong.</summary>
public sealed record ReplayResult(Execution? Execution, Discrepancy? Discrepancy);
