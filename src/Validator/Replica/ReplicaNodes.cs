using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Replica;

/// <summary>The state-node log of a replica. Not thread safe: one for each session.</summary>
sealed class ReplicaNodes(SqliteSession session) : IStateNodeLog
{
    /// <summary>Longest piece in a row: reading one node of a few hundred bytes reads its whole row.</summary>
    const int PieceBytes = 16 * 1024;

    (long Start, byte[] Bytes)? last;

    /// <inheritdoc />
    public int Read(long position, Span<byte> destination)
    {
        // A commit's nodes lie in several rows, so a node can lie across two.
        var copied = 0;
        while (copied < destination.Length && Piece(position + copied) is var (start, bytes))
        {
            var rest = bytes.AsSpan((int)(position + copied - start));
            var count = Math.Min(rest.Length, destination.Length - copied);
            rest[..count].CopyTo(destination[copied..]);
            copied += count;
        }

        return copied;
    }

    /// <inheritdoc />
    public void Append(long start, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 0; start += PieceBytes)
        {
            var piece = bytes[..Math.Min(PieceBytes, bytes.Length)];
            session.Execute("INSERT INTO nodes (start, bytes) VALUES (@start, @bytes)", ("@start", start), ("@bytes", piece.ToArray()));
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>The bytes that a block added.</summary>
    /// <exception cref="InvalidDataException">The replica lacks some.</exception>
    public byte[] Of(ReplicaBlock block)
    {
        var bytes = new byte[block.NodesLength];
        return Read(block.NodesStart, bytes) == bytes.Length
            ? bytes
            : throw new InvalidDataException(FormattableString.Invariant($"The replica lacks state nodes of block {block.Number}."));
    }

    (long Start, byte[] Bytes)? Piece(long position)
    {
        if (last is var (start, bytes) && position >= start && position < start + bytes.Length) return last;
        var found = session.First("SELECT start, bytes FROM nodes WHERE start <= @position ORDER BY start DESC LIMIT 1",
            row => ((long Start, byte[] Bytes)?)(row.GetInt64(0), row.GetFieldValue<byte[]>(1)), ("@position", position));
        if (found is not var (at, piece) || position >= at + piece.Length) return null;
        return last = found;
    }
}
