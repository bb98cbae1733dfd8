namespace SmartBlocks.Ledger;

/// <summary>The engines a program knows, by name.</summary>
public sealed class ConsensusEngines
{
    private readonly Dictionary<string, IConsensus> _engines = new(StringComparer.Ordinal);

    /// <summary>These engines.</summary>
    public ConsensusEngines(params IEnumerable<IConsensus> engines)
    {
        foreach (var engine in engines)
            _engines.Add(engine.Engine, engine);
    }

    /// <summary>All engines there are, without keys: for those who only check.</summary>
    public static ConsensusEngines ForVerification { get; } = new(new Solo(), new Quorum());

    /// <summary>
    /// Seals a block with the engine in force at its height, which its header names: a ledger changes its engine by a transaction, and the blocks
    /// after it are certified the new way.
    /// </summary>
    /// <exception cref="InvalidOperationException">When this program does not have that engine.</exception>
    /// <exception cref="OtherBlockDecidedException">When the validators have certified another block at this height.</exception>
    public Task<Block> SealAsync(Execution execution, CancellationToken cancellation = default) =>
        _engines.TryGetValue(execution.Header.Engine, out var engine)
            ? engine.SealAsync(execution, cancellation)
            : throw new InvalidOperationException(
                $"The ledger '{execution.Header.Ledger}' is set to the consensus engine '{execution.Header.Engine}', which this program does not have.");

    /// <summary>Checks a block's certificate with the engine the block names.</summary>
    public Rejection? VerifyCertificate(Block block, IReadOnlyList<PublicKey> validators) =>
        _engines.TryGetValue(block.Header.Engine, out var engine)
            ? engine.VerifyCertificate(block, validators)
            : new Rejection("certificate.engine", $"There is no consensus engine '{block.Header.Engine}'.", "engine", block.Header.Engine);

    /// <summary>What holds for every engine: each signature is by a different validator of the block's own list, and verifies.</summary>
    internal static Rejection? CheckSigners(Block block, IReadOnlyList<PublicKey> validators)
    {
        if (!block.Header.Validators.SequenceEqual(validators.Select(v => v.KeyId), StringComparer.Ordinal))
            return new Rejection("certificate.validators", "The block names other validators than the ledger has.");
        foreach (var signature in block.Signatures)
        {
            if (validators.FirstOrDefault(v => v.KeyId == signature.Kid) is not { } key)
                return new Rejection("certificate.signer", $"The block is signed by {signature.Kid}, which is no validator of the ledger.", "kid", signature.Kid);
            if (!signature.Verify(block, key))
                return new Rejection("certificate.signature", $"the certificate's signature by {signature.Kid} does not verify", "kid", signature.Kid);
        }
        return null;
    }
}
