using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// One ledger's growing end: proposes the next block on the newest, has it certified, and stores it in one append. Used by one activation,
/// one call at a time; the store refuses what a stale one would write.
/// </summary>
internal sealed class LedgerChain
{
    private readonly ILedgerStore _store;
    private readonly ConsensusEngines _engines;
    private readonly BlockExecutor _executor;
    private readonly TileTail _tiles;

    private LedgerChain(ILedgerStore store, FamilyRegistry families, ConsensusEngines engines, LedgerCursor cursor, BlockHeader? header, int cacheBytes)
    {
        _store = store;
        _engines = engines;
        Cursor = cursor;
        Header = header;
        Nodes = new StoredNodes(store, cursor.Ledger);
        _executor = new BlockExecutor(families, Nodes, cacheBytes);
        _tiles = new TileTail(new StoredTiles(store, cursor.Ledger));
    }

    /// <summary>The ledger after its newest block.</summary>
    public LedgerCursor Cursor { get; private set; }

    /// <summary>The newest block's header; null before the genesis block.</summary>
    public BlockHeader? Header { get; private set; }

    /// <summary>The ledger's state-node log.</summary>
    public StoredNodes Nodes { get; }

    /// <summary>Takes up a ledger where the store has it.</summary>
    /// <exception cref="InvalidDataException">The stored head does not fit its history or state.</exception>
    public static async Task<LedgerChain> LoadAsync(
        ILedgerStore store, FamilyRegistry families, ConsensusEngines engines, string ledger, int cacheBytes, CancellationToken cancellation)
    {
        if (await store.ReadHeadAsync(ledger, cancellation) is not { } head)
            return new LedgerChain(store, families, engines, LedgerCursor.Start(ledger), null, cacheBytes);
        var block = LedgerReader.Parse(head);
        return new LedgerChain(store, families, engines, LedgerReader.CursorAt(store, head, block), block.Header, cacheBytes);
    }

    /// <summary>The state now. Its own reader: safe beside a proposal.</summary>
    public StateTrie State() => new(Cursor.State, Nodes);

    /// <summary>Executes what fits into the next block.</summary>
    public Proposal Propose(IReadOnlyList<Batch> batches, long time, ITransactionIndex known, int maxTransactions) =>
        _executor.Propose(Cursor, batches, time, known, maxTransactions);

    /// <summary>Certifies and stores a proposed block; afterwards the chain stands on it, if it was stored.</summary>
    public async Task<(AppendOutcome Outcome, Block Block)> AppendAsync(Execution execution, CancellationToken cancellation)
    {
        var block = await _engines.SealAsync(execution, cancellation);
        return (await StoreAsync(execution, block, cancellation), block);
    }

    /// <summary>
    /// Takes over a block that the validators decided instead of the one proposed here: checks its certificate, re-executes it, and stores it.
    /// </summary>
    /// <exception cref="InvalidDataException">When it is not a block of this ledger at this height.</exception>
    public async Task<(AppendOutcome Outcome, Execution Execution)> AdoptAsync(
        Block block, IReadOnlyList<Batch> batches, CancellationToken cancellation)
    {
        var asked = await _store.FindTransactionsAsync(Cursor.Ledger, KnownTransactions.References(batches), cancellation);
        var replay = _executor.Replay(Cursor, block, batches, new KnownTransactions(asked.Keys));
        if (replay.Execution is not { } execution)
            throw new InvalidDataException($"Ledger '{Cursor.Ledger}': the block its validators decided does not re-execute: {replay.Discrepancy}");
        if (_engines.VerifyCertificate(block, execution.Validators) is { } bad)
            throw new InvalidDataException($"Ledger '{Cursor.Ledger}': the block its validators decided has no certificate: {bad.Detail}");
        return (await StoreAsync(execution, block, cancellation), execution);
    }

    private async Task<AppendOutcome> StoreAsync(Execution execution, Block block, CancellationToken cancellation)
    {
        var tiles = _tiles.Grow(execution.TileHashes);
        var outcome = await _store.AppendAsync(Write(execution, block, tiles), cancellation);
        if (outcome is AppendOutcome.Appended or AppendOutcome.AlreadyThere)
        {
            _tiles.Keep(tiles);
            Cursor = execution.Next;
            Header = execution.Header;
        }
        return outcome;
    }

    private static BlockAppend Write(Execution execution, Block block, IReadOnlyList<TileWrite> tiles)
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
