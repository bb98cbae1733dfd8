namespace SmartBlocks.Ledger;

/// <summary>
/// How those who certify a ledger agree on its next block. Which engine and which keys are in force is a setting of the ledger.
/// Checking a certificate is pure; sealing may wait for others.
/// </summary>
public interface IConsensus
{
    /// <summary>The engine's name in the ledger's settings.</summary>
    string Engine { get; }

    /// <summary>
    /// Collects the signatures that make <paramref name="execution"/> a block of the ledger. It may take as long as it needs: meanwhile the ledger
    /// acknowledges nothing.
    /// </summary>
    /// <exception cref="OtherBlockDecidedException">When the validators have certified another block at this height.</exception>
    Task<Block> SealAsync(Execution execution, CancellationToken cancellation = default);

    /// <summary>Null when the block's signatures are a certificate under this engine by <paramref name="validators"/>; else why not.</summary>
    Rejection? VerifyCertificate(Block block, IReadOnlyList<PublicKey> validators);
}
