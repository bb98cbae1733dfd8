using System.Globalization;
using System.IO.Pipelines;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>The state after a block with all that is needed to go on from there, for nodes that do not begin at the genesis.</summary>
public static class SnapshotEndpoints
{
    /// <summary>The table.</summary>
    public static void MapSnapshots(this IEndpointRouteBuilder api) =>
        api.MapGet("/ledgers/{ledger}/snapshots/{height}", GetAsync).WithTags("Proofs").WithName("getSnapshot")
            .WithSummary("The state after a block, which whoever reads it verifies against the block: sb-snapshot/1, one JSON object a line")
            .Produces<string>(200, LedgerExport.ContentType).Refuses(404);

    static async Task<IResult> GetAsync(string ledger, long height, HttpContext context, Viewer viewer, LedgerBook book, CancellationToken cancellation)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        return new SnapshotStream(book.Reader, await book.BlockAsync(ledger, height.ToString(CultureInfo.InvariantCulture), cancellation));
    }

    sealed class SnapshotStream(LedgerReader reader, StoredBlock block) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
            response.ContentType = LedgerExport.ContentType;
            response.Headers.CacheControl = "private, no-store";
            response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{block.Ledger}-{block.Number}.sb-snapshot\"");
            await foreach (var line in reader.ReadSnapshotAsync(block, cancellation))
            {
                Write(response.BodyWriter, line);
                await response.BodyWriter.FlushAsync(cancellation);
            }
        }

        static void Write(PipeWriter writer, byte[] line)
        {
            var span = writer.GetSpan(line.Length + 1);
            line.CopyTo(span);
            span[line.Length] = (byte)'\n';
            writer.Advance(line.Length + 1);
        }
    }
}
