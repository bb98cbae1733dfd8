using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// The validators have certified another block at this height than the one that was to be sealed: what a proposer meets that had lost sight
/// of a proposal of its own. The ledger goes on from that block; what was in the refused one is proposed again above it.
/// </summary>
/// <param name="block">The block they decided, with its certificate.</param>
/// <param name="batches">Its batches, in their order: what re-executing it takes.</param>
public sealed class OtherBlockDecidedException(Block block, ImmutableArray<Batch> batches)
    : Exception(FormattableString.Invariant($"The validators decided another block at height {block.Header.Number}: {block.Id}."))
{
    /// <summary>The block they decided, with its certificate.</summary>
    public Block Block { get; } = block;

    /// <summary>Its batches, in their order.</summary>
    public ImmutableArray<Batch> Batches { get; } = batches;
}
