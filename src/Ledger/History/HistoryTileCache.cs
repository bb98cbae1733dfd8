using System.Runtime.InteropServices;

namespace SmartBlocks.Ledger;

/// <summary>
/// Tiles of histories with the rows that were computed above them: a proof needs a hash of nearly every row of some tiles, and the next proof mostly
/// those of the same tiles. What a tile of some width holds never changes. Bounded: when the young generation is full it becomes the old one, and what
/// nobody asked for since is forgotten. Thread safe.
/// </summary>
/// <param name="tiles">Tiles a generation holds, each of at most 16 KiB; two generations at most are held.</param>
public sealed class HistoryTileCache(int tiles = HistoryTileCache.DefaultTiles)
{
    /// <summary>Both generations together hold at most 32 MiB.</summary>
    public const int DefaultTiles = 1_024;

    private readonly Lock _lock = new();
    private Dictionary<(string Ledger, int Level, long Index, int Width), HistoryTile> _young = [];
    private Dictionary<(string Ledger, int Level, long Index, int Width), HistoryTile> _old = [];

    internal HistoryTile? Find(string ledger, int level, long index, int width)
    {
        var place = (ledger, level, index, width);
        lock (_lock)
        {
            if (_young.TryGetValue(place, out var tile))
                return tile;
            if (_old.TryGetValue(place, out tile))
                Keep(place, tile);
            return tile;
        }
    }

    internal void Keep(string ledger, int level, long index, int width, HistoryTile tile)
    {
        lock (_lock)
            Keep((ledger, level, index, width), tile);
    }

    private void Keep((string Ledger, int Level, long Index, int Width) place, HistoryTile tile)
    {
        if (_young.Count >= tiles)
            (_old, _young) = (_young, []);
        _young[place] = tile;
    }
}

/// <summary>A tile and the rows above it, each computed when it is first asked for. Thread safe: who comes at the same time computes the same.</summary>
internal sealed class HistoryTile(ReadOnlyMemory<byte> bytes, int width)
{
    private readonly Hash256[]?[] _rows = new Hash256[]?[HistoryTiles.Height];

    /// <summary>Hash of the subtree over the 2^<paramref name="above"/> hashes of the tile from <paramref name="index"/> · 2^<paramref name="above"/> on.</summary>
    public Hash256 Read(int above, int index) => Row(above)[index];

    private Hash256[] Row(int above)
    {
        if (_rows[above] is { } known)
            return known;
        var row = new Hash256[width >> above];
        if (above == 0)
            MemoryMarshal.Cast<byte, Hash256>(bytes.Span)[..width].CopyTo(row);
        else
        {
            var below = Row(above - 1);
            for (var index = 0; index < row.Length; index++)
                row[index] = HistoryTree.NodeHash(below[2 * index], below[2 * index + 1]);
        }
        return _rows[above] = row;
    }
}
