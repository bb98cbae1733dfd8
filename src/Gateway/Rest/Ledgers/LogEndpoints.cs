using System.IO.Compression;
using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// A ledger's history as a transparency log, for the clients of C2SP tlog-tiles (https://c2sp.org/tlog-tiles), at <c>/ledgers/{ledger}/log/</c> and, the same,
/// within this API. Its paths, contents and caching are that document's, not this API's, hence they are not in the OpenAPI document but in docs/formats.md.
/// </summary>
public static class LogEndpoints
{
    const string Text = "text/plain; charset=utf-8";

    /// <summary>The part of the API.</summary>
    public static void MapLog(this IEndpointRouteBuilder api)
    {
        api.MapLogFiles();
        api.MapGet("/ledgers/{ledger}/log/witnesses", WitnessesAsync).WithTags("Proofs").WithName("logWitnesses").Refuses(404)
            .WithSummary("The witnesses of the ledger's transparency log, and what each has cosigned last");
    }

    /// <summary>The log's own paths, below any address.</summary>
    public static void MapLogFiles(this IEndpointRouteBuilder root)
    {
        var log = root.MapGroup("/ledgers/{ledger}/log").ExcludeFromDescription();
        log.MapGet("/checkpoint", CheckpointAsync);
        log.MapGet("/tile/{**path}", TileAsync);
        log.MapGet("/key", KeyAsync);
        log.MapGet("/proof/{transaction}", ProofAsync);
    }

    static async Task<IResult> CheckpointAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        var head = await HeadAsync(ledger, context, viewer, book);
        return Fresh(context, await log.CheckpointAsync(head, cancellation));
    }

    static async Task<Ok<WitnessesOfLog>> WitnessesAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        await HeadAsync(ledger, context, viewer, book);
        return TypedResults.Ok(await log.WitnessesAsync(ledger, cancellation));
    }

    static async Task<IResult> KeyAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, LedgerLog log,
        CancellationToken cancellation)
    {
        await HeadAsync(ledger, context, viewer, book);
        var (validator, own) = await log.KeysAsync(ledger, cancellation);
        return Fresh(context, System.Text.Encoding.UTF8.GetBytes($"{validator}\n{own}\n"));
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
        var view = await viewer.ViewAsync(context);
        return (view.Ledgers.Contains(ledger) ? await book.Reader.Store.ReadHeadAsync(ledger, context.RequestAborted) : null)
            ?? throw ProblemException.NotFound("ledger", ledger);
    }

    /// <summary>Text that changes as the ledger grows: kept by nobody without asking again.</summary>
    static FileContentHttpResult Fresh(HttpContext context, ReadOnlyMemory<byte> text)
    {
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(text, Text, entityTag: new EntityTagHeaderValue($"\"{Hash256.Of(text.Span)}\""));
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
