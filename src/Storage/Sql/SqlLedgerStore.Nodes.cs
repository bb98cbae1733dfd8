using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// The state-node log: bytes at ever-growing positions, kept in rows of at most <see cref="ChunkBytes"/>. A node may straddle rows; a read joins
/// as many as its caller asks for, so that nobody but this file knows where rows end.
/// </summary>
public sealed partial class SqlLedgerStore
{
    /// <summary>Bytes of a row: small enough that reading one node out of it costs little, large enough that a block's nodes take few rows.</summary>
    internal const int ChunkBytes = 16 * 1024;

    const string ReadChunkSql = "SELECT start, bytes FROM nodes WHERE ledger = @ledger AND start <= @position ORDER BY start DESC LIMIT 1";

    /// <inheritdoc/>
    public NodeChunk ReadNodes(string ledger, long position, int atLeast = ILedgerStore.NodeReadBytes) => database.Read(session =>
    {
        var chunk = ReadChunk(session, ledger, position)
            ?? throw new InvalidDataException($"Ledger '{ledger}': the state-node log has no byte at position {position}.");
        while (chunk.Start + chunk.Bytes.Length - position < atLeast)
        {
            if (ReadChunk(session, ledger, chunk.Start + chunk.Bytes.Length) is not { } next)
                break;
            chunk = new NodeChunk(chunk.Start, (byte[])[.. chunk.Bytes.Span, .. next.Bytes.Span]);
        }
        return chunk;
    });

    static NodeChunk? ReadChunk(SqlSession session, string ledger, long position)
    {
        var rows = session.List(ReadChunkSql, row => new NodeChunk(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("@ledger", ledger), ("@position", position));
        return rows.Count == 1 && position < rows[0].Start + rows[0].Bytes.Length ? rows[0] : null;
    }

    static void AddNodes(List<SqlWrite> writes, string ledger, long start, ReadOnlyMemory<byte> nodes)
    {
        for (var at = 0; at < nodes.Length; at += ChunkBytes)
            writes.Add(new SqlWrite("INSERT INTO nodes (ledger, start, bytes) VALUES (@ledger, @start, @bytes)",
                ("@ledger", ledger), ("@start", start + at), ("@bytes", nodes.Slice(at, Math.Min(ChunkBytes, nodes.Length - at)).ToArray())));
    }
}
