using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>Proposals and evidence in SQL tables.</summary>
public sealed class SqlConsensusStore(SqlDatabase database) : IProposalStore, IEvidenceStore
{
    const string Save = """
        INSERT INTO proposals (ledger, number, round, frame) VALUES (@ledger, @number, @round, @frame)
        ON CONFLICT (ledger) DO UPDATE SET number = excluded.number, round = excluded.round, frame = excluded.frame
        WHERE excluded.number > proposals.number OR (excluded.number = proposals.number AND excluded.round > proposals.round)
            OR (excluded.number = proposals.number AND excluded.round = proposals.round AND excluded.frame = proposals.frame)
        """;

    const string Add = """
        INSERT INTO evidence (ledger, number, kid, kind, found_at, file)
        SELECT @ledger, @number, @kid, @kind, @found_at, @file WHERE (SELECT COUNT(*) FROM evidence WHERE ledger = @ledger AND kid = @kid) < @most
        ON CONFLICT (ledger, number, kid, kind) DO NOTHING
        """;

    /// <inheritdoc/>
    public async Task<StoredProposal?> ReadProposalAsync(string ledger, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => session.FirstAsync("SELECT number, round, frame FROM proposals WHERE ledger = @ledger",
            row => new StoredProposal(ledger, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)), cancellation, ("@ledger", ledger)));

    /// <inheritdoc/>
    public Task<bool> SaveProposalAsync(StoredProposal proposal, CancellationToken cancellation = default) =>
        database.WriteAsync(async session =>
        {
            var saved = await session.ExecuteAsync(Save, cancellation, ("@ledger", proposal.Ledger), ("@number", proposal.Number), ("@round", proposal.Round),
                ("@frame", proposal.Frame.ToArray()));
            return (saved == 1, Commit: true);
        }, cancellation);

    /// <inheritdoc/>
    public Task<bool> AddEvidenceAsync(StoredEvidence evidence, CancellationToken cancellation = default) =>
        database.WriteAsync(async session =>
        {
            var added = await session.ExecuteAsync(Add, cancellation, ("@ledger", evidence.Ledger), ("@number", evidence.Number), ("@kid", evidence.Kid),
                ("@kind", evidence.Kind), ("@found_at", evidence.FoundAt), ("@file", evidence.File.ToArray()), ("@most", IEvidenceStore.MostOfAKey));
            return (added == 1, Commit: true);
        }, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredEvidence>> ListEvidenceAsync(string ledger, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => session.ListAsync(
            "SELECT number, kid, kind, found_at, file FROM evidence WHERE ledger = @ledger ORDER BY number, kid, kind",
            row => new StoredEvidence(ledger, row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetFieldValue<byte[]>(4)),
            cancellation, ("@ledger", ledger)));
}
