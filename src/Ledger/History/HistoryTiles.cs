using System.Globalization;

namespace SmartBlocks.Ledger;

/// <summary>
/// The tiles of C2SP tlog-tiles (https://c2sp.org/tlog-tiles): a tile at level L and index N holds, as 32 bytes each, up to 256 hashes
/// of tree level 8·L, from index 256·N on. Levels between are computed from them.
/// </summary>
public static class HistoryTiles
{
    /// <summary>Tree levels a tile spans.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 256;

    /// <summary>Hashes that tile (<paramref name="level"/>, <paramref name="index"/>) holds in a tree of <paramref name="size"/> leaves.</summary>
    public static int WidthAt(int level, long index, long size) =>
        (int)Math.Clamp((size >> (Height * level)) - index * Width, 0, Width);

    /// <summary>
    /// The hashes at tile level <paramref name="level"/> that a tree gains by growing from <paramref name="oldSize"/> to <paramref name="newSize"/>
    /// leaves: indices from <c>First</c> to before <c>End</c>.
    /// </summary>
    public static (long First, long End) Added(int level, long oldSize, long newSize) =>
        (oldSize >> (Height * level), newSize >> (Height * level));

    /// <summary>
    /// The tile's path: <c>tile/L/N</c>, N in groups of three digits of which all but the last begin with x, and <c>.p/W</c> for a
    /// tile of fewer than 256 hashes: <c>tile/0/x001/234.p/17</c>.
    /// </summary>
    public static string Path(int level, long index, int width = Width)
    {
        var path = (index % 1000).ToString("000", CultureInfo.InvariantCulture);
        for (var rest = index / 1000; rest > 0; rest /= 1000)
            path = string.Create(CultureInfo.InvariantCulture, $"x{rest % 1000:000}/{path}");
        return string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{path}") + (width == Width ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{width}"));
    }
}

/// <summary>A store of tiles.</summary>
public interface IHistoryTiles
{
    /// <summary>The tile's bytes: at least the first <paramref name="width"/> hashes, 32 bytes each.</summary>
    ReadOnlyMemory<byte> Read(int level, long index, int width);
}

/// <summary>Hashes at every level of a tree of <paramref name="size"/> leaves, computed from its tiles. Not thread safe: it keeps the tile last read.</summary>
/// <param name="tiles">The tiles.</param>
/// <param name="size">The tree's leaves.</param>
/// <param name="kept">Tiles with what was computed of them, kept from one use to the next; null when there are none.</param>
/// <param name="ledger">The ledger whose tree it is, to find them by.</param>
public sealed class TiledHistoryHashes(IHistoryTiles tiles, long size, HistoryTileCache? kept = null, string ledger = "") : IHistoryHashes
{
    private (int Level, long Index, HistoryTile? Tile) _last = (-1, -1, null);

    /// <inheritdoc/>
    public Hash256 Read(int level, long index)
    {
        if (level is < 0 or > 62 || index < 0 || index >= size >> level)
            throw new ArgumentOutOfRangeException(nameof(index), FormattableString.Invariant($"A tree of {size} leaves has no whole subtree {index} at level {level}."));
        var (row, above) = Math.DivRem(level, HistoryTiles.Height);
        var first = index << above;
        var number = first / HistoryTiles.Width;
        if (_last.Tile is not { } tile || _last.Level != row || _last.Index != number)
            _last = (row, number, tile = Find(row, number));
        return tile.Read(above, (int)(first % HistoryTiles.Width) >> above);
    }

    private HistoryTile Find(int row, long number)
    {
        var width = HistoryTiles.WidthAt(row, number, size);
        if (kept?.Find(ledger, row, number, width) is { } tile)
            return tile;
        tile = new HistoryTile(tiles.Read(row, number, width), width);
        kept?.Keep(ledger, row, number, width, tile);
        return tile;
    }
}
