namespace SmartBlocks.Ledger;

/// <summary>
/// Engine <c>quorum</c>: ⌊2n/3⌋+1 of the ledger's n validators, each of which has re-executed the block. With at most ⌊(n−1)/3⌋ of them
/// faulty in any way, no two blocks of one height ever get a certificate (docs/consensus.md has the protocol and the argument).
/// </summary>
/// <param name="seal">Collects the signatures; null for those who only check.</param>
public sealed class Quorum(Func<Execution, CancellationToken, Task<Block>>? seal = null) : IConsensus
{
    /// <summary>The engine's name.</summary>
    public const string Name = "quorum";

    /// <inheritdoc/>
    public string Engine => Name;

    /// <summary>Signatures that make a certificate of <paramref name="validators"/> validators: ⌊2n/3⌋+1.</summary>
    public static int Needed(int validators) => 2 * validators / 3 + 1;

    /// <summary>Validators that may be faulty while nothing is forked: ⌊(n−1)/3⌋.</summary>
    public static int Tolerated(int validators) => (validators - 1) / 3;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">When this engine only checks.</exception>
    public Task<Block> SealAsync(Execution execution, CancellationToken cancellation = default) => seal is not null
        ? seal(execution, cancellation)
        : throw new InvalidOperationException("This engine has nobody to collect signatures; it only checks.");

    /// <inheritdoc/>
    public Rejection? VerifyCertificate(Block block, IReadOnlyList<PublicKey> validators) => ConsensusEngines.CheckSigners(block, validators) ??
        (block.Signatures.Length < Needed(validators.Count)
            ? new Rejection("certificate.size", FormattableString.Invariant(
                $"With quorum a block of {validators.Count} validators needs {Needed(validators.Count)} signatures; this one has {block.Signatures.Length}."))
            : null);
}
