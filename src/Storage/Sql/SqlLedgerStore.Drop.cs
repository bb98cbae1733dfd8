using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Storage.Sql;

/// <summary>Dropping what retention transactions let go: the only change there ever is to what was appended.</summary>
public sealed partial class SqlLedgerStore
{
    /// <inheritdoc/>
    public Task DropAsync(BlockDrop drop, CancellationToken cancellation = default) => database.WriteAsync(async session =>
    {
        if (database.Dialect.LockStatement is { } lockStatement)
            await session.ExecuteAsync(lockStatement, cancellation, ("@name", drop.Ledger));
        var body = await ReadBodyAsync(session, drop.Ledger, drop.Number, cancellation)
            ?? throw new InvalidDataException($"Ledger '{drop.Ledger}': block {drop.Number} has no body in the store.");
        if (drop.Transactions.Count > 0)
            await DropEntriesAsync(session, drop, body, cancellation);
        if (drop.Nodes is { } nodes)
            await DropNodesAsync(session, drop, nodes, cancellation);
        return (true, Commit: true);
    }, cancellation);

    static async Task DropEntriesAsync(SqlSession session, BlockDrop drop, StoredBody body, CancellationToken cancellation)
    {
        var entries = body.Transactions.ToArray();
        var dropped = body.Dropped.ToDictionary(d => d.Offset);
        foreach (var one in drop.Transactions)
        {
            if (one.Offset < 0 || one.Offset >= entries.Length)
                throw new ArgumentException($"Block {drop.Number} of ledger '{drop.Ledger}' has no transaction {one.Offset}.", nameof(drop));
            // Kept is what was said first: who drops again, after a crash, changes nothing.
            if (!dropped.TryAdd(one.Offset, one)) continue;
            if (HistoryTree.LeafHash(entries[one.Offset].Span).ToString() != one.Leaf)
                throw new ArgumentException($"Transaction {one.Offset} of block {drop.Number} of ledger '{drop.Ledger}' does not have the leaf hash {one.Leaf}.", nameof(drop));
            entries[one.Offset] = default;
        }
        await session.ExecuteAsync("UPDATE bodies SET entries = @entries, dropped = @dropped WHERE ledger = @ledger AND number = @number", cancellation,
            ("@ledger", drop.Ledger), ("@number", drop.Number), ("@entries", EntryBundle.Pack(entries)),
            ("@dropped", JsonSerializer.Serialize(dropped.Values.OrderBy(d => d.Offset), JsonSerializerOptions.Web)));
    }

    // The rows of a block's nodes are cut as they were when they were appended.
    static async Task DropNodesAsync(SqlSession session, BlockDrop drop, ReadOnlyMemory<byte> nodes, CancellationToken cancellation)
    {
        for (var at = 0; at < nodes.Length; at += ChunkBytes)
        {
            var piece = nodes.Slice(at, Math.Min(ChunkBytes, nodes.Length - at)).ToArray();
            var changed = await session.ExecuteAsync(
                "UPDATE nodes SET bytes = @bytes WHERE ledger = @ledger AND start = @start AND length(bytes) = @length", cancellation,
                ("@ledger", drop.Ledger), ("@start", drop.NodesStart + at), ("@bytes", piece), ("@length", (long)piece.Length));
            if (changed != 1)
                throw new InvalidDataException($"Ledger '{drop.Ledger}': the state nodes of block {drop.Number} do not stand in the store as they were appended.");
        }
    }

    static Task<StoredBody?> ReadBodyAsync(SqlSession session, string ledger, long number, CancellationToken cancellation) => session.FirstAsync(
        "SELECT entries, seals, dropped FROM bodies WHERE ledger = @ledger AND number = @number",
        row => new StoredBody(number, Entries(ledger, number, row.GetFieldValue<byte[]>(0)), ToSeals(row.GetString(1))) { Dropped = ToDropped(row.GetString(2)) }, cancellation,
        ("@ledger", ledger), ("@number", number));

    static List<StoredDrop> ToDropped(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<List<StoredDrop>>(json, JsonSerializerOptions.Web)!;
}
