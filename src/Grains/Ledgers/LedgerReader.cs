using System.Collections.Immutable;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Reads committed ledgers straight from the store: blocks, bodies, states at any block, proofs and receipts. Everything it reads is immutable,
/// so it needs no grain and never disturbs the one that writes.
/// </summary>
public sealed class LedgerReader(ILedgerStore store)
{
    private readonly HistoryTileCache _tiles = new();

    /// <summary>The store it reads.</summary>
    public ILedgerStore Store => store;

    /// <summary>A block's JWS as an object.</summary>
    /// <exception cref="InvalidDataException">The store holds something that is not a block.</exception>
    public static Block Parse(StoredBlock stored) => Block.TryParse(stored.Jws, out var block, out var why)
        ? block
        : throw new InvalidDataException($"Ledger '{stored.Ledger}': block {stored.Number} in the store cannot be read: {why.Detail}");

    /// <summary>The transactions of a block as objects, in history order, without those that were dropped.</summary>
    /// <exception cref="InvalidDataException">The store holds something that is not a transaction.</exception>
    public static ImmutableArray<Transaction> Parse(string ledger, StoredBody body) => [.. ParsePlaced(ledger, body).Select(placed => placed.Transaction)];

    /// <summary>The transactions of a block as objects with their offsets in it, without those that were dropped.</summary>
    /// <exception cref="InvalidDataException">The store holds something that is not a transaction.</exception>
    public static IReadOnlyList<(int Offset, Transaction Transaction)> ParsePlaced(string ledger, StoredBody body)
    {
        var placed = new List<(int, Transaction)>(body.Transactions.Count);
        for (var i = 0; i < body.Transactions.Count; i++)
        {
            if (body.Transactions[i].IsEmpty)
                continue;
            placed.Add(Transaction.TryParse(body.Transactions[i], out var transaction, out var why)
                ? (i, transaction)
                : throw new InvalidDataException($"Ledger '{ledger}': block {body.Number}, transaction {i} in the store cannot be read: {why.Detail}"));
        }
        return placed;
    }

    /// <summary>The state after a block, or null when there is no such block. Not thread safe: one per use.</summary>
    public async Task<StateTrie?> StateAtAsync(string ledger, long number, CancellationToken cancellation = default) =>
        await store.ReadBlockAsync(ledger, number, cancellation) is { } stored ? StateAt(stored) : null;

    /// <summary>The state after a stored block.</summary>
    public StateTrie StateAt(StoredBlock stored) => new(RootOf(stored, Parse(stored).Header), new StoredNodes(store, stored.Ledger, 1024 * 1024));

    /// <summary>Hashes of the history tree of the first <paramref name="size"/> transactions.</summary>
    public IHistoryHashes HistoryAt(string ledger, long size) => new TiledHistoryHashes(new StoredTiles(store, ledger), size, _tiles, ledger);

    /// <summary>The place and the block of a transaction, or null when the ledger does not have it.</summary>
    public async Task<(TransactionPlace Place, StoredBlock Block)?> FindAsync(string ledger, string transactionId, CancellationToken cancellation = default)
    {
        if (await store.FindTransactionAsync(ledger, transactionId, cancellation) is not { } place)
            return null;
        var block = await store.ReadBlockAsync(ledger, place.Block, cancellation)
            ?? throw new InvalidDataException($"Ledger '{ledger}': transaction {transactionId} points to block {place.Block}, which the store lacks.");
        return (place, block);
    }

    /// <summary>
    /// The blocks that last changed a state path, newest first, with the value each left there; at most <paramref name="limit"/>. A path that is not there now has no history here.
    /// </summary>
    public async Task<IReadOnlyList<StateChange>> StateHistoryAsync(
        string ledger, string path, int limit, CancellationToken cancellation = default)
    {
        var changes = new List<StateChange>();
        var at = await store.ReadHeadAsync(ledger, cancellation);
        while (at is not null && changes.Count < limit)
        {
            var state = StateAt(at);
            if (state.Locate(path) is not { } position)
                break;
            at = await BlockOfNodeAsync(ledger, position, at, cancellation);
            changes.Add(new StateChange(at.Number, at.Time, state.Leaves(path).First().Value));
            at = await store.ReadBlockAsync(ledger, at.Number - 1, cancellation);
        }
        return changes;
    }

    /// <summary>The block that appended a position of the node log, at or below <paramref name="highest"/>.</summary>
    private async Task<StoredBlock> BlockOfNodeAsync(string ledger, long position, StoredBlock highest, CancellationToken cancellation)
    {
        var found = highest;
        long low = 0, high = highest.Number;
        while (position < found.NodesStart || position >= found.NodesStart + found.NodesLength)
        {
            if (position < found.NodesStart)
                high = found.Number - 1;
            else
                low = found.Number + 1;
            found = await store.ReadBlockAsync(ledger, low + (high - low) / 2, cancellation)
                ?? throw new InvalidDataException($"Ledger '{ledger}': no block appended state node {position}.");
        }
        return found;
    }

    /// <summary>The stored state-node bytes that a block added, for comparison with a re-execution.</summary>
    public byte[] NodesOf(StoredBlock stored)
    {
        var bytes = new byte[stored.NodesLength];
        var read = bytes.Length == 0 ? 0 : new StoredNodes(store, stored.Ledger).Read(stored.NodesStart, bytes);
        return read == bytes.Length
            ? bytes
            : throw new InvalidDataException($"Ledger '{stored.Ledger}': block {stored.Number} has {stored.NodesLength} bytes of state nodes; the store has {read}.");
    }

    /// <summary>SHA-256 over <see cref="NodesOf"/>.</summary>
    public Hash256 NodesDigest(StoredBlock stored) => Hash256.Of(NodesOf(stored));

    /// <summary>The ledger after a stored block, put together from what the store keeps beside it.</summary>
    internal static LedgerCursor CursorAt(ILedgerStore store, StoredBlock stored, Block block)
    {
        if (block.Id != stored.Id)
            throw new InvalidDataException($"Ledger '{stored.Ledger}': block {stored.Number} is stored as {stored.Id}, but its payload gives {block.Id}.");
        var history = HistoryTree.Load(block.Header.Size, new TiledHistoryHashes(new StoredTiles(store, stored.Ledger), block.Header.Size));
        try
        {
            return LedgerCursor.After(block.Header, history, RootOf(stored, block.Header));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"Ledger '{stored.Ledger}': the stored head does not fit: {e.Message}", e);
        }
    }

    private static StateRoot RootOf(StoredBlock stored, BlockHeader header) => Hash256.TryParse(header.State, out var hash)
        ? new StateRoot(hash, stored.StatePosition, stored.NodesStart + stored.NodesLength)
        : throw new InvalidDataException($"Ledger '{stored.Ledger}': block {stored.Number} carries the state root '{header.State}', which is no hash.");
}

/// <summary>A block that changed a state path (height, Unix milliseconds), and the value it left there; null when that was dropped.</summary>
public sealed record StateChange(long Block, long Time, ReadOnlyMemory<byte>? Value);
