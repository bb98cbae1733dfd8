using System.Data.Common;
using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage.Sql.Transactions;

namespace SmartBlocks.Storage.Sql;

/// <summary>The append.</summary>
public sealed partial class SqlLedgerStore
{
    /// <inheritdoc/>
    public async Task<AppendOutcome> AppendAsync(BlockAppend block, CancellationToken cancellation = default)
    {
        var ids = Validate(block);
        var entries = EntryBundle.Pack(block.Transactions);
        try
        {
            return await database.WriteAsync(async session =>
            {
                var outcome = await AppendAsync(session, block, ids, entries, cancellation);
                return (outcome, Commit: outcome == AppendOutcome.Appended);
            }, cancellation);
        }
        catch (DbException exception) when (database.Dialect.IsUniqueViolation(exception))
        {
            // The primary key spoke before the check could: another writer took the height. What stands there now is the answer.
            if (await ReadBlockAsync(block.Block.Ledger, block.Block.Number, cancellation) is not { } standing)
                throw; // No: some other key, hence a damaged store.
            return standing.Id == block.Block.Id ? AppendOutcome.AlreadyThere : AppendOutcome.Conflict;
        }
    }

    async Task<AppendOutcome> AppendAsync(SqlSession session, BlockAppend append, IReadOnlyList<TransactionId> ids, byte[] entries, CancellationToken cancellation)
    {
        var block = append.Block;
        if (database.Dialect.LockStatement is { } lockStatement)
            await session.ExecuteAsync(lockStatement, cancellation, ("@name", block.Ledger));
        var head = await ReadHeadAsync(session, block.Ledger, cancellation);
        if (block.Number <= (head?.Number ?? -1))
        {
            var standing = await session.FirstAsync("SELECT id FROM blocks WHERE ledger = @ledger AND number = @number", row => row.GetString(0), cancellation,
                ("@ledger", block.Ledger), ("@number", block.Number));
            return standing == block.Id ? AppendOutcome.AlreadyThere : AppendOutcome.Conflict;
        }
        if (block.Number != (head?.Number ?? -1) + 1 || (head is not null && block.Previous != head.Id))
            return AppendOutcome.Conflict;
        CheckContinues(block, head);
        if ((await _index.FindAsync(session, block.Ledger, ids, cancellation)).Count > 0)
            return AppendOutcome.DuplicateTransaction;

        var writes = new List<SqlWrite>
        {
            new($"INSERT INTO blocks ({BlockColumns}) VALUES (@ledger, @number, @id, @previous, @time, @jws, @first_index, @count, @nodes_start, @nodes_length, @state_position)",
                ("@ledger", block.Ledger), ("@number", block.Number), ("@id", block.Id), ("@previous", block.Previous), ("@time", block.Time),
                ("@jws", block.Jws.ToArray()), ("@first_index", block.FirstIndex), ("@count", (long)block.Count),
                ("@nodes_start", block.NodesStart), ("@nodes_length", (long)block.NodesLength), ("@state_position", block.StatePosition)),
            new("INSERT INTO bodies (ledger, number, entries, seals) VALUES (@ledger, @number, @entries, @seals)",
                ("@ledger", block.Ledger), ("@number", block.Number), ("@entries", entries),
                ("@seals", append.Seals.Count == 0 ? "[]" : JsonSerializer.Serialize(append.Seals, JsonSerializerOptions.Web))),
        };
        foreach (var seal in append.Seals)
            writes.Add(new SqlWrite("INSERT INTO batches (ledger, id, number, first, count) VALUES (@ledger, @id, @number, @first, @count)",
                ("@ledger", block.Ledger), ("@id", seal.BatchId), ("@number", block.Number), ("@first", (long)seal.First), ("@count", (long)seal.Count)));
        AddNodes(writes, block.Ledger, block.NodesStart, append.Nodes);
        foreach (var tile in append.Tiles)
            writes.Add(new SqlWrite(
                "INSERT INTO tiles (ledger, level, tile, hashes) VALUES (@ledger, @level, @tile, @hashes) ON CONFLICT (ledger, level, tile) DO UPDATE SET hashes = excluded.hashes",
                ("@ledger", block.Ledger), ("@level", (long)tile.Level), ("@tile", tile.Index), ("@hashes", tile.Hashes.ToArray())));
        await TransactionIndex.AddAsync(session, writes, block.Ledger, block.FirstIndex, ids, cancellation);
        await session.ExecuteAsync(writes, cancellation);
        return AppendOutcome.Appended;
    }

    // What the block says of itself must fit together: these are defects of the caller, not outcomes.
    static TransactionId[] Validate(BlockAppend append)
    {
        var block = append.Block;
        if (append.Transactions.Count != block.Count || append.TransactionIds.Count != block.Count)
            throw new ArgumentException(
                $"Block {block.Number} of ledger '{block.Ledger}' says {block.Count} transactions, but {append.Transactions.Count} bodies and {append.TransactionIds.Count} ids were given.", nameof(append));
        if (append.Nodes.Length != block.NodesLength)
            throw new ArgumentException($"Block {block.Number} of ledger '{block.Ledger}' says {block.NodesLength} bytes of state nodes, but {append.Nodes.Length} were given.", nameof(append));
        var ids = new TransactionId[append.TransactionIds.Count];
        var seen = new HashSet<TransactionId>(ids.Length);
        for (var i = 0; i < ids.Length; i++)
        {
            if (!TransactionId.TryParse(append.TransactionIds[i], out ids[i]))
                throw new ArgumentException($"Transaction id '{append.TransactionIds[i]}' is not the base64url of 32 bytes.", nameof(append));
            if (!seen.Add(ids[i]))
                throw new ArgumentException($"Transaction id '{append.TransactionIds[i]}' stands twice in block {block.Number} of ledger '{block.Ledger}'.", nameof(append));
        }
        foreach (var seal in append.Seals)
            if (seal.First < 0 || seal.Count < 1 || seal.First > block.Count - seal.Count)
                throw new ArgumentException($"Batch '{seal.BatchId}' covers transactions [{seal.First}, {seal.First + seal.Count}) of a block that has {block.Count}.", nameof(append));
        return ids;
    }

    static void CheckContinues(StoredBlock block, StoredBlock? head)
    {
        var firstIndex = head is null ? 0 : head.FirstIndex + head.Count;
        if (block.FirstIndex != firstIndex)
            throw new ArgumentException($"Block {block.Number} of ledger '{block.Ledger}' begins at history index {block.FirstIndex}; the ledger continues at {firstIndex}.", nameof(block));
        var nodesStart = head is null ? 0 : head.NodesStart + head.NodesLength;
        if (block.NodesStart != nodesStart)
            throw new ArgumentException($"Block {block.Number} of ledger '{block.Ledger}' begins its state nodes at {block.NodesStart}; the log continues at {nodesStart}.", nameof(block));
    }
}
