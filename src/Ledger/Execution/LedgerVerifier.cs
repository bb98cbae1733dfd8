using System.Threading.Channels;

namespace SmartBlocks.Ledger;

/// <summary>A block as stored or received, not yet believed.</summary>
/// <param name="Block">The block's JWS.</param>
/// <param name="Batches">Its batches with their seals, each as JSON or a bare compact JWS.</param>
/// <param name="StateBytes">SHA-256 of the bytes the store appended to the node log for it; null when there is no such copy to check.</param>
public sealed record LedgerRecord(ReadOnlyMemory<byte> Block, IReadOnlyList<ReadOnlyMemory<byte>> Batches, Hash256? StateBytes = null)
{
    /// <summary>The block's transactions one by one when some of them were dropped under a retention transaction; null when all are there.</summary>
    public IReadOnlyList<ExportEntry>? Entries { get; init; }
}

/// <summary>A transaction of a block, or what is left of it.</summary>
/// <param name="Transaction">The transaction; null when it was dropped.</param>
/// <param name="Leaf">Its leaf hash in the history.</param>
/// <param name="Id">Its id.</param>
public sealed record ExportEntry(Transaction? Transaction, Hash256 Leaf, Hash256 Id);

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
    LedgerCursor Head, string? GenesisId, long Blocks, long Transactions, long Signatures, Discrepancy? Discrepancy)
{
    /// <summary>Transactions that were dropped under retention transactions: their leaf hashes are in the history, nothing else of them can be checked.</summary>
    public long Dropped { get; init; }

    /// <summary>True when the state after the last block was executed, and not only its history followed.</summary>
    public bool KnowsState { get; init; } = true;

    /// <summary>
    /// Blocks whose transactions could not be executed again because ones before, or of their own, were dropped. Of these links, times, history and, where their
    /// validators are known, certificates are checked, but not what the transactions did to the state. A snapshot of a later block ends this.
    /// </summary>
    public long Unexecuted { get; init; }

    /// <summary>Blocks among them whose certificate could not be checked, since their validators' keys are not known.</summary>
    public long Uncertified { get; init; }
}

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

        public bool Contains(Transaction transaction) => ids.Contains(transaction.Hash);

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
        VerifyAcrossAsync(ledger, records, null, log, progress, cancellation);

    /// <summary>
    /// As <see cref="VerifyAsync(string, IAsyncEnumerable{LedgerRecord}, IStateNodeLog, IProgress{VerificationProgress}, CancellationToken)"/>, for a ledger of which
    /// transactions were dropped: at the snapshot's block execution goes on that they had ended.
    /// </summary>
    /// <param name="ledger">The ledger's id.</param>
    /// <param name="records">All blocks from number 0 on.</param>
    /// <param name="snapshot">A verified snapshot with its node log, or null.</param>
    /// <param name="log">An empty node log to rebuild the state in; in memory when null.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<VerificationReport> VerifyAcrossAsync(
        string ledger, IAsyncEnumerable<LedgerRecord> records, (LedgerStart Start, IStateNodeLog Log)? snapshot, IStateNodeLog? log = null,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(new Replica(this, new LedgerStart(LedgerCursor.Start(ledger), null, new HashSet<Hash256>()), log ?? new MemoryStateNodes(), snapshot), records, progress, cancellation);

    /// <summary>Checks the blocks that follow a snapshot in their order, up to the first discrepancy.</summary>
    /// <param name="start">The ledger at the snapshot's block. Its set of ids grows by those of the blocks checked.</param>
    /// <param name="records">All blocks after the snapshot's.</param>
    /// <param name="log">The snapshot's node log.</param>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<VerificationReport> VerifyAsync(
        LedgerStart start, IAsyncEnumerable<LedgerRecord> records, IStateNodeLog log,
        IProgress<VerificationProgress>? progress = null, CancellationToken cancellation = default) =>
        RunAsync(new Replica(this, start, log, null), records, progress, cancellation);

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
    private sealed class Replica(LedgerVerifier verifier, LedgerStart start, IStateNodeLog log, (LedgerStart Start, IStateNodeLog Log)? snapshot)
    {
        private readonly Dictionary<string, PublicKey> _validators = new(StringComparer.Ordinal);
        private BlockExecutor _executor = new(verifier._families, log);
        private IStateNodeLog _log = log;
        private bool _lost;
        private long _dropped;
        private long _unexecuted;
        private long _uncertified;
        private readonly CommittedIds _ids = new(start.Ids);
        private LedgerCursor _cursor = start.Cursor;
        private string? _genesis = start.Genesis;
        private long _signatures;

        public long Blocks => _cursor.Number - start.Cursor.Number;

        public long Transactions => _cursor.History.Size - start.Cursor.History.Size;

        public VerificationReport Report(Discrepancy? discrepancy) => new(_cursor, _genesis, Blocks, Transactions, _signatures, discrepancy)
        {
            Dropped = _dropped, Unexecuted = _unexecuted, Uncertified = _uncertified, KnowsState = !_lost,
        };

        public Discrepancy? Check(PreparedRecord prepared)
        {
            var number = _cursor.Number + 1;
            if (prepared.Block.Value is not { } block)
                return new Discrepancy(number, "it cannot be read: " + prepared.Block.Why);
            if (prepared.Record.Entries is { } entries)
                return Follow(block, entries);
            var batches = new List<Batch>(prepared.Batches.Length);
            var at = 0;
            foreach (var (batch, why) in prepared.Batches)
            {
                if (batch is null)
                    return new Discrepancy(number, "it cannot be read: " + why, Transaction: at);
                batches.Add(batch);
                at += batch.Transactions.Length;
            }
            if (_lost)
                return Follow(block, [.. batches.SelectMany(b => b.Transactions).Select(t => new ExportEntry(t, t.LeafHash, t.Hash))]);
            var result = _executor.Replay(_cursor, block, batches, _ids);
            if (result.Execution is not { } execution)
                return result.Discrepancy;
            if (verifier._engines.VerifyCertificate(block, execution.Validators) is { } bad)
                return new Discrepancy(number, "its certificate is wrong: " + bad);
            if (prepared.Record.StateBytes is { } stored && Hash256.Of(execution.State.Bytes.Span) is var own && stored != own)
                return new Discrepancy(number, "the state nodes stored for it are not the ones re-execution gives", own.ToString(), stored.ToString());
            _log.Append(execution.State.Start, execution.State.Bytes.Span);
            foreach (var validator in execution.Validators)
                _validators[validator.KeyId] = validator;
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

        /// <summary>What can be said of a block that cannot be executed: that it continues the one before, with these leaves, on its validators' word.</summary>
        private Discrepancy? Follow(Block block, IReadOnlyList<ExportEntry> entries)
        {
            var header = block.Header;
            var number = _cursor.Number + 1;
            _lost = true;
            if (header.Ledger != _cursor.Ledger || header.Number != number || header.Previous != _cursor.Id)
                return new Discrepancy(number, "it does not continue the block before", _cursor.Id, header.Previous);
            if (header.Time < _cursor.Time)
                return new Discrepancy(number, "its time lies before the previous block's");
            foreach (var entry in entries)
            {
                if (!start.Ids.Add(entry.Id))
                    return new Discrepancy(number, "a transaction is on the ledger already", null, entry.Id.ToString());
            }
            Hash256[] leaves = [.. entries.Select(e => e.Leaf)];
            var history = _cursor.History.Append(leaves).Tree;
            if (header.Size != history.Size || header.Root != history.Root.ToString())
                return new Discrepancy(number, "its history root is wrong", history.Root.ToString(), header.Root);
            if (Certify(block) is { } bad)
                return new Discrepancy(number, "its certificate is wrong: " + bad);
            _dropped += entries.Count(e => e.Transaction is null);
            _unexecuted++;
            _genesis ??= block.Id;
            _cursor = new LedgerCursor(header.Ledger, number, block.Id, header.Time, history, _cursor.State);
            return Resume();
        }

        private Rejection? Certify(Block block)
        {
            if (!block.Header.Validators.All(_validators.ContainsKey))
            {
                _uncertified++;
                return null;
            }
            _signatures += block.Signatures.Length;
            return verifier._engines.VerifyCertificate(block, [.. block.Header.Validators.Select(kid => _validators[kid])]);
        }

        /// <summary>At the snapshot's block its state takes the place of the one that was lost.</summary>
        private Discrepancy? Resume()
        {
            if (snapshot is not var (there, nodes) || there.Cursor.Number != _cursor.Number)
                return null;
            if (there.Cursor.Id != _cursor.Id)
                return new Discrepancy(_cursor.Number, "it is not the block of the snapshot", there.Cursor.Id, _cursor.Id);
            (_cursor, _log, _executor, _lost) = (there.Cursor, nodes, new BlockExecutor(verifier._families, nodes), false);
            return null;
        }
    }
}
