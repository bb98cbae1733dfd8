using System.ComponentModel;
using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What a search found.</summary>
/// <param name="Items">The things, the likeliest first.</param>
public sealed record SearchAnswer(IReadOnlyList<SearchItem> Items);

/// <summary>Something found.</summary>
/// <param name="Kind">block, transaction, batch, meter, site, key, state or ledger.</param>
/// <param name="Id">Its id.</param>
/// <param name="Ledger">The ledger it is on.</param>
/// <param name="Title">What to call it.</param>
/// <param name="Detail">What it is.</param>
/// <param name="Url">Its place in the portal.</param>
public sealed record SearchItem(string Kind, string Id, string? Ledger, string Title, string Detail, string Url);

/// <summary>One box for any id: blocks by height or id, transactions, batches, keys, states, meters, sites, ledgers.</summary>
public static class SearchEndpoints
{
    /// <summary>Most items in an answer.</summary>
    public const int Most = 30;

    /// <summary>The table.</summary>
    public static void MapSearch(this IEndpointRouteBuilder api) =>
        api.MapGet("/search", SearchAsync).WithTags("Search").WithName("search").WithSummary("Finds anything by its id, and sites, meters and ledgers by name");

    static async Task<Ok<SearchAnswer>> SearchAsync(HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation,
        [Description("An id, a block height, a state path, or part of a name.")] string? q = null)
    {
        var view = await viewer.ViewAsync(context);
        var text = q?.Trim() ?? "";
        if (text.Length is 0 or > 512) throw ProblemException.Invalid("q", q, "it must have 1 to 512 characters.");
        var found = new List<SearchItem>();
        foreach (var ledger in view.Ledgers)
        {
            if (Names.IsDigest(text)) await FindDigestAsync(book, ledger, text, found, cancellation);
            else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
                && await book.Reader.Store.ReadBlockAsync(ledger, height, cancellation) is { } block) found.Add(Block(ledger, block.Number, block.Id));
        }
        FindNames(view, text, found);
        foreach (var ledger in view.Ledgers)
            if (found.Count < Most && text.Length >= 2) await FindStateAsync(book, ledger, text, found, cancellation);
        return TypedResults.Ok(new SearchAnswer([.. found.Take(Most)]));
    }

    static async Task FindDigestAsync(LedgerBook book, string ledger, string id, List<SearchItem> found, CancellationToken cancellation)
    {
        var store = book.Reader.Store;
        if (await store.FindTransactionAsync(ledger, id, cancellation) is not null)
        {
            var detail = await book.DetailAsync(ledger, id, cancellation);
            found.Add(new SearchItem("transaction", id, ledger, detail.Sentence, $"Transaction in block {Text(detail.Block)} of {ledger}",
                $"/ledgers/{ledger}/transactions/{id}"));
        }
        if (await store.FindBlockAsync(ledger, id, cancellation) is { } block) found.Add(Block(ledger, block.Number, block.Id));
        if (await store.FindBatchAsync(ledger, id, cancellation) is { } batch)
        {
            found.Add(new SearchItem("batch", id, ledger, $"Batch of {Text(batch.Count)} transactions", $"In block {Text(batch.Block)} of {ledger}",
                $"/ledgers/{ledger}/batches/{id}"));
        }
        if ((await book.KeysAsync(ledger, [id], cancellation)).GetValueOrDefault(id) is { } key)
            found.Add(new SearchItem("key", id, ledger, $"Key of {key.Party}", $"Registered on {ledger} as {key.Role}", $"/ledgers/{ledger}/state/{KeyEntry.Path(id)}"));
    }

    static void FindNames(View view, string text, List<SearchItem> found)
    {
        bool Named(string id, string name) => id.Contains(text, StringComparison.OrdinalIgnoreCase) || name.Contains(text, StringComparison.OrdinalIgnoreCase);
        found.AddRange(view.Sites.Where(s => Named(s.Id, s.Name)).Select(s => new SearchItem("site", s.Id, s.Ledger, s.Name, "Site", $"/sites/{s.Id}")));
        found.AddRange(view.Meters.Where(m => Named(m.Id, m.Name))
            .Select(m => new SearchItem("meter", m.Id, m.Ledger, m.Name, $"Meter ({m.Commodity}) at {m.Site}", $"/sites/{m.Site}/meters/{m.Id}")));
        found.AddRange(view.Ledgers.Where(l => l.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Select(l => new SearchItem("ledger", l, l, l, "Ledger", $"/ledgers/{l}")));
    }

    static async Task FindStateAsync(LedgerBook book, string ledger, string text, List<SearchItem> found, CancellationToken cancellation)
    {
        var isPath = text.Contains('/', StringComparison.Ordinal) && text.Length <= StateEndpoints.LongestPath && !text.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E');
        if (!isPath || await book.Reader.Store.ReadHeadAsync(ledger, cancellation) is not { } head) return;
        found.AddRange(book.Reader.StateAt(head).Range(text).Take(5)
            .Select(s => new SearchItem("state", s.Key, ledger, s.Key, $"State on {ledger}", $"/ledgers/{ledger}/state/{s.Key}")));
    }

    static SearchItem Block(string ledger, long number, string id) =>
        new("block", id, ledger, $"Block {Text(number)}", $"On {ledger}", $"/ledgers/{ledger}/blocks/{Text(number)}");

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
