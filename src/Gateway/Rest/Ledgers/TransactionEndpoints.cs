using System.ComponentModel;
using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Transactions.</summary>
public static class TransactionEndpoints
{
    /// <summary>Most transactions looked at for one page; with a rare filter a page may come back short, with a cursor to go on from.</summary>
    public const int MostExamined = 20_000;

    /// <summary>The table.</summary>
    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}/transactions").WithTags("Transactions").Refuses(404);
        group.MapGet("", ListAsync).WithName("listTransactions")
            .WithSummary("Transactions, the newest first; a page found by a filter may be short and still have a next one");
        group.MapGet("/{transaction}", GetAsync).WithName("getTransaction").WithSummary("A transaction, decoded, with its signer's key");
    }

    static async Task<Ok<Page<TransactionSummary>>> ListAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation,
        [Description("Only those of this block.")] long? block = null,
        [Description("Only those of this family: `interval` or `interval/1`.")] string? family = null,
        [Description("Only those signed by this key id.")] string? signer = null,
        [Description("Only those with this text in id or payload.")] string? q = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        if (block < 0 || block > head.Number) throw ProblemException.NotFound("block", block.Value.ToString(CultureInfo.InvariantCulture));
        var filter = new Filter(family, signer, string.IsNullOrWhiteSpace(q) ? null : q.Trim());
        var before = paging.Number() ?? long.MaxValue;
        var height = block ?? (before == long.MaxValue ? head.Number
            : before <= 0 ? -1 : await BatchEndpoints.BlockOfAsync(book, ledger, before - 1, head.Number, cancellation));
        var lowest = block ?? 0;
        var found = new List<PlacedTransaction>();
        var size = paging.Size;
        long examined = 0, last = 0;
        for (var full = false; height >= lowest && !full && examined < MostExamined; height--)
        {
            var stored = await book.BlockAsync(ledger, height.ToString(CultureInfo.InvariantCulture), cancellation);
            var body = await book.BodyAsync(stored, cancellation);
            for (var i = (int)Math.Min(body.Transactions.Count, before - stored.FirstIndex) - 1; i >= 0 && !full; i--)
            {
                var placed = LedgerBook.Place(stored, body, i);
                examined++;
                last = stored.FirstIndex + i;
                if (filter.Matches(placed)) found.Add(placed);
                full = found.Count == size;
            }
            if (full && block is not null && last == stored.FirstIndex) last = 0;
        }
        var more = last > 0 && (height >= lowest || found.Count == size);
        return TypedResults.Ok(new Page<TransactionSummary>(await book.SummarizeAsync(ledger, found, cancellation), more ? Paging.CursorAt(last) : null,
            filter.IsEmpty && block is null ? head.Transactions : null));
    }

    static async Task<Results<Ok<TransactionDetail>, StatusCodeHttpResult>> GetAsync(string ledger, string transaction, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var detail = await book.DetailAsync(ledger, transaction, cancellation);
        return await Immutable.OkAsync(context, detail.Dropped is null ? transaction : transaction + "-dropped", () => Task.FromResult(detail));
    }

    sealed record Filter(string? Family, string? Signer, string? Text)
    {
        public bool IsEmpty => Family is null && Signer is null && Text is null;

        public bool Matches(PlacedTransaction placed) => placed.Transaction is { } whole ? Matches(whole)
            : Family is null && Signer is null && (Text is null || placed.Id.StartsWith(Text, StringComparison.Ordinal));

        bool Matches(Transaction t) =>
            (Family is null || t.Header.Family == Family || t.Header.Family.StartsWith(Family + "/", StringComparison.Ordinal))
            && (Signer is null || t.Header.Kid == Signer)
            && (Text is null || t.Id.StartsWith(Text, StringComparison.Ordinal)
                || Encoding.UTF8.GetString(t.Payload.Span).Contains(Text, StringComparison.OrdinalIgnoreCase));
    }
}
