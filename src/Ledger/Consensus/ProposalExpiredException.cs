namespace SmartBlocks.Ledger;

/// <summary>
/// A proposed block waited for its validators until its time was too far from theirs, and none of them is bound to it: it is withdrawn, and what was in
/// it is to be proposed again in a block of the present.
/// </summary>
/// <param name="block">The block that was withdrawn.</param>
public sealed class ProposalExpiredException(BlockHeader block)
    : Exception(FormattableString.Invariant($"Block {block.Number} of {block.Ledger} waited too long for its validators; it is proposed anew."))
{
    /// <summary>The header of the block that was withdrawn.</summary>
    public BlockHeader Block { get; } = block;
}
