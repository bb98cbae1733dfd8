using System.ComponentModel;
using System.Globalization;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Blocks.</summary>
public static class BlockEndpoints
{
    /// <summary>The table.</summary>
    public static void MapBlocks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}/blocks").WithTags("Blocks").Refuses(404);
        group.MapGet("", ListAsync).WithName("listBlocks").WithSummary("Blocks, the newest first; ascending with from=");
        group.MapGet("/{block}", GetAsync).WithName("getBlock").WithSummary("A block by height or id");
    }

    static async Task<Ok<Page<BlockSummary>>> ListAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation, [Description("Ascending from this height.")] long? from = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var size = paging.Size;
        if (from < 0) throw ProblemException.Invalid("from", from.Value.ToString(CultureInfo.InvariantCulture), "it must be 0 or more.");
        var blocks = from is { } start
            ? await book.Reader.Store.ReadBlocksAsync(ledger, paging.Number() ?? start, size, cancellation)
            : await DescendAsync(book.Reader.Store, ledger, Math.Min(paging.Number() ?? head.Number, head.Number), size, cancellation);
        var items = new List<BlockSummary>(blocks.Count);
        foreach (var block in blocks) items.Add(await book.SummaryAsync(block, cancellation));
        var last = items.Count == 0 ? -1 : items[^1].Number;
        var more = from is null ? last > 0 : last >= 0 && last < head.Number;
        return TypedResults.Ok(new Page<BlockSummary>(items, more ? Paging.CursorAt(from is null ? last - 1 : last + 1) : null, head.Number + 1));
    }

    static async Task<IReadOnlyList<StoredBlock>> DescendAsync(ILedgerStore store, string ledger, long top, int size, CancellationToken cancellation)
    {
        if (top < 0) return [];
        var lowest = Math.Max(0, top - size + 1);
        var blocks = await store.ReadBlocksAsync(ledger, lowest, (int)(top - lowest + 1), cancellation);
        return [.. blocks.Reverse()];
    }

    static async Task<Results<Ok<BlockDetail>, StatusCodeHttpResult>> GetAsync(string ledger, string block, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var stored = await book.BlockAsync(ledger, block, cancellation);
        return await Immutable.OkAsync(context, stored.Id, () => DetailAsync(book, stored, cancellation));
    }

    static async Task<BlockDetail> DetailAsync(LedgerBook book, StoredBlock stored, CancellationToken cancellation)
    {
        var s = await book.SummaryAsync(stored, cancellation);
        var body = await book.BodyAsync(stored, cancellation);
        var ids = Enumerable.Range(0, body.Transactions.Count).Select(i => LedgerBook.Place(stored, body, i).Id).ToList();
        var batches = LedgerBook.Batches(body).Select(b => new BatchOfBlock(b.Seal?.BatchId ?? ids[b.First], ids.GetRange(b.First, b.Count), b.Seal is not null, b.Seal?.Seal));
        var certificate = await book.CertificateAsync(stored, cancellation);
        return new BlockDetail(s.Number, s.Id, s.Previous, s.Time, s.Transactions, [.. batches], s.Size, s.Root, s.State, s.Proposer, s.Engine, s.Bytes,
            LedgerBook.Jws(stored.Jws), [.. certificate.Select(c => new SignatureOfBlock(c.Kid, c.Valid))], certificate);
    }
}
