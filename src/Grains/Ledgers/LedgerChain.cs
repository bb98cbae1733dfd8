using System.Collections.Immutable;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// One ledger's growing end, as a pipeline of two: while one block is being certified and stored, the next is executed on what the first
/// leaves in memory. Blocks are stored strictly in order, each in one append. When one is not stored, <see cref="Discard"/> drops what was
/// executed on it. Used by one activation; one execution and one append may run at a time, beside each other. The store refuses what a stale
/// activation would write.
/// </summary>
internal sealed class LedgerChain
{
    private readonly ILedgerStore _store;
    private readonly ConsensusEngines _engines;
    private readonly PendingNodes _pendingNodes;
    private readonly BlockExecutor _executor;
    private readonly TileTail _tiles;
    private ImmutableList<(Execution Execution, IReadOnlySet<string> Ids)> _pending = [];   // executed and not stored, the oldest first

    private LedgerChain(ILedgerStore store, FamilyRegistry families, ConsensusEngines engines, ChainHead head, int cacheBytes)
    {
        _store = store;
        _engines = engines;
        Head = head;
        Nodes = new StoredNodes(store, head.Cursor.Ledger);
        _pendingNodes = new PendingNodes(Nodes);
        _executor = new BlockExecutor(families, _pendingNodes, cacheBytes);
        _tiles = new TileTail(new StoredTiles(store, head.Cursor.Ledger));
    }

    /// <summary>The newest block that is stored.</summary>
    public ChainHead Head { get; private set; }

    /// <summary>The ledger after the newest block that is executed: where the next is executed.</summary>
    private LedgerCursor Tip => _pending is [.., var newest] ? newest.Execution.Next : Head.Cursor;

    /// <summary>The ledger's state-node log as stored.</summary>
    public StoredNodes Nodes { get; }

    /// <summary>
    /// Whether whoever certifies the next block re-executes it, and refuses one with a transaction that is on the ledger already: then ids are to be
    /// looked up before.
    /// </summary>
    public bool IsExaminedBeforeStored => _executor.SettingsAt(Tip).Engine == Quorum.Name;

    /// <summary>Takes up a ledger where the store has it.</summary>
    /// <exception cref="InvalidDataException">The stored head does not fit its history or state.</exception>
    public static async Task<LedgerChain> LoadAsync(
        ILedgerStore store, FamilyRegistry families, ConsensusEngines engines, string ledger, int cacheBytes, CancellationToken cancellation)
    {
        if (await store.ReadHeadAsync(ledger, cancellation) is not { } head)
            return new LedgerChain(store, families, engines, new ChainHead(LedgerCursor.Start(ledger), null), cacheBytes);
        var block = LedgerReader.Parse(head);
        return new LedgerChain(store, families, engines, new ChainHead(LedgerReader.CursorAt(store, head, block), block.Header), cacheBytes);
    }

    /// <summary>The state as stored. Its own reader: safe beside an execution.</summary>
    public StateTrie State() => new(Head.Cursor.State, Nodes);

    /// <summary>Which of these ids are on the ledger, and all that are in blocks not stored yet: what executing the next block asks.</summary>
    public async Task<ITransactionIndex> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        // In this order: a block that is stored in between is then in both, not in neither.
        var pending = _pending.ConvertAll(block => block.Ids);
        var stored = ids.Count == 0 ? [] : (await _store.FindTransactionsAsync(Head.Cursor.Ledger, ids, cancellation)).Keys;
        var known = stored.Any() ? new KnownTransactions(stored) : KnownTransactions.None;
        return pending.IsEmpty ? known : new PendingTransactions(known, pending);
    }

    /// <summary>Executes what fits into the next block; the one after it will be executed on that.</summary>
    public Proposal Propose(IReadOnlyList<Batch> batches, long time, ITransactionIndex known, int maxTransactions)
    {
        var proposal = _executor.Propose(Tip, batches, time, known, maxTransactions);
        if (proposal.Execution is { } execution)
        {
            var ids = execution.Batches.SelectMany(b => b.Batch.Transactions).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
            _pendingNodes.Add(execution.State);
            ImmutableInterlocked.Update(ref _pending, static (pending, block) => pending.Add(block), (execution, (IReadOnlySet<string>)ids));
        }
        return proposal;
    }

    /// <summary>Certifies and stores the oldest block that is not stored; the head stands on it afterwards, if it was stored.</summary>
    /// <exception cref="OtherBlockDecidedException">When the validators have certified another block at this height.</exception>
    public async Task<(AppendOutcome Outcome, Block Block)> AppendAsync(Execution execution, CancellationToken cancellation)
    {
        var block = await _engines.SealAsync(execution, cancellation);
        return (await StoreAsync(execution, block, cancellation), block);
    }

    /// <summary>
    /// Finishes a block that was proposed before a crash: executes, certifies and stores it. Null when it is no block on the stored head any more.
    /// </summary>
    /// <exception cref="OtherBlockDecidedException">When the validators have certified another block at this height.</exception>
    public async Task<(AppendOutcome Outcome, Execution Execution, Block Block)?> FinishAsync(ProposedBlock pending, CancellationToken cancellation)
    {
        var cursor = Head.Cursor;
        var asked = await _store.FindTransactionsAsync(cursor.Ledger, KnownTransactions.References(pending.Batches), cancellation);
        if (_executor.Replay(cursor, pending.WithoutSignatures(), pending.Batches, new KnownTransactions(asked.Keys)).Execution is not { } execution)
            return null;
        var block = await _engines.SealAsync(execution, cancellation);
        return (await StoreAsync(execution, block, cancellation), execution, block);
    }

    /// <summary>Drops every block that is executed and not stored. Nothing may be executing or being appended meanwhile.</summary>
    public void Discard()
    {
        _pending = [];
        _pendingNodes.Clear();
    }

    /// <summary>
    /// Takes over a block that the validators decided instead of the one proposed here: checks its certificate, re-executes it on the stored
    /// head, and stores it. What was executed is discarded.
    /// </summary>
    /// <exception cref="InvalidDataException">When it is not a block of this ledger at this height.</exception>
    public async Task<(AppendOutcome Outcome, Execution Execution)> AdoptAsync(
        Block block, IReadOnlyList<Batch> batches, CancellationToken cancellation)
    {
        Discard();
        var cursor = Head.Cursor;
        var asked = await _store.FindTransactionsAsync(cursor.Ledger, KnownTransactions.References(batches), cancellation);
        var replay = _executor.Replay(cursor, block, batches, new KnownTransactions(asked.Keys));
        if (replay.Execution is not { } execution)
            throw new InvalidDataException($"Ledger '{cursor.Ledger}': the block its validators decided does not re-execute: {replay.Discrepancy}");
        if (_engines.VerifyCertificate(block, execution.Validators) is { } bad)
            throw new InvalidDataException($"Ledger '{cursor.Ledger}': the block its validators decided has no certificate: {bad.Detail}");
        return (await StoreAsync(execution, block, cancellation), execution);
    }

    private async Task<AppendOutcome> StoreAsync(Execution execution, Block block, CancellationToken cancellation)
    {
        var tiles = _tiles.Grow(execution.TileHashes);
        var outcome = await _store.AppendAsync(Write(execution, block, tiles), cancellation);
        if (outcome is AppendOutcome.Appended or AppendOutcome.AlreadyThere)
        {
            _tiles.Keep(tiles);
            Head = new ChainHead(execution.Next, execution.Header);
            // Only now: whoever executes meanwhile finds the block here or, after this, in the store.
            ImmutableInterlocked.Update(ref _pending, static (pending, stored) => pending.RemoveAll(b => ReferenceEquals(b.Execution, stored)), execution);
            _pendingNodes.Remove(execution.State);
        }
        return outcome;
    }

    /// <summary>All that a store writes for a block.</summary>
    internal static BlockAppend Write(Execution execution, Block block, IReadOnlyList<TileWrite> tiles)
    {
        var header = execution.Header;
        var first = header.Size - execution.Leaves.Length;
        var transactions = execution.Batches.SelectMany(b => b.Batch.Transactions).ToArray();
        var stored = new StoredBlock(
            header.Ledger, header.Number, block.Id, header.Previous, header.Time, block.ToJws(), first, transactions.Length,
            execution.State.Start, execution.State.Bytes.Length, execution.State.Root.Position);
        var seals = execution.Batches.Where(b => b.Batch.Seal is not null)
            .Select(b => new StoredSeal(b.Batch.Id, (int)(b.FirstIndex - first), b.Batch.Transactions.Length, b.Batch.Seal!));
        return new BlockAppend(
            stored, [.. transactions.Select(t => t.Bytes)], [.. transactions.Select(t => t.Id)], [.. seals], execution.State.Bytes, tiles);
    }
}

/// <summary>A ledger's newest stored block.</summary>
/// <param name="Cursor">The ledger after it.</param>
/// <param name="Header">Its header; null before the genesis block.</param>
internal sealed record ChainHead(LedgerCursor Cursor, BlockHeader? Header);
