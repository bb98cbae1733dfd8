using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>
/// Reads a replica: blocks, batches, history hashes, state, ids. Used by one caller at a time, beside whoever writes: what is committed never
/// changes.
/// </summary>
public sealed class ReplicaReader : IHistoryTiles, ITransactionIndex, IDisposable
{
    /// <summary>Page cache of a session, KiB: short-lived, one a request.</summary>
    const int ReaderCache = 1024;

    const string Columns = "number, id, first_index, count, nodes_start, nodes_length, state_position, jws";

    readonly SqliteSession session;
    readonly ReplicaNodes nodes;

    internal ReplicaReader(SqliteSession session)
    {
        this.session = session;
        nodes = new ReplicaNodes(session);
    }

    /// <summary>Opens a replica beside whoever writes it, in this process or another.</summary>
    /// <param name="database">Its file.</param>
    /// <exception cref="SourceException">There is none, or it is of another version.</exception>
    public static ReplicaReader Open(string database)
    {
        if (!File.Exists(database)) throw new SourceException($"There is no replica: {database} is missing.");
        var session = new SqliteSession(database, ReaderCache);
        try
        {
            ReplicaSchema.CheckVersion(session, database);
            return new ReplicaReader(session);
        }
        catch (Exception exception)
        {
            session.Dispose();
            if (exception is not SqliteException) throw;
            throw new SourceException($"{database} is no replica: {exception.Message}", exception);
        }
    }

    /// <summary>Id of block 0; null in an empty replica.</summary>
    public string? GenesisId => Block(0)?.Id ?? ReplicaSchema.Genesis(session);

    /// <summary>The state-node log.</summary>
    public IStateNodeLog Nodes => nodes;

    /// <summary>The newest block, or null in an empty replica.</summary>
    public ReplicaBlock? Head() => session.First($"SELECT {Columns} FROM blocks ORDER BY number DESC LIMIT 1", ToBlock);

    /// <summary>The oldest block, or null in an empty replica.</summary>
    public ReplicaBlock? First() => session.First($"SELECT {Columns} FROM blocks ORDER BY number LIMIT 1", ToBlock);

    /// <summary>The block at a height, or null.</summary>
    public ReplicaBlock? Block(long number) =>
        session.First($"SELECT {Columns} FROM blocks WHERE number = @number", ToBlock, ("@number", number));

    /// <summary>The block of an id, or null.</summary>
    public ReplicaBlock? Block(string id) => session.First($"SELECT {Columns} FROM blocks WHERE id = @id", ToBlock, ("@id", id));

    /// <summary>Blocks from a height on, ascending.</summary>
    public IReadOnlyList<ReplicaBlock> Blocks(long from, int limit) => session.List(
        $"SELECT {Columns} FROM blocks WHERE number >= @from ORDER BY number LIMIT @limit", ToBlock, ("@from", from), ("@limit", (long)limit));

    /// <summary>The batches of a block as JSON, in their order.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Bodies(ReplicaBlock block) =>
        session.First("SELECT batches FROM bodies WHERE number = @number", row => row.GetFieldValue<byte[]>(0), ("@number", block.Number)) is { } pack
            ? [.. BatchPack.Split(pack)]
            : throw new InvalidDataException(FormattableString.Invariant($"Block {block.Number} in the replica has no batches."));

    /// <summary>The batches of a block, in their order.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public IReadOnlyList<Batch> Batches(ReplicaBlock block) => [.. Bodies(block).Select(body => Batch.TryParse(body, out var batch, out var why)
        ? batch
        : throw new InvalidDataException(FormattableString.Invariant($"A batch of block {block.Number} in the replica is damaged: {why.Detail}")))];

    /// <summary>Ids of all transactions up to a block in history order; of those before the snapshot that the replica began with too.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public IEnumerable<Hash256> Ids(ReplicaBlock until)
    {
        var place = 0L;
        while (session.List("SELECT id FROM earlier WHERE place >= @place ORDER BY place LIMIT @limit", row => new Hash256(row.GetFieldValue<byte[]>(0)),
            ("@place", place), ("@limit", (long)SnapshotLines.MaxIds)) is { Count: > 0 } page)
        {
            foreach (var id in page) yield return id;
            place += page.Count;
        }

        for (var number = First()!.Number; number <= until.Number; number++)
        {
            var block = Block(number) ?? throw new InvalidDataException(FormattableString.Invariant($"The replica lacks block {number}."));
            foreach (var transaction in Batches(block).SelectMany(batch => batch.Transactions)) yield return transaction.Hash;
        }
    }

    /// <summary>The state after a block.</summary>
    public StateTrie StateAt(ReplicaBlock block) => new(block.State, nodes);

    /// <summary>Hashes of the history tree of the first <paramref name="size"/> transactions.</summary>
    public IHistoryHashes HistoryAt(long size) => new TiledHistoryHashes(this, size);

    /// <summary>SHA-256 of the state nodes that a block added.</summary>
    public Hash256 NodesDigest(ReplicaBlock block) => Hash256.Of(nodes.Of(block));

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">The replica lacks hashes that the tree needs.</exception>
    public ReadOnlyMemory<byte> Read(int level, long index, int width)
    {
        var tile = Tile(level, index);
        return tile.Length >= width * Hash256.Size
            ? tile.AsMemory(0, width * Hash256.Size)
            : throw new InvalidDataException(FormattableString.Invariant($"History tile {level}/{index} in the replica is too short."));
    }

    /// <inheritdoc />
    public bool Contains(string id) => Hash256.TryParse(id, out var hash) && (Find(id) is not null || IsEarlier(hash));

    /// <summary>A transaction by its id, or null.</summary>
    public ReplicaPlace? Find(string id)
    {
        if (!Hash256.TryParse(id, out var hash)) return null;
        foreach (var index in session.List("SELECT place FROM transactions WHERE prefix = @prefix", row => row.GetInt64(0), ("@prefix", Prefix(hash))))
            if (At(index) is { } place && place.Transaction.Hash == hash) return place;
        return null;
    }

    /// <summary>The transaction at an index of the history, or null.</summary>
    public ReplicaPlace? At(long index)
    {
        var block = session.First($"SELECT {Columns} FROM blocks WHERE first_index <= @index ORDER BY first_index DESC LIMIT 1", ToBlock, ("@index", index));
        if (block is null || index >= block.FirstIndex + block.Count) return null;
        var offset = index - block.FirstIndex;
        foreach (var batch in Batches(block))
        {
            if (offset < batch.Transactions.Length) return new ReplicaPlace(batch.Transactions[(int)offset], index, block, batch);
            offset -= batch.Transactions.Length;
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose() => session.Dispose();

    // Before the snapshot that the replica began with, only ids are known.
    bool IsEarlier(Hash256 id) => session.List(
        "SELECT e.id FROM transactions t JOIN earlier e ON e.place = t.place WHERE t.prefix = @prefix", row => new Hash256(row.GetFieldValue<byte[]>(0)),
        ("@prefix", Prefix(id))).Contains(id);

    /// <summary>The hashes that a tile has so far; none when there is no such tile.</summary>
    internal byte[] Tile(int level, long index) => session.First("SELECT hashes FROM tiles WHERE level = @level AND tile = @tile",
        row => row.GetFieldValue<byte[]>(0), ("@level", (long)level), ("@tile", index)) ?? [];

    /// <summary>The first eight bytes of an id, as the index of ids has them.</summary>
    internal static long Prefix(Hash256 id)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Size];
        id.CopyTo(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    static ReplicaBlock ToBlock(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetInt32(3), row.GetInt64(4),
        row.GetInt32(5), row.GetInt64(6), row.GetFieldValue<byte[]>(7));
}
