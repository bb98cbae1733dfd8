using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Batches: submitting them, how they stand, what they hold. Shaped as Hyperledger Sawtooth's REST API.</summary>
public static class BatchEndpoints
{
    /// <summary>Longest body, bytes.</summary>
    public const int MaximumBytes = 16 << 20;

    /// <summary>Most batches in a body.</summary>
    public const int MostBatches = 2_000;

    /// <summary>Longest wait, seconds.</summary>
    public const int LongestWait = 60;

    /// <summary>Most ids in one question.</summary>
    public const int MostIds = 100;

    /// <summary>The table.</summary>
    public static void MapBatches(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/ledgers/{ledger}").WithTags("Batches").Refuses(404);
        group.MapPost("/batches", SubmitAsync).WithName("submitBatches")
            .WithSummary("Submit signed batches; with wait= the answer says how they ended")
            .WithDescription("Body: `{\"batches\":[…]}`, one batch `{\"transactions\":[…],\"seal\"?}`, or one compact JWS (application/jose).")
            .Accepts<string>("application/json", "application/jose").Refuses(403, 413, 422);
        group.MapGet("/batch_statuses", StatusesAsync).WithName("batchStatuses").WithSummary("How batches stand");
        group.MapGet("/batches", ListAsync).WithName("listBatches").WithSummary("Batches, the newest first");
        group.MapGet("/batches/{batch}", GetAsync).WithName("getBatch").WithSummary("A batch with its transactions");
    }

    static async Task<Results<Ok<BatchStatuses>, Accepted<StatusLink>>> SubmitAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book,
        IGrainFactory grains, ILogger<LedgerBook> log, CancellationToken cancellation,
        [Description("Seconds to wait for the ledger, at most 60.")] int? wait = null)
    {
        var view = await viewer.ViewAsync(context);
        await book.HeadAsync(view, ledger);
        if (!AccessPolicy.CanSubmit(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "submit batches");
        var seconds = Seconds(wait);
        var batches = Read(await RequestBody.ReadAsync(context.Request, MaximumBytes, cancellation));
        // Not the request's token: what was handed in goes on when the caller leaves.
        var submission = grains.GetGrain<ILedgerGrain>(ledger).Submit(new SubmitRequest([.. batches.Select(b => b.Bytes)]), CancellationToken.None);
        if (seconds > 0)
        {
            await Task.WhenAny(submission, Task.Delay(TimeSpan.FromSeconds(seconds), cancellation));
            if (submission.IsCompleted) return TypedResults.Ok(new BatchStatuses([.. (await submission).Outcomes.Select(BatchStatusItem.Of)]));
        }
        _ = submission.ContinueWith(t => log.LogWarning(t.Exception, "Batches handed to ledger {Ledger} failed", ledger), CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        var link = $"{RestSetup.Base}/ledgers/{ledger}/batch_statuses?id={string.Join(',', batches.Take(MostIds).Select(b => b.Id))}";
        return TypedResults.Accepted(link, new StatusLink(link));
    }

    static async Task<Ok<BatchStatuses>> StatusesAsync(string ledger, HttpContext context, Viewer viewer, LedgerBook book, IGrainFactory grains, CancellationToken cancellation,
        [Description("Batch ids, separated by commas.")] string? id = null,
        [Description("Seconds to wait until none is pending, at most 60.")] int? wait = null)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var ids = Ids(id);
        var grain = grains.GetGrain<ILedgerGrain>(ledger);
        var until = DateTime.UtcNow.AddSeconds(Seconds(wait));
        while (true)
        {
            var outcomes = await grain.Statuses([.. ids]);
            if (DateTime.UtcNow >= until || outcomes.All(o => o.Status is BatchStatus.Committed or BatchStatus.Invalid))
                return TypedResults.Ok(new BatchStatuses([.. outcomes.Select(BatchStatusItem.Of)]));
            await Task.Delay(100, cancellation);
        }
    }

    static async Task<Ok<Page<BatchSummary>>> ListAsync(string ledger, [AsParameters] Paging paging, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation)
    {
        var head = await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        var items = new List<BatchSummary>();
        var before = paging.Number() ?? head.Transactions;
        var block = before == head.Transactions ? head.Number : await BlockOfAsync(book, ledger, before - 1, head.Number, cancellation);
        for (; block >= 0 && items.Count < paging.Size; block--)
        {
            var stored = await book.BlockAsync(ledger, block.ToString(CultureInfo.InvariantCulture), cancellation);
            var body = await book.BodyAsync(stored, cancellation);
            foreach (var (first, count, seal) in LedgerBook.Batches(body).Reverse().Where(b => stored.FirstIndex + b.First < before).Take(paging.Size - items.Count))
                items.Add(await DescribeAsync(book, stored, body, first, count, seal?.Seal, seal?.BatchId, cancellation));
        }
        var last = items.Count == 0 ? 0 : items[^1].Transactions[0].Index;
        return TypedResults.Ok(new Page<BatchSummary>(items, last > 0 ? Paging.CursorAt(last) : null));
    }

    static async Task<Results<Ok<BatchSummary>, StatusCodeHttpResult>> GetAsync(string ledger, string batch, HttpContext context, Viewer viewer, LedgerBook book,
        CancellationToken cancellation)
    {
        await book.HeadAsync(await viewer.ViewAsync(context), ledger);
        if (!Names.IsDigest(batch)) throw ProblemException.NotFound("batch", batch);
        var (block, first, count) = await book.Reader.Store.FindBatchAsync(ledger, batch, cancellation) is { } place ? (place.Block, place.First, place.Count)
            : await book.Reader.Store.FindTransactionAsync(ledger, batch, cancellation) is { } single ? (single.Block, single.Offset, 1)
            : throw ProblemException.NotFound("batch", batch);
        return await Immutable.OkAsync(context, batch, async () =>
        {
            var stored = await book.BlockAsync(ledger, block.ToString(CultureInfo.InvariantCulture), cancellation);
            var body = await book.BodyAsync(stored, cancellation);
            var seal = body.Seals.FirstOrDefault(s => s.First == first && s.BatchId == batch);
            return await DescribeAsync(book, stored, body, first, count, seal?.Seal, batch, cancellation);
        });
    }

    static async Task<BatchSummary> DescribeAsync(LedgerBook book, StoredBlock stored, StoredBody body, int first, int count, string? seal, string? id,
        CancellationToken cancellation)
    {
        var placed = Enumerable.Range(first, count).Select(i => LedgerBook.Place(stored, body, i)).ToList();
        var signer = (seal is null ? null : SealKid(seal)) ?? placed[0].Transaction?.Header.Kid ?? "";
        return new BatchSummary(id ?? placed[0].Id, stored.Number, await book.SummarizeAsync(stored.Ledger, placed, cancellation), seal, signer);
    }

    /// <summary>The block that holds a history index, by binary search.</summary>
    public static async Task<long> BlockOfAsync(LedgerBook book, string ledger, long index, long height, CancellationToken cancellation)
    {
        long low = 0, high = height;
        while (low < high)
        {
            var middle = low + (high - low + 1) / 2;
            var block = await book.BlockAsync(ledger, middle.ToString(CultureInfo.InvariantCulture), cancellation);
            if (block.FirstIndex <= index) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    static string? SealKid(string seal)
    {
        var header = System.Buffers.Text.Base64Url.DecodeFromChars(seal.AsSpan(0, Math.Max(0, seal.IndexOf('.', StringComparison.Ordinal))));
        using var json = JsonDocument.Parse(header);
        return json.RootElement.TryGetProperty("kid", out var kid) ? kid.GetString() : null;
    }

    static List<(string Id, ReadOnlyMemory<byte> Bytes)> Read(ReadOnlyMemory<byte> body)
    {
        var parts = Parts(body);
        if (parts.Count is 0 or > MostBatches)
            throw ProblemException.Invalid("batches", parts.Count.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"a body holds 1 to {MostBatches} batches."));
        return [.. parts.Select((p, i) => Batch.TryParse(p, out var batch, out var why) ? (batch.Id, p)
            : throw new ProblemException(StatusCodes.Status422UnprocessableEntity, why.Code, why.Detail, why.Field is null ? $"batches[{i}]" : $"batches[{i}].{why.Field}", why.Value))];
    }

    static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> body)
    {
        var first = body.Span.IndexOfAnyExcept(" \t\r\n"u8);
        if (first < 0 || body.Span[first] != (byte)'{') return [body];
        try
        {
            using var document = JsonDocument.Parse(body);
            if (!document.RootElement.TryGetProperty("batches", out var batches)) return [body];
            return batches.ValueKind == JsonValueKind.Array
                ? [.. batches.EnumerateArray().Select(b => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(b.ValueKind == JsonValueKind.String ? b.GetString()! : b.GetRawText()))]
                : throw ProblemException.Invalid("batches", batches.GetRawText(), "it must be an array.");
        }
        catch (JsonException e)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "request.malformed",
                string.Create(CultureInfo.InvariantCulture, $"The body is no JSON: it breaks off at line {e.LineNumber + 1}, byte {e.BytePositionInLine}."));
        }
    }

    /// <summary>Reads a list of ids.</summary>
    public static string[] Ids(string? id)
    {
        var ids = (id ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length is 0 or > MostIds) throw ProblemException.Invalid("id", id, string.Create(CultureInfo.InvariantCulture, $"it must hold 1 to {MostIds} ids, separated by commas."));
        foreach (var one in ids)
            if (!Names.IsDigest(one)) throw ProblemException.Invalid("id", one, "an id is a SHA-256 in base64url: 43 characters.");
        return ids;
    }

    static int Seconds(int? wait) => wait is null or (>= 0 and <= LongestWait) ? wait ?? 0
        : throw ProblemException.Invalid("wait", wait.Value.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"it must be 0 to {LongestWait} seconds."));
}
