using System.Data.Common;
using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage.Sql.Transactions;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// Ledgers in SQL tables. An append is one transaction that checks height, previous block and transaction ids and inserts everything the block adds;
/// it returns after the database's durable commit.
/// </summary>
/// <remarks>
/// <b>Trust:</b> whoever can write to the database can destroy a ledger, but not alter it unseen: block ids, roots and signatures are checked by validators.
/// The store itself is trusted for one thing only, to keep one block per height (primary key of <c>blocks</c>).
/// </remarks>
public sealed partial class SqlLedgerStore(SqlDatabase database) : ILedgerStore
{
    const string BlockColumns = "ledger, number, id, previous, time, jws, first_index, count, nodes_start, nodes_length, state_position";

    readonly TransactionIndex _index = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default) => await database.ReadAsync(
        session => session.ListAsync("SELECT ledger FROM blocks WHERE number = 0 ORDER BY ledger", row => row.GetString(0), cancellation));

    /// <inheritdoc/>
    public Task<StoredBlock?> ReadHeadAsync(string ledger, CancellationToken cancellation = default) => database.ReadAsync(
        session => ReadHeadAsync(session, ledger, cancellation));

    /// <inheritdoc/>
    public Task<StoredBlock?> ReadBlockAsync(string ledger, long number, CancellationToken cancellation = default) => database.ReadAsync(
        session => session.FirstAsync($"SELECT {BlockColumns} FROM blocks WHERE ledger = @ledger AND number = @number", ToBlock, cancellation,
            ("@ledger", ledger), ("@number", number)));

    /// <inheritdoc/>
    public Task<StoredBlock?> FindBlockAsync(string ledger, string blockId, CancellationToken cancellation = default) => database.ReadAsync(
        session => session.FirstAsync($"SELECT {BlockColumns} FROM blocks WHERE ledger = @ledger AND id = @id", ToBlock, cancellation,
            ("@ledger", ledger), ("@id", blockId)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredBlock>> ReadBlocksAsync(string ledger, long from, int limit, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => session.ListAsync(
            $"SELECT {BlockColumns} FROM blocks WHERE ledger = @ledger AND number >= @from ORDER BY number LIMIT @limit", ToBlock, cancellation,
            ("@ledger", ledger), ("@from", from), ("@limit", (long)limit)));

    /// <inheritdoc/>
    public Task<StoredBody?> ReadBodyAsync(string ledger, long number, CancellationToken cancellation = default) => database.ReadAsync(
        session => ReadBodyAsync(session, ledger, number, cancellation));

    /// <inheritdoc/>
    public async Task<TransactionPlace?> FindTransactionAsync(string ledger, string transactionId, CancellationToken cancellation = default) =>
        (await FindTransactionsAsync(ledger, [transactionId], cancellation)).GetValueOrDefault(transactionId);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, TransactionPlace>> FindTransactionsAsync(string ledger, IReadOnlyCollection<string> transactionIds,
        CancellationToken cancellation = default)
    {
        var places = new Dictionary<string, TransactionPlace>(StringComparer.Ordinal);
        var wanted = new Dictionary<TransactionId, string>();
        foreach (var text in transactionIds)
            if (TransactionId.TryParse(text, out var id))
                wanted[id] = text;
        if (wanted.Count == 0)
            return places;
        return await database.ReadSnapshotAsync(async session =>
        {
            foreach (var (id, index) in await _index.FindAsync(session, ledger, wanted.Keys, cancellation))
            {
                var place = await session.FirstAsync(
                    "SELECT number, first_index FROM blocks WHERE ledger = @ledger AND first_index <= @index ORDER BY first_index DESC, number DESC LIMIT 1",
                    row => new TransactionPlace(row.GetInt64(0), index, checked((int)(index - row.GetInt64(1)))), cancellation,
                    ("@ledger", ledger), ("@index", index));
                places[wanted[id]] = place ?? throw new InvalidDataException($"Ledger '{ledger}': no block holds history index {index}.");
            }
            return places;
        });
    }

    /// <inheritdoc/>
    public Task<BatchPlace?> FindBatchAsync(string ledger, string batchId, CancellationToken cancellation = default) => database.ReadAsync(
        session => session.FirstAsync("SELECT number, first, count FROM batches WHERE ledger = @ledger AND id = @id",
            row => new BatchPlace(row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)), cancellation, ("@ledger", ledger), ("@id", batchId)));

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> ReadTileAsync(string ledger, int level, long index, CancellationToken cancellation = default) =>
        database.ReadAsync(session => session.FirstAsync(ReadTileSql, row => (ReadOnlyMemory<byte>?)row.GetFieldValue<byte[]>(0), cancellation,
            ("@ledger", ledger), ("@level", (long)level), ("@tile", index)));

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? ReadTile(string ledger, int level, long index) => database.Read(session =>
        session.List(ReadTileSql, row => (ReadOnlyMemory<byte>?)row.GetFieldValue<byte[]>(0),
            ("@ledger", ledger), ("@level", (long)level), ("@tile", index)).FirstOrDefault());

    const string ReadTileSql = "SELECT hashes FROM tiles WHERE ledger = @ledger AND level = @level AND tile = @tile";

    static Task<StoredBlock?> ReadHeadAsync(SqlSession session, string ledger, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT {BlockColumns} FROM blocks WHERE ledger = @ledger ORDER BY number DESC LIMIT 1", ToBlock, cancellation, ("@ledger", ledger));

    static StoredBlock ToBlock(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.GetInt64(4),
        row.GetFieldValue<byte[]>(5), row.GetInt64(6), row.GetInt32(7), row.GetInt64(8), row.GetInt32(9), row.GetInt64(10));

    static System.Collections.Immutable.ImmutableArray<ReadOnlyMemory<byte>> Entries(string ledger, long number, byte[] bundle) => EntryBundle.TryRead(bundle, out var entries, out var why)
        ? entries
        : throw new InvalidDataException($"Ledger '{ledger}': the body of block {number} in the store cannot be read: {why.Detail}");

    static List<StoredSeal> ToSeals(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<List<StoredSeal>>(json, JsonSerializerOptions.Web)!;
}
