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
public sealed class TiledHistoryHashes(IHistoryTiles tiles, long size) : IHistoryHashes
{
    private (int Level, long Index, ReadOnlyMemory<byte> Bytes) _last = (-1, -1, default);

    /// <inheritdoc/>
    public Hash256 Read(int level, long index)
    {
        if (level is < 0 or > 62 || index < 0 || index >= size >> level)
            throw new ArgumentOutOfRangeException(nameof(index), FormattableString.Invariant($"A tree of {size} leaves has no whole subtree {index} at level {level}."));
        var (row, above) = Math.DivRem(level, HistoryTiles.Height);
        var first = index << above;
        var tile = first / HistoryTiles.Width;
        if (_last.Level != row || _last.Index != tile)
            _last = (row, tile, tiles.Read(row, tile, HistoryTiles.WidthAt(row, tile, size)));
        return Subtree(_last.Bytes.Span, (int)(first % HistoryTiles.Width), 1 << above);
    }

    private static Hash256 Subtree(ReadOnlySpan<byte> tile, int first, int count) => count == 1
        ? new Hash256(tile.Slice(first * Hash256.Size, Hash256.Size))
        : HistoryTree.NodeHash(Subtree(tile, first, count / 2), Subtree(tile, first + count / 2, count / 2));
}
