using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Rest;

/// <summary>The ledger as the replica has it: head, blocks, transactions, state.</summary>
static class LedgerRoutes
{
    /// <summary>Items on a page unless said, and at most.</summary>
    const int Usual = 50, Most = 200;

    /// <summary>The table.</summary>
    public static void MapLedger(this IEndpointRouteBuilder api, LedgerReplica replica)
    {
        api.MapGet("/ledgers", () => Read(replica, reader => new Page<LedgerSummary>(reader.Head() is { } head ? [Summary(reader, head)] : [], null)));
        var ledger = api.MapGroup("/ledgers/{ledger}").AddEndpointFilter((context, next) => Guard(replica, context, next));
        ledger.MapGet("", () => Read(replica, reader => Summary(reader, Head(reader))));
        ledger.MapGet("/blocks", (int? limit, string? cursor, long? from) => Read(replica, reader => Blocks(reader, limit, cursor, from)));
        ledger.MapGet("/blocks/{block}", (string block) => Read(replica, reader => Block(reader, block) is var found
            ? BlockDetail.Of(found, reader.Batches(found)) : null));
        ledger.MapGet("/transactions", (int? limit, string? cursor, long? block) => Read(replica, reader => Transactions(reader, limit, cursor, block)));
        ledger.MapGet("/transactions/{transaction}", (string transaction) => Read(replica, reader => Transaction(reader, transaction)));
        ledger.MapGet("/state", (string? prefix, long? at, int? limit, string? cursor) => Read(replica, reader => State(reader, prefix, at, limit, cursor)));
        ledger.MapGet("/state/{*path}", (string path, long? at) => Read(replica, reader => Value(reader, path, at)));
    }

    /// <summary>Answers with what a reader of its own session finds.</summary>
    public static T Read<T>(LedgerReplica replica, Func<ReplicaReader, T> read)
    {
        using var reader = replica.OpenReader();
        return read(reader);
    }

    /// <summary>The newest block.</summary>
    /// <exception cref="ProblemException">The replica is empty.</exception>
    public static ReplicaBlock Head(ReplicaReader reader) => reader.Head() ?? throw ProblemException.NotFound("block", "0");

    /// <summary>The block at a height, the newest unless said.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public static ReplicaBlock At(ReplicaReader reader, long? number) => number is { } height
        ? reader.Block(height) ?? throw ProblemException.NotFound("block", Times.Text(height))
        : Head(reader);

    /// <summary>Checks that a path is one that a state can have.</summary>
    /// <exception cref="ProblemException">It is none.</exception>
    public static string Path(string path) => path.Length is 0 or > 512 || path.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E')
        ? throw ProblemException.Invalid("path", path, "a state path has 1 to 512 printable ASCII characters without spaces.")
        : path;

    /// <summary>Refuses requests for another ledger than the replica's.</summary>
    public static async ValueTask<object?> Guard(LedgerReplica replica, EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var name = context.HttpContext.GetRouteValue("ledger") as string ?? "";
        return name == replica.Ledger ? await next(context) : throw ProblemException.NotFound("ledger", name);
    }

    static LedgerSummary Summary(ReplicaReader reader, ReplicaBlock head) => LedgerSummary.Of(head, LedgerSettings.Read(reader.StateAt(head)).Name);

    static ReplicaBlock Block(ReplicaReader reader, string block) =>
        (long.TryParse(block, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? reader.Block(number) : reader.Block(block))
        ?? throw ProblemException.NotFound("block", block);

    static Page<BlockSummary> Blocks(ReplicaReader reader, int? limit, string? cursor, long? from)
    {
        var (size, at, head) = (Size(limit), Cursor(cursor), Head(reader));
        if (from is { } start)
        {
            if (start < 0) throw ProblemException.Invalid("from", Times.Text(start), "it must be 0 or more.");
            var up = reader.Blocks(at ?? start, size);
            return new Page<BlockSummary>([.. up.Select(BlockSummary.Of)],
                up.Count > 0 && up[^1].Number < head.Number ? Times.Text(up[^1].Number + 1) : null, head.Number + 1);
        }

        var top = Math.Min(at ?? head.Number, head.Number);
        var lowest = Math.Max(0, top - size + 1);
        var blocks = reader.Blocks(lowest, (int)(top - lowest + 1));
        return new Page<BlockSummary>([.. blocks.Reverse().Select(BlockSummary.Of)], lowest > 0 ? Times.Text(lowest - 1) : null, head.Number + 1);
    }

    static Page<TransactionSummary> Transactions(ReplicaReader reader, int? limit, string? cursor, long? block)
    {
        var size = Size(limit);
        var at = At(reader, block);
        var last = block is null ? 0 : at.FirstIndex;
        var next = Math.Min(Cursor(cursor) ?? long.MaxValue, at.FirstIndex + at.Count - 1);
        var items = new List<TransactionSummary>();
        while (next >= last && items.Count < size && reader.At(next) is { Block: var holder })
        {
            var ids = reader.Batches(holder).SelectMany(b => b.Transactions).ToList();
            for (; next >= Math.Max(last, holder.FirstIndex) && items.Count < size; next--)
                items.Add(TransactionSummary.Of(ids[(int)(next - holder.FirstIndex)], holder.Number, next));
        }

        return new Page<TransactionSummary>(items, next >= last ? Times.Text(next) : null);
    }

    static TransactionDetail Transaction(ReplicaReader reader, string id)
    {
        var place = reader.Find(id) ?? throw ProblemException.NotFound("transaction", id);
        return TransactionDetail.Of(place, KeyEntry.Read(reader.StateAt(place.Block), place.Transaction.Header.Kid)?.Party);
    }

    static StatePage State(ReplicaReader reader, string? prefix, long? at, int? limit, string? cursor)
    {
        var block = At(reader, at);
        var state = reader.StateAt(block);
        var size = Size(limit);
        if (!string.IsNullOrEmpty(prefix)) Path(prefix);
        if (!string.IsNullOrEmpty(cursor)) Path(cursor);
        var found = state.Range(prefix ?? "", string.IsNullOrEmpty(cursor) ? null : cursor).Take(size + 1).ToList();
        return new StatePage(state.Root.Hash.ToString(), block.Number, [.. found.Take(size).Select(item => new StateItem(item.Key, Values.Json(item.Value)))],
            found.Count > size ? found[size - 1].Key : null);
    }

    static StateValue Value(ReplicaReader reader, string path, long? at)
    {
        var block = At(reader, at);
        var state = reader.StateAt(block);
        return state.Get(Path(path)) is { } value
            ? new StateValue(path, Values.Json(value), state.Root.Hash.ToString(), block.Number)
            : throw ProblemException.NotFound("state", path);
    }

    static int Size(int? limit) => limit is null ? Usual
        : limit is >= 1 and <= Most ? limit.Value
        : throw ProblemException.Invalid("limit", Times.Text(limit.Value), "it must be 1 to 200.");

    static long? Cursor(string? cursor) => string.IsNullOrEmpty(cursor) ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw ProblemException.Invalid("cursor", cursor, "it must be the 'next' of the page before, unchanged.");
}
