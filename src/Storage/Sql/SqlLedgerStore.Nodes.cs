using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// The state-node log: bytes at ever-growing positions, kept in rows of at most <see cref="ChunkBytes"/>. Rows are cut by length alone, so a node may
/// straddle two, or more if it is long: whoever needs the rest asks for the position after the chunk.
/// </summary>
public sealed partial class SqlLedgerStore
{
    /// <summary>Bytes of a chunk at most: small enough that reading one node out of it costs little, large enough that a block's nodes take few rows.</summary>
    internal const int ChunkBytes = 16 * 1024;

    /// <inheritdoc/>
    public NodeChunk? ReadNodes(string ledger, long position) => database.Read(session =>
    {
        var rows = session.List("SELECT start, bytes FROM nodes WHERE ledger = @ledger AND start <= @position ORDER BY start DESC LIMIT 1",
            row => new NodeChunk(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("@ledger", ledger), ("@position", position));
        return rows.Count == 1 && position < rows[0].Start + rows[0].Bytes.Length ? rows[0] : null;
    });

    static void AddNodes(List<SqlWrite> writes, string ledger, long start, ReadOnlyMemory<byte> nodes)
    {
        for (var at = 0; at < nodes.Length; at += ChunkBytes)
            writes.Add(new SqlWrite("INSERT INTO nodes (ledger, start, bytes) VALUES (@ledger, @start, @bytes)",
                ("@ledger", ledger), ("@start", start + at), ("@bytes", nodes.Slice(at, Math.Min(ChunkBytes, nodes.Length - at)).ToArray())));
    }
}
