using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Rest;

/// <summary>One page of a list, as the host has them.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Total">How many there are in all, where that is known.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long? Total = null);

/// <summary>The ledger at the replica's newest block.</summary>
public sealed record LedgerSummary(string Id, string Name, long Height, long Transactions, string HistoryRoot, string StateRoot, string LastBlock,
    DateTime LastBlockAt, string Engine, IReadOnlyList<string> Validators)
{
    internal static LedgerSummary Of(ReplicaBlock head, string name)
    {
        var block = head.Parse();
        var header = block.Header;
        return new LedgerSummary(header.Ledger, name, header.Number, header.Size, header.Root, header.State, block.Id, Times.Utc(header.Time),
            header.Engine, header.Validators);
    }
}

/// <summary>A block in brief.</summary>
public record BlockSummary(long Number, string Id, string Previous, DateTime Time, int Transactions, long Size, string Root, string State, string Engine)
{
    internal static BlockSummary Of(ReplicaBlock stored)
    {
        var header = stored.Parse().Header;
        return new BlockSummary(header.Number, stored.Id, header.Previous, Times.Utc(header.Time), stored.Count, header.Size, header.Root, header.State, header.Engine);
    }
}

/// <summary>A block in full. The certificate was verified before the block entered the replica.</summary>
public sealed record BlockDetail(long Number, string Id, string Previous, DateTime Time, int Transactions, IReadOnlyList<BatchOfBlock> Batches, long Size,
    string Root, string State, string Engine, JsonElement Jws, IReadOnlyList<SignatureOfBlock> Signatures)
{
    internal static BlockDetail Of(ReplicaBlock stored, IReadOnlyList<Batch> batches)
    {
        var block = stored.Parse();
        var s = BlockSummary.Of(stored);
        return new BlockDetail(s.Number, s.Id, s.Previous, s.Time, s.Transactions,
            [.. batches.Select(b => new BatchOfBlock(b.Id, [.. b.Transactions.Select(t => t.Id)], b.Seal is not null, b.Seal))],
            s.Size, s.Root, s.State, s.Engine, JsonElement.Parse(stored.Jws.Span), [.. block.Signatures.Select(signature => new SignatureOfBlock(signature.Kid, true))]);
    }
}

/// <summary>A signature of a block.</summary>
public sealed record SignatureOfBlock(string Kid, bool Valid);

/// <summary>A batch within its block.</summary>
public sealed record BatchOfBlock(string Id, IReadOnlyList<string> Transactions, bool Sealed, string? Seal);

/// <summary>A transaction in brief.</summary>
public sealed record TransactionSummary(string Id, long Block, long Index, string Family, string Signer, DateTime Time)
{
    internal static TransactionSummary Of(Transaction t, long block, long index) =>
        new(t.Id, block, index, t.Header.Family, t.Header.Kid, Times.Utc(t.Header.Iat));
}

/// <summary>A transaction in full.</summary>
public sealed record TransactionDetail(string Id, string Ledger, long Block, string BlockId, DateTime BlockTime, long Index, string Batch, string Family,
    string Signer, string? Party, DateTime Time, JsonElement Payload, string Jws, int Bytes)
{
    internal static TransactionDetail Of(ReplicaPlace place, string? party)
    {
        var t = place.Transaction;
        return new TransactionDetail(t.Id, t.Header.Ledger, place.Block.Number, place.Block.Id, Times.Utc(place.Block.Parse().Header.Time), place.Index,
            place.Batch.Id, t.Header.Family, t.Header.Kid, party, Times.Utc(t.Header.Iat), Values.Json(t.Payload),
            System.Text.Encoding.ASCII.GetString(t.Bytes.Span), t.Bytes.Length);
    }
}

/// <summary>A page of the state after a block.</summary>
public sealed record StatePage(string Root, long Block, IReadOnlyList<StateItem> Items, string? Next);

/// <summary>A path of the state and its value.</summary>
public sealed record StateItem(string Path, JsonElement Value);

/// <summary>A value of the state after a block.</summary>
public sealed record StateValue(string Path, JsonElement Value, string Root, long Block);

/// <summary>Proof of what is at a path of the state, or that nothing is.</summary>
public sealed record StateProofAnswer(string Path, long Block, string Root, bool Present, string? Value, IReadOnlyList<StateProofFork> Steps,
    string? LeafPath, string LeafValueHash)
{
    internal static StateProofAnswer Of(string path, long block, StateTrie state)
    {
        var proof = state.Prove(path);
        return new StateProofAnswer(path, block, state.Root.Hash.ToString(), proof.Value is not null,
            proof.Value is { } value ? Base64Url.EncodeToString(value.Span) : null,
            [.. proof.Steps.Select(step => new StateProofFork(step.Bit, step.Sibling.ToString()))], proof.LeafPath, proof.LeafValueHash.ToString());
    }
}

/// <summary>A fork on the way from the state root.</summary>
public sealed record StateProofFork(int Bit, string Sibling);

/// <summary>Receipts, one a transaction.</summary>
public sealed record Receipts(IReadOnlyList<JsonElement> Data);

/// <summary>What <c>/healthz</c> answers.</summary>
public sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons, string Ledger, string Host, bool Connected, long Height, long? HostHeight,
    long? Lag, string? Key, bool IsValidator, NodeVote? LastVote)
{
    internal static HealthAnswer Of(NodeStatus status, DateTimeOffset now)
    {
        var health = status.Health(now);
        return new HealthAnswer(health.Status, health.Reasons, status.Ledger, status.Host, status.Connected, status.Height, status.HostHeight, status.Lag,
            status.Key, status.IsValidator, status.LastVote);
    }
}

static class Times
{
    /// <summary>Unix milliseconds as UTC.</summary>
    public static DateTime Utc(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;

    /// <summary>A number as text.</summary>
    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

static class Values
{
    /// <summary>Bytes as JSON; what is no JSON becomes a base64url string.</summary>
    public static JsonElement Json(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonElement.Parse(bytes.Span);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(Base64Url.EncodeToString(bytes.Span));
        }
    }
}
