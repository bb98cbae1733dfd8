using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>The whole ledger as one stream, for the offline verifier.</summary>
public static class ExportEndpoints
{
    /// <summary>The table.</summary>
    public static void MapExport(this IEndpointRouteBuilder api) =>
        api.MapGet("/ledgers/{ledger}/export", ExportAsync).WithTags("Proofs").WithName("exportLedger")
            .WithSummary("Every block with its batches, one JSON object a line, up to the newest at the time of asking")
            .Produces<string>(200, LedgerExport.ContentType).Refuses(404);

    static async Task<IResult> ExportAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book,
        [Description("Height to begin at; 0 unless said.")] long? from = null)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(Caller.From(context.User)), ledger);
        if (from < 0) throw ProblemException.Invalid("from", from.Value.ToString(CultureInfo.InvariantCulture), "it must be 0 or more.");
        return new LedgerExport(book, ledger, from ?? 0, head.Number);
    }
}

/// <summary>Writes blocks as NDJSON as they come from the store; nothing but one block stands in memory.</summary>
public sealed class LedgerExport(LedgerBook book, string ledger, long from, long to) : IResult
{
    /// <summary>Media type.</summary>
    public const string ContentType = "application/x-ndjson";

    const int PageBlocks = 32;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{ledger}.ndjson\"";
        for (var next = from; next <= to;)
        {
            var blocks = await book.Reader.Store.ReadBlocksAsync(ledger, next, (int)Math.Min(PageBlocks, to - next + 1), cancellation);
            if (blocks.Count == 0) break;
            foreach (var block in blocks)
            {
                Write(response, block, await book.BodyAsync(block, cancellation));
                await response.BodyWriter.FlushAsync(cancellation);
            }
            next = blocks[^1].Number + 1;
        }
    }

    void Write(HttpResponse response, StoredBlock block, StoredBody body)
    {
        using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WritePropertyName("block");
            json.WriteRawValue(block.Jws.Span);
            json.WriteStartArray("batches");
            foreach (var (first, count, seal) in LedgerBook.Batches(body))
            {
                json.WriteStartObject();
                json.WriteStartArray("transactions");
                for (var i = first; i < first + count; i++) json.WriteStringValue(body.Transactions[i].Span);
                json.WriteEndArray();
                if (seal is not null) json.WriteString("seal", seal.Seal);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject("nodes");
            json.WriteNumber("length", block.NodesLength);
            json.WriteString("sha256", book.Reader.NodesDigest(block).ToString());
            json.WriteEndObject();
            json.WriteEndObject();
        }
        response.BodyWriter.Write("\n"u8);
    }
}
