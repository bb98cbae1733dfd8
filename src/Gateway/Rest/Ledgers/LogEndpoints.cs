using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// A ledger's history as a transparency log, for the clients of C2SP tlog-tiles (https://c2sp.org/tlog-tiles). Its paths, contents and caching
/// are that document's, not this API's, hence they are not in the OpenAPI document but in docs/formats.md.
/// </summary>
public static class LogEndpoints
{
    const string Text = "text/plain; charset=utf-8";

    /// <summary>The table.</summary>
    public static void MapLog(this IEndpointRouteBuilder api)
    {
        var log = api.MapGroup("/ledgers/{ledger}/log").ExcludeFromDescription();
        log.MapGet("/checkpoint", CheckpointAsync);
        log.MapGet("/tile/{**path}", TileAsync);
        log.MapGet("/key", KeyAsync);
        log.MapGet("/proof/{transaction}", ProofAsync);
    }

    static async Task<IResult> CheckpointAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        var head = await HeadAsync(ledger, context, viewer, book);
        return Fresh(context, (await log.CheckpointAsync(head, cancellation)).ToBytes());
    }

    static async Task<IResult> KeyAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        await HeadAsync(ledger, context, viewer, book);
        return Fresh(context, System.Text.Encoding.UTF8.GetBytes(await log.KeyAsync(ledger, cancellation) + "\n"));
    }

    static async Task<IResult> ProofAsync(string ledger, string transaction, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        var head = await HeadAsync(ledger, context, viewer, book);
        var proof = await log.ProveAsync(head, transaction, cancellation) ?? throw ProblemException.NotFound("transaction", transaction);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{transaction}{TlogProof.Extension}\"";
        return Fresh(context, proof.ToBytes());
    }

    static async Task<IResult> TileAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation, string path = "")
    {
        var head = await HeadAsync(ledger, context, viewer, book);
        if (!TilePath.TryParse("tile/" + path, out var tile) || await log.ReadAsync(head, tile, cancellation) is not { } bytes)
            throw ProblemException.NotFound("tile", path);
        var headers = context.Response.Headers;
        headers.CacheControl = "private, max-age=31536000, immutable";
        headers.Vary = $"{HeaderNames.AcceptEncoding}, {HeaderNames.Authorization}, {HeaderNames.Cookie}";
        var tag = Hash256.Of(bytes.Span).ToString();
        // Hashes do not compress; entries do, and the standard asks for it.
        if (tile.Level is null && TakesGzip(context.Request))
        {
            headers.ContentEncoding = "gzip";
            (bytes, tag) = (Compress(bytes.Span), tag + "-gzip");
        }
        return TypedResults.Bytes(bytes, MediaTypeNames.Application.Octet, enableRangeProcessing: true,
            entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    /// <summary>The durable head, for a caller who may read the ledger.</summary>
    static async Task<StoredBlock> HeadAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book)
    {
        var view = await viewer.ViewAsync(Caller.From(context.User));
        return (view.Ledgers.Contains(ledger) ? await book.Reader.Store.ReadHeadAsync(ledger, context.RequestAborted) : null)
            ?? throw ProblemException.NotFound("ledger", ledger);
    }

    /// <summary>Text that changes as the ledger grows: kept by nobody without asking again.</summary>
    static FileContentHttpResult Fresh(HttpContext context, byte[] text)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(text, Text, entityTag: new EntityTagHeaderValue($"\"{Hash256.Of(text)}\""));
    }

    static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Quality is null or > 0 && e.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase));

    static ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }
}
