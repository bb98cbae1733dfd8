using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Rest;

/// <summary>Proofs from the replica, the evidence it kept, and the replica as an export for the next verifier.</summary>
static class ProofRoutes
{
    /// <summary>Receipts in one answer.</summary>
    const int MostIds = 200;

    /// <summary>The table.</summary>
    public static void MapProofs(this IEndpointRouteBuilder api, LedgerReplica replica, EvidenceFolder evidence)
    {
        var ledger = api.MapGroup("/ledgers/{ledger}").AddEndpointFilter((context, next) => LedgerRoutes.Guard(replica, context, next));
        ledger.MapGet("/receipts", (string? id) => LedgerRoutes.Read(replica, reader => Receipts(reader, id)));
        ledger.MapGet("/proofs/state", (string path, long? block) => LedgerRoutes.Read(replica, reader =>
        {
            var at = LedgerRoutes.At(reader, block);
            return StateProofAnswer.Of(LedgerRoutes.Path(path), at.Number, reader.StateAt(at));
        }));
        ledger.MapGet("/proofs/state/receipt", (string path, long? block) => LedgerRoutes.Read(replica, reader =>
        {
            var at = LedgerRoutes.At(reader, block);
            return Results.Bytes(new StateReceipt(path, reader.StateAt(at).Prove(LedgerRoutes.Path(path)), at.Parse()).ToJson(), "application/json");
        }));
        ledger.MapGet("/evidence", () =>
        {
            var kept = evidence.List();
            return new Page<KeptEvidence>(kept, null, kept.Count);
        });
        ledger.MapGet("/snapshots/{height:long}", (HttpContext context, long height) => SnapshotAsync(replica, context, height));
        ledger.MapGet("/export", (HttpContext context, long? from) => ExportAsync(replica, context, from));
    }

    static Receipts Receipts(ReplicaReader reader, string? ids)
    {
        var wanted = (ids ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (wanted.Length is 0 or > MostIds) throw ProblemException.Invalid("id", ids, $"it must be 1 to {MostIds} transaction ids, separated by commas.");
        return new Receipts([.. wanted.Select(id =>
        {
            var place = reader.Find(id) ?? throw ProblemException.NotFound("transaction", id);
            var block = place.Block.Parse();
            return JsonElement.Parse(Receipt.Create(place.Transaction, place.Index, block, reader.HistoryAt(block.Header.Size)).ToJson());
        })]);
    }

    // For nodes that begin with the state of a party other than the host.
    static async Task SnapshotAsync(LedgerReplica replica, HttpContext context, long height)
    {
        using var reader = replica.OpenReader();
        var block = LedgerRoutes.At(reader, height);
        context.Response.ContentType = "application/x-ndjson";
        context.Response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"{replica.Ledger}-{height}.sb-snapshot\"");
        foreach (var line in ReplicaSnapshots.Write(reader, block))
        {
            var writer = context.Response.BodyWriter;
            writer.Write(line);
            writer.Write("\n"u8);
            await writer.FlushAsync(context.RequestAborted);
        }
    }

    // As the host's export, byte for byte where the host is honest: `validator verify` reads it.
    static async Task ExportAsync(LedgerReplica replica, HttpContext context, long? from)
    {
        using var reader = replica.OpenReader();
        var head = LedgerRoutes.Head(reader);
        if (from < 0) throw ProblemException.Invalid("from", Times.Text(from.Value), "it must be 0 or more.");
        if (replica.Base > 0 && !(from > replica.Base))
            throw ProblemException.Invalid("from", from is null ? "" : Times.Text(from.Value), $"this replica began with a snapshot: it must be above {Times.Text(replica.Base)}.");
        context.Response.ContentType = "application/x-ndjson";
        for (var number = from ?? 0; number <= head.Number; number++)
        {
            var block = LedgerRoutes.At(reader, number);
            var writer = context.Response.BodyWriter;
            writer.Write("{\"block\":"u8);
            writer.Write(block.Jws.Span);
            writer.Write(",\"batches\":["u8);
            var first = true;
            foreach (var body in reader.Bodies(block))
            {
                if (!first) writer.Write(","u8);
                first = false;
                writer.Write(body.Span);
            }

            writer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"],\"nodes\":{{\"length\":{block.NodesLength},\"sha256\":\"{reader.NodesDigest(block)}\"}}}}\n")));
            await writer.FlushAsync(context.RequestAborted);
        }
    }

    static void Write(this System.IO.Pipelines.PipeWriter writer, ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(writer, bytes);
}
