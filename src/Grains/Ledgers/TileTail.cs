using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>The growing end of a ledger's history tiles: turns the hashes a block adds into whole tiles to write.</summary>
internal sealed class TileTail(StoredTiles tiles)
{
    private readonly Dictionary<int, (long Index, ReadOnlyMemory<byte> Hashes)> _last = [];

    /// <summary>The tiles after <paramref name="added"/>, each whole. Nothing is remembered until <see cref="Keep"/>.</summary>
    public IReadOnlyList<TileWrite> Grow(IReadOnlyList<HistoryHash> added)
    {
        var grown = new SortedDictionary<(int Level, long Index), List<byte>>();
        Span<byte> value = stackalloc byte[Hash256.Size];
        foreach (var (treeLevel, index, hash) in added)
        {
            var level = treeLevel / HistoryTiles.Height;
            var (tile, offset) = Math.DivRem(index, HistoryTiles.Width);
            if (!grown.TryGetValue((level, tile), out var bytes))
            {
                bytes = new List<byte>(HistoryTiles.Width * Hash256.Size);
                bytes.AddRange(Standing(level, tile, (int)offset));
                grown.Add((level, tile), bytes);
            }
            hash.CopyTo(value);
            bytes.AddRange(value);
        }
        return [.. grown.Select(tile => new TileWrite(tile.Key.Level, tile.Key.Index, tile.Value.ToArray()))];
    }

    /// <summary>The tiles were stored: remember the last of each level.</summary>
    public void Keep(IReadOnlyList<TileWrite> stored)
    {
        foreach (var tile in stored)
            _last[tile.Level] = (tile.Index, tile.Hashes);
    }

    private ReadOnlySpan<byte> Standing(int level, long index, int hashes)
    {
        if (hashes == 0)
            return [];
        var standing = _last.TryGetValue(level, out var last) && last.Index == index ? last.Hashes : tiles.Read(level, index, hashes);
        return standing.Span[..(hashes * Hash256.Size)];
    }
}
