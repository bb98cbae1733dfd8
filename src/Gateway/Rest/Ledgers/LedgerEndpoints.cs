namespace SmartBlocks.Gateway.Rest;

/// <summary>Ledgers at their heads.</summary>
public static class LedgerEndpoints
{
    /// <summary>The table.</summary>
    public static void MapLedgers(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers").WithTags("Ledgers");
        group.MapGet("", ListAsync).WithName("listLedgers").WithSummary("The ledgers");
        group.MapGet("/{ledger}", GetAsync).WithName("getLedger").WithSummary("A ledger at its newest block").Refuses(404);
    }

    static async Task<Ok<Page<LedgerSummary>>> ListAsync([AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book)
    {
        var view = await viewer.ViewAsync(context);
        var page = paging.Of([.. view.Ledgers.Order(StringComparer.Ordinal)], l => l, l => l);
        var items = new List<LedgerSummary>();
        foreach (var ledger in page.Items) items.Add(LedgerSummary.Of(await book.HeadAsync(view, ledger)));
        return TypedResults.Ok(new Page<LedgerSummary>(items, page.Next, page.Total));
    }

    static async Task<Ok<LedgerSummary>> GetAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book) =>
        TypedResults.Ok(LedgerSummary.Of(await book.HeadAsync(await viewer.ViewAsync(context), ledger)));
}
