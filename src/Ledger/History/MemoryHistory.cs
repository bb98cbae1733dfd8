namespace SmartBlocks.Ledger;

/// <summary>Stored hashes in memory, tile by tile: for tests and small ledgers.</summary>
public sealed class MemoryHistory : IHistoryTiles
{
    private readonly Dictionary<int, List<byte>> _rows = [];

    /// <summary>Keeps what an append adds; each row must grow without gaps.</summary>
    public void Add(IEnumerable<HistoryHash> hashes)
    {
        foreach (var (level, index, hash) in hashes)
        {
            var number = level / HistoryTiles.Height;
            if (!_rows.TryGetValue(number, out var row))
                _rows[number] = row = [];
            if (row.Count != index * Hash256.Size)
                throw new ArgumentException(FormattableString.Invariant($"Level {level} has {row.Count / Hash256.Size} hashes; {index} cannot be next."), nameof(hashes));
            row.AddRange(hash.Bytes);
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Read(int level, long index, int width)
    {
        var bytes = new byte[width * Hash256.Size];
        _rows[level].CopyTo((int)index * HistoryTiles.Width * Hash256.Size, bytes, 0, bytes.Length);
        return bytes;
    }
}
