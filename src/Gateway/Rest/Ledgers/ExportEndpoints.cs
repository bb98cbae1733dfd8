using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

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
        // The head as it is stored, not as the grain remembers it: an export must come from a damaged store as well, for the verifier to find the damage.
        var view = await viewer.ViewAsync(context);
        var head = (view.Ledgers.Contains(ledger) ? await book.Reader.Store.ReadHeadAsync(ledger, context.RequestAborted) : null) ?? throw ProblemException.NotFound("ledger", ledger);
        if (from < 0) throw ProblemException.Invalid("from", from.Value.ToString(CultureInfo.InvariantCulture), "it must be 0 or more.");
        return new LedgerExport(book, ledger, from ?? 0, head.Number);
    }
}

/// <summary>
/// Writes blocks as NDJSON as they come from the store, byte for byte and unchecked: what is wrong with them is for the verifier to say. A block that
/// cannot be read at all is the line <c>{"block":null,"error":"…"}</c>. Nothing but one block stands in memory.
/// </summary>
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
                await response.BodyWriter.WriteAsync(await LineAsync(book, block, cancellation), cancellation);
            next = blocks[^1].Number + 1;
        }
    }

    /// <summary>A block's line, with its end.</summary>
    public static async Task<ReadOnlyMemory<byte>> LineAsync(LedgerBook book, StoredBlock block, CancellationToken cancellation)
    {
        var line = new ArrayBufferWriter<byte>(block.Jws.Length + 1024);
        try
        {
            Write(line, block, await book.BodyAsync(block, cancellation), book.Reader.NodesOf(block));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            line.ResetWrittenCount();
            line.Write("{\"block\":null,\"error\":"u8);
            line.Write(JsonSerializer.SerializeToUtf8Bytes(exception.Message));
            line.Write("}\n"u8);
        }
        return line.WrittenMemory;
    }

    static void Write(ArrayBufferWriter<byte> line, StoredBlock block, StoredBody body, byte[] nodes)
    {
        line.Write("{\"block\":"u8);
        line.Write(block.Jws.Span);
        line.Write(",\"batches\":["u8);
        foreach (var (first, count, seal) in LedgerBook.Batches(body))
        {
            line.Write(first == 0 ? "{\"transactions\":["u8 : ",{\"transactions\":["u8);
            for (var i = first; i < first + count; i++)
            {
                if (i > first) line.Write(","u8);
                if (body.DropAt(i) is { } drop)
                {
                    line.Write(Encoding.ASCII.GetBytes($$"""{"dropped":"{{drop.Leaf}}","id":"{{drop.Id}}"}"""));
                    continue;
                }
                line.Write("\""u8);
                line.Write(body.Transactions[i].Span);
                line.Write("\""u8);
            }
            line.Write("]"u8);
            if (seal is not null)
            {
                line.Write(",\"seal\":"u8);
                line.Write(JsonSerializer.SerializeToUtf8Bytes(seal.Seal));
            }
            line.Write("}"u8);
        }
        // Nodes of which values were dropped cannot be compared with what an execution gives.
        var digest = StateDrop.IsIn(nodes) ? "\"dropped\":true" : $"\"sha256\":\"{Hash256.Of(nodes)}\"";
        line.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"nodes\":{{\"length\":{block.NodesLength},{digest}}}}}\n")));
    }
}
