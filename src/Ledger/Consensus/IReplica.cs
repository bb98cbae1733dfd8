namespace SmartBlocks.Ledger;

/// <summary>A validator's own copy of a ledger, as far as voting needs it.</summary>
public interface IReplica
{
    /// <summary>The ledger after the newest block that the validator has re-executed itself.</summary>
    LedgerCursor Cursor { get; }

    /// <summary>The settings in force for the next block.</summary>
    LedgerSettings Settings { get; }

    /// <summary>A key registered on the ledger, or null.</summary>
    KeyEntry? Key(string kid);

    /// <summary>Re-executes a block on <see cref="Cursor"/> without keeping anything of it.</summary>
    ReplayResult Replay(ProposedBlock block);
}

/// <summary>Where a validator keeps its votes. What is saved must outlive every crash: a validator that forgets a vote may give another one.</summary>
public interface IVoteStore
{
    /// <summary>The record last saved for a ledger; null when there is none.</summary>
    VoteRecord? Load(string ledger);

    /// <summary>Replaces the ledger's record; durable when it returns, or it throws and nothing is sent.</summary>
    void Save(VoteRecord record);
}
