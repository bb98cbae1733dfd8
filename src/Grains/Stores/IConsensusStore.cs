namespace SmartBlocks.Grains.Stores;

/// <summary>
/// What the host of a ledger has bound itself to while validators agree on a block. A proposal is stored before it is sent, so that after a crash the
/// same block is proposed again: what a validator voted for is never stranded, and the host never speaks for two blocks in one round.
/// </summary>
public interface IProposalStore
{
    /// <summary>The proposal stored last for a ledger; null when there is none.</summary>
    Task<StoredProposal?> ReadProposalAsync(string ledger, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces the ledger's proposal by one of a later height or round, durably, or keeps it when it is the same. False when the store has another
    /// one of this round, or a later one: another activation has spoken, and this one must not.
    /// </summary>
    Task<bool> SaveProposalAsync(StoredProposal proposal, CancellationToken cancellation = default);
}

/// <summary>Proofs that a key contradicted itself, kept for whoever asks.</summary>
public interface IEvidenceStore
{
    /// <summary>Evidence kept against one key of a ledger: more of it would prove nothing more.</summary>
    const int MostOfAKey = 100;

    /// <summary>
    /// Keeps evidence; of each kind against a key at a height the first, and against a key at most <see cref="MostOfAKey"/>. False when there was some
    /// already, or enough.
    /// </summary>
    Task<bool> AddEvidenceAsync(StoredEvidence evidence, CancellationToken cancellation = default);

    /// <summary>A ledger's evidence in order of height, key and kind.</summary>
    Task<IReadOnlyList<StoredEvidence>> ListEvidenceAsync(string ledger, CancellationToken cancellation = default);
}

/// <param name="Ledger">Ledger id.</param>
/// <param name="Number">Height.</param>
/// <param name="Round">Round.</param>
/// <param name="Frame">The proposal as it is sent: a frame of the follow protocol, JSON.</param>
public sealed record StoredProposal(string Ledger, long Number, long Round, ReadOnlyMemory<byte> Frame);

/// <param name="Ledger">Ledger id.</param>
/// <param name="Number">Height.</param>
/// <param name="Kid">The key that contradicted itself.</param>
/// <param name="Kind">How (<c>sb-evidence/1</c>).</param>
/// <param name="FoundAt">When it was found, Unix milliseconds.</param>
/// <param name="File">The evidence as <c>sb-evidence/1</c>, JSON.</param>
public sealed record StoredEvidence(string Ledger, long Number, string Kid, string Kind, long FoundAt, ReadOnlyMemory<byte> File);
