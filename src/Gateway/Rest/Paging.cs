using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace SmartBlocks.Gateway.Rest;

/// <summary>One page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Total">How many there are in all, where that is known without counting.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long? Total = null);

/// <summary>How to page through a list.</summary>
/// <param name="Limit">Items on a page, 1 to 200; 50 unless said.</param>
/// <param name="Cursor">Where to go on: <c>next</c> of the page before.</param>
public sealed record Paging(
    [property: FromQuery(Name = "limit"), Description("Items on a page, 1 to 200; 50 unless said.")] int? Limit = null,
    [property: FromQuery(Name = "cursor"), Description("Where to go on: `next` of the page before.")] string? Cursor = null)
{
    /// <summary>Most items on a page.</summary>
    public const int Most = 200;

    /// <summary>Items on a page unless said.</summary>
    public const int Usual = 50;

    /// <summary>Items wanted.</summary>
    /// <exception cref="ProblemException">The limit is out of range.</exception>
    public int Size => Limit is null ? Usual
        : Limit is >= 1 and <= Most ? Limit.Value
        : throw ProblemException.Invalid("limit", Limit.Value.ToString(CultureInfo.InvariantCulture), $"it must be 1 to {Most}.");

    /// <summary>The position that the cursor holds, or null on the first page.</summary>
    /// <exception cref="ProblemException">The cursor is none of ours.</exception>
    public string? Position()
    {
        if (string.IsNullOrEmpty(Cursor)) return null;
        var bytes = new byte[Cursor.Length];
        if (Cursor.Length > 1_000 || !Base64Url.IsValid(Cursor) || !Base64Url.TryDecodeFromChars(Cursor, bytes, out var length)) throw Unknown();
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith('1') ? text[1..] : throw Unknown();
    }

    /// <summary>The number that the cursor holds, or null on the first page.</summary>
    /// <exception cref="ProblemException">The cursor is none of ours.</exception>
    public long? Number() => Position() is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : throw Unknown();

    /// <summary>The cursor for a position. Callers treat it as opaque; the leading 1 is its version.</summary>
    public static string CursorAt(string position) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes("1" + position));

    /// <summary>The cursor for a number.</summary>
    public static string CursorAt(long position) => CursorAt(position.ToString(CultureInfo.InvariantCulture));

    /// <summary>Pages through a list at hand that is sorted by a key, ordinal and unique.</summary>
    public Page<TItem> Of<TSource, TItem>(IReadOnlyList<TSource> sorted, Func<TSource, string> key, Func<TSource, TItem> item)
    {
        var after = Position();
        var rest = after is null ? sorted : [.. sorted.Where(s => string.CompareOrdinal(key(s), after) > 0)];
        var page = rest.Take(Size).ToList();
        return new Page<TItem>([.. page.Select(item)], rest.Count > page.Count ? CursorAt(key(page[^1])) : null, sorted.Count);
    }

    ProblemException Unknown() => ProblemException.Invalid("cursor", Cursor, "it must be the 'next' of the page before, unchanged.");
}
