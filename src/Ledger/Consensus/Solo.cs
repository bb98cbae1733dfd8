namespace SmartBlocks.Ledger;

/// <summary>
/// Engine <c>solo</c>: the host alone. A certificate is one signature, by the ledger's one validator. It shows who made the ledger and that
/// nothing was changed since; that the host did not write two histories, only others who keep roots can show.
/// </summary>
/// <param name="signer">The host's validator key; null for those who only check.</param>
public sealed class Solo(ISigner? signer = null) : IConsensus
{
    /// <inheritdoc/>
    public string Engine => "solo";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">When there is no signer, or the ledger has another validator than it.</exception>
    public Task<Block> SealAsync(Execution execution, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (signer is null)
            throw new InvalidOperationException("This engine has no key to sign with; it only checks.");
        if (execution.Validators.Length != 1 || execution.Validators[0].KeyId != signer.KeyId)
            throw new InvalidOperationException($"The ledger's validators are {string.Join(", ", execution.Header.Validators)}; with solo it must be {signer.KeyId} alone.");
        return Task.FromResult(new Block(execution.Header, [Block.Sign(execution.Header, signer)]));
    }

    /// <inheritdoc/>
    public Rejection? VerifyCertificate(Block block, IReadOnlyList<PublicKey> validators) => ConsensusEngines.CheckSigners(block, validators) ??
        (validators.Count != 1 || block.Signatures.Length != 1
            ? new Rejection("certificate.size", FormattableString.Invariant($"With solo a block has one signature by the ledger's one validator; this one has {block.Signatures.Length} of {validators.Count}."))
            : null);
}
