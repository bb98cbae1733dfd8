using System.Threading.Channels;

namespace SmartBlocks.Ledger;

/// <summary>A block as stored or received, not yet believed.</summary>
/// <param name="Block">The block's JWS.</param>
/// <param name="Batches">Its batches with their seals, each as JSON or a bare compact JWS.</param>
/// <param name="StateBytes">SHA-256 of the bytes the store appended to the node log for it; null when there is no such copy to check.</param>
public sealed record LedgerRecord(ReadOnlyMemory<byte> Block, IReadOnlyList<ReadOnlyMemory<byte>> Batches, Hash256? StateBytes = null);

/// <summary>Where a verification begins: at a ledger's genesis, or at a snapshot of it.</summary>
/// <param name="Cursor">The ledger so far.</param>
/// <param name="Genesis">Id of block 0; null when there is none yet.</param>
/// <param name="Ids">Ids of the transactions so far.</param>
public sealed record LedgerStart(LedgerCursor Cursor, string? Genesis, ISet<Hash256> Ids);

/// <summary>How far a verification is.</summary>
public readonly record struct VerificationProgress(long Blocks, long Transactions);

/// <summary>What a verification found.</summary>
/// <param name="Head">The ledger after the last block that is right.</param>
/// <param name="GenesisId">Id of block 0: what two parties compare to know they speak of the same ledger; null when there is none.</param>
/// <param name="Blocks">Blocks that are right.</param>
/// <param name="Transactions">Transactions in them, each re-executed.</param>
/// <param name="Signatures">Signatures of transactions, seals and blocks that verified.</param>
/// <param name="Discrepancy">The first thing that is wrong; null when all is right.</param>
public sealed record VerificationReport(
    LedgerCursor Head, string? GenesisId, long Blocks, long Transactions, long Signatures, Discrepancy? Discrepancy);

/// <summary>
/// Checks a whole ledger from its genesis: every signature, every re-execution, every root, every link, every certificate, and that time
/// never runs backwards. It shares no state with whoever wrote the ledger. A pipeline: while blocks are re-executed in their order, those
/// after them are read, parsed and have their signatures verified on all cores (<see cref="RecordPreparation"/>); whether a key may sign at
/// all is decided when its block is re-executed.
/// </summary>
/// <param name="families">Must be the families the ledger was made with.</param>
/// <param name="engines">Consensus engines to check certificates with.</param>
public sealed class LedgerVerifier(FamilyRegistry families, ConsensusEngines engines)
{
    private readonly FamilyRegistry _families = families;
    private readonly ConsensusEngines _engines = engines;

    private sealed class CommittedIds(ISet<Hash256> ids) : ITransactionIndex
    {
        public bool Contains(string id) => Hash256.TryParse(id, out var hash) && ids.Contains(hash);

        public void Add(Hash256 id) => ids.Add(id);
    }

    /// <summary>Checks the blocks of <paramref name="ledger"/> in their order, up to the first discrepancy.</summary>
    /// <param name="ledger">The ledger's id.</param>
    /// <param name="records">All blocks from number 0 on.</param>
    /// <param name="log">An empty node log to rebuild the state in; in memory when null.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<VerificationReport> VerifyAsync(
        string ledger, IAsyncEnumerable<LedgerRecord> records, IStateNodeLog? log = null,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(new Replica(this, new LedgerStart(LedgerCursor.Start(ledger), null, new HashSet<Hash256>()), log ?? new MemoryStateNodes()), records, progress, cancellation);

    /// <summary>Checks the blocks that follow a snapshot in their order, up to the first discrepancy.</summary>
    /// <param name="start">The ledger at the snapshot's block. Its set of ids grows by those of the blocks checked.</param>
    /// <param name="records">All blocks after the snapshot's.</param>
    /// <param name="log">The snapshot's node log.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<VerificationReport> VerifyAsync(
        LedgerStart start, IAsyncEnumerable<LedgerRecord> records, IStateNodeLog log,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(new Replica(this, start, log), records, progress, cancellation);

    private static async Task<VerificationReport> RunAsync(
        Replica run, IAsyncEnumerable<LedgerRecord> records, IProgress<VerificationProgress>? progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var groups = Channel.CreateBounded<PreparedGroup>(RecordPreparation.GroupsAhead);
        var preparing = Task.Run(() => new RecordPreparation().RunAsync(records, groups.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var group in groups.Reader.ReadAllAsync(cancellation))
            {
                await group.Ready;
                foreach (var prepared in group.Records)
                {
                    if (run.Check(prepared) is { } discrepancy)
                        return run.Report(discrepancy);
                    progress?.Report(new VerificationProgress(run.Blocks, run.Transactions));
                }
            }
            await preparing;
            return run.Report(null);
        }
        finally
        {
            await stop.CancelAsync();
            await preparing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>The ledger as rebuilt so far.</summary>
    private sealed class Replica(LedgerVerifier verifier, LedgerStart start, IStateNodeLog log)
    {
        private readonly BlockExecutor _executor = new(verifier._families, log);
        private readonly CommittedIds _ids = new(start.Ids);
        private LedgerCursor _cursor = start.Cursor;
        private string? _genesis = start.Genesis;
        private long _signatures;

        public long Blocks => _cursor.Number - start.Cursor.Number;

        public long Transactions => _cursor.History.Size - start.Cursor.History.Size;

        public VerificationReport Report(Discrepancy? discrepancy) => new(_cursor, _genesis, Blocks, Transactions, _signatures, discrepancy);

        public Discrepancy? Check(PreparedRecord prepared)
        {
            var number = _cursor.Number + 1;
            if (prepared.Block.Value is not { } block)
                return new Discrepancy(number, "it cannot be read: " + prepared.Block.Why);
            var batches = new List<Batch>(prepared.Batches.Length);
            var at = 0;
            foreach (var (batch, why) in prepared.Batches)
            {
                if (batch is null)
                    return new Discrepancy(number, "it cannot be read: " + why, Transaction: at);
                batches.Add(batch);
                at += batch.Transactions.Length;
            }
            var result = _executor.Replay(_cursor, block, batches, _ids);
            if (result.Execution is not { } execution)
                return result.Discrepancy;
            if (verifier._engines.VerifyCertificate(block, execution.Validators) is { } bad)
                return new Discrepancy(number, "its certificate is wrong: " + bad);
            if (prepared.Record.StateBytes is { } stored && Hash256.Of(execution.State.Bytes.Span) is var own && stored != own)
                return new Discrepancy(number, "the state nodes stored for it are not the ones re-execution gives", own.ToString(), stored.ToString());
            log.Append(execution.State.Start, execution.State.Bytes.Span);
            foreach (var committed in execution.Batches)
            {
                _signatures += committed.Batch.Transactions.Length + (committed.Batch.Seal is null ? 0 : 1);
                foreach (var transaction in committed.Batch.Transactions)
                    _ids.Add(transaction.Hash);
            }
            _signatures += block.Signatures.Length;
            _genesis ??= block.Id;
            _cursor = execution.Next;
            return null;
        }
    }
}
