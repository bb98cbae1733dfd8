using System.Runtime.CompilerServices;
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
/// never runs backwards. It shares no state with whoever wrote the ledger. A pipeline: while one group of blocks is re-executed, the next
/// is read, parsed and has its signatures verified on all cores. Keys for that are looked up ahead in the transactions that register them,
/// which is safe because a key id is the thumbprint of its key; whether the key may sign at all is decided when its block is re-executed.
/// </summary>
/// <param name="families">Must be the families the ledger was made with.</param>
/// <param name="engines">Consensus engines to check certificates with.</param>
public sealed class LedgerVerifier(FamilyRegistry families, ConsensusEngines engines)
{
    /// <summary>Batches in a group: enough to keep all cores busy, few enough to hold two groups in memory.</summary>
    private const int GroupSize = 1_024;

    private readonly FamilyRegistry _families = families;
    private readonly ConsensusEngines _engines = engines;

    private sealed record Parsed<T>(T? Value, Rejection? Why);

    private sealed record Prepared(LedgerRecord Record, Parsed<Block> Block, Parsed<Batch>[] Batches);

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
        var groups = Channel.CreateBounded<List<Prepared>>(1);
        var preparing = Task.Run(() => PrepareAsync(records, groups.Writer, stop.Token), stop.Token);
        try
        {
            await foreach (var group in groups.Reader.ReadAllAsync(cancellation))
            {
                foreach (var prepared in group)
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

    private static async Task PrepareAsync(IAsyncEnumerable<LedgerRecord> records, ChannelWriter<List<Prepared>> groups, CancellationToken cancellation)
    {
        try
        {
            var keys = new PublicKeyCache();
            await foreach (var group in Group(records, cancellation))
                await groups.WriteAsync(Prepare(group, keys), cancellation);
            groups.Complete();
        }
        catch (Exception e)
        {
            groups.Complete(e);
            throw;
        }
    }

    private static async IAsyncEnumerable<List<LedgerRecord>> Group(
        IAsyncEnumerable<LedgerRecord> records, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var group = new List<LedgerRecord>();
        var batches = 0;
        await foreach (var record in records.WithCancellation(cancellation))
        {
            group.Add(record);
            batches += record.Batches.Count + 1;
            if (batches < GroupSize)
                continue;
            yield return group;
            (group, batches) = ([], 0);
        }
        if (group.Count > 0)
            yield return group;
    }

    private static List<Prepared> Prepare(List<LedgerRecord> records, PublicKeyCache keys)
    {
        var group = records.ConvertAll(static record => new Prepared(
            record,
            Block.TryParse(record.Block, out var block, out var why) ? new(block, null) : new(null, why),
            new Parsed<Batch>[record.Batches.Count]));
        var places = new List<(Prepared Prepared, int Number)>();
        foreach (var prepared in group)
            places.AddRange(Enumerable.Range(0, prepared.Batches.Length).Select(i => (prepared, i)));
        Parallel.ForEach(places, static place => place.Prepared.Batches[place.Number] =
            Batch.TryParse(place.Prepared.Record.Batches[place.Number], out var batch, out var why) ? new(batch, null) : new(null, why));

        var batches = group.SelectMany(p => p.Batches).Select(b => b.Value).OfType<Batch>().ToList();
        foreach (var transaction in batches.SelectMany(b => b.Transactions))
            OfferKeys(transaction, keys);
        SignatureStage.Verify(batches, kid => keys.TryGet(kid, out var key) ? key : null);
        return group;
    }

    private static void OfferKeys(Transaction transaction, PublicKeyCache keys)
    {
        if (transaction.Header.Family is not ("key/1" or "settings/1" or "governance/1"))
            return;
        using var payload = Payload.Open(transaction.Payload);
        if (payload.Optional("jwk") is { } jwk)
            keys.Offer(jwk);
        if ((payload.Optional("keys") ?? payload.Optional("changes")) is not { ValueKind: System.Text.Json.JsonValueKind.Array } list)
            return;
        foreach (var key in list.EnumerateArray())
        {
            if (key.ValueKind == System.Text.Json.JsonValueKind.Object && key.TryGetProperty("jwk", out var listed))
                keys.Offer(listed);
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

        public Discrepancy? Check(Prepared prepared)
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
