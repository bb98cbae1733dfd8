using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SmartBlocks.Ledger;

/// <summary>
/// Which tile or entry bundle a path below a log's address names (C2SP tlog-tiles): <c>tile/L/N[.p/W]</c> or <c>tile/entries/N[.p/W]</c>.
/// </summary>
/// <param name="Level">Tile level, 0 to 63; null for a bundle of entries.</param>
/// <param name="Index">Tile index.</param>
/// <param name="Width">Hashes or entries: 256, or fewer in a partial tile.</param>
public sealed record TilePath(int? Level, long Index, int Width)
{
    /// <summary>Highest level the standard names. A tree of fewer than 2^63 leaves has tiles up to level 7.</summary>
    public const int MaxLevel = 63;

    private const int MaxLength = 64;

    /// <summary>How many hashes or entries the whole tile has in a tree of <paramref name="size"/> leaves: 0 when there is no such tile.</summary>
    public int WidthAt(long size) =>
        (Level ?? 0) >= 8 || Index > size / HistoryTiles.Width ? 0 : HistoryTiles.WidthAt(Level ?? 0, Index, size);

    /// <summary>Reads a path in its one form: three digits an element, all but the last after an x; no leading zeros besides.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TilePath? path)
    {
        path = null;
        if (text.Length > MaxLength || text.Split('/') is not ["tile", var level, .. { Length: > 0 } rest])
            return false;
        var width = HistoryTiles.Width;
        if (rest is [.., var head, var tail] && head.EndsWith(".p", StringComparison.Ordinal))
        {
            if (!TryNumber(tail, out width))
                return false;
            rest = [.. rest[..^2], head[..^2]];
        }
        long index = 0;
        foreach (var element in rest)
        {
            if (!TryNumber(element.TrimStart('x'), out var group) || group > 999 || index > long.MaxValue / 1000 - 1)
                return false;
            index = index * 1000 + group;
        }
        var row = 0;
        if (width is < 1 or > HistoryTiles.Width || (level != "entries" && !TryNumber(level, out row)) || row > MaxLevel)
            return false;
        var read = new TilePath(level == "entries" ? null : row, index, width);
        path = read.ToString() == text ? read : null;
        return path is not null;
    }

    /// <summary>The path.</summary>
    public override string ToString() => Level is { } level
        ? HistoryTiles.Path(level, Index, Width)
        : "tile/entries/" + HistoryTiles.Path(0, Index, Width)["tile/0/".Length..];

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
