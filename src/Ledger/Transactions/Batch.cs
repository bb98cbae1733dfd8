using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Transactions of which all commit or none: <c>{"transactions":["…",…],"seal":"…"}</c>. The seal says who put them together.
/// One transaction on its own is a batch of one and needs no seal; it may then be sent as the bare compact JWS.
/// Id: of a batch without seal its transaction's, of a sealed one <see cref="BatchSeal.IdOf"/>.
/// </summary>
public sealed class Batch
{
    /// <summary>Most transactions in a batch: as many as the largest block holds.</summary>
    public const int MaxTransactions = 4_096;

    /// <summary>Longest batch as JSON, in bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private readonly BatchSeal? _seal;
    private string? _id;

    private Batch(ImmutableArray<Transaction> transactions, BatchSeal? seal)
    {
        Transactions = transactions;
        _seal = seal;
        foreach (var transaction in transactions)
            Size += transaction.Bytes.Length;
    }

    /// <summary>What an outcome is asked for by: 43 characters of base64url.</summary>
    public string Id => _id ??= _seal is null ? Transactions[0].Id : BatchSeal.IdOf(Transactions);

    /// <summary>The transactions, in the order they are applied in.</summary>
    public ImmutableArray<Transaction> Transactions { get; }

    /// <summary>The seal, a compact JWS; null for a transaction on its own.</summary>
    public string? Seal => _seal?.Text;

    /// <summary>Key id of who sealed it; null without a seal.</summary>
    public string? SealedBy => _seal?.Kid;

    /// <summary>Bytes of all its transactions.</summary>
    public int Size { get; }

    /// <summary>True when there is no seal or its verification has been answered.</summary>
    internal bool IsSealTried => _seal is null || _seal.IsTried;

    /// <summary>A batch of one, without seal.</summary>
    public static Batch Of(Transaction transaction) => new([transaction], null);

    /// <summary>Puts transactions together and seals them.</summary>
    /// <exception cref="ArgumentException">When there is none, are more than <see cref="MaxTransactions"/>, or one occurs twice.</exception>
    public static Batch Create(ISigner key, IReadOnlyList<Transaction> transactions)
    {
        if (CheckTransactions(transactions) is { } bad)
            throw new ArgumentException(bad.Detail, nameof(transactions));
        ImmutableArray<Transaction> all = [.. transactions];
        return new Batch(all, BatchSeal.Sign(key, all));
    }

    /// <summary>Reads a batch as JSON, or one bare compact JWS. It keeps slices of <paramref name="bytes"/>: do not change them afterwards.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Batch? batch, [NotNullWhen(false)] out Rejection? why)
    {
        batch = null;
        if (bytes.Length is 0 or > MaxBytes)
        {
            why = new Rejection("batch.size", $"A batch has 1 to {MaxBytes} bytes; this one has {bytes.Length}.");
            return false;
        }
        if (bytes.Span[0] is not ((byte)'{' or (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t'))
        {
            if (!Transaction.TryParse(bytes, out var transaction, out why))
                return false;
            batch = Of(transaction);
            return true;
        }
        try
        {
            return TryParseJson(bytes, out batch, out why);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: text that is not UTF-8
        {
            why = new Rejection("batch.json", "The batch is not JSON: " + e.Message);
            return false;
        }
    }

    /// <summary>True when there is no seal, or it is the signature of <paramref name="key"/> over exactly these transactions.</summary>
    public bool VerifySeal(PublicKey key) => _seal is null || _seal.Verify(key);

    /// <summary>Writes the JSON form, members in the order <c>transactions, seal</c>.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(Size + 512);
        buffer.Write("{\"transactions\":["u8);
        for (var i = 0; i < Transactions.Length; i++)
        {
            buffer.Write(i == 0 ? "\""u8 : ",\""u8);
            buffer.Write(Transactions[i].Bytes.Span);
            buffer.Write("\""u8);
        }
        buffer.Write("]"u8);
        if (Seal is not null)
        {
            buffer.Write(",\"seal\":\""u8);
            buffer.Write(Encoding.ASCII.GetBytes(Seal));
            buffer.Write("\""u8);
        }
        buffer.Write("}"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static bool TryParseJson(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out Batch? batch, [NotNullWhen(false)] out Rejection? why)
    {
        batch = null;
        ImmutableArray<Transaction>.Builder? transactions = null;
        string? seal = null;
        var reader = new Utf8JsonReader(bytes.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            why = new Rejection("batch.json", "A batch must be a JSON object or a compact JWS.");
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("transactions"u8) && transactions is null)
            {
                transactions = ReadTransactions(bytes, ref reader, out why);
                if (transactions is null)
                {
                    why ??= new Rejection("batch.transactions", "transactions must be a list of compact JWS.", "transactions");
                    return false;
                }
            }
            else if (reader.ValueTextEquals("seal"u8) && seal is null)
            {
                reader.Read();
                seal = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= MaxBytes / 16 ? reader.GetString() : null;
                if (seal is null)
                {
                    why = new Rejection("batch.seal", "seal must be a compact JWS; leave it out when there is none.", "seal");
                    return false;
                }
            }
            else
            {
                why = new Rejection("batch.member", $"The batch has the member '{reader.GetString()}', which is unknown or occurs twice.", reader.GetString());
                return false;
            }
        }
        reader.Read();   // throws when anything but white space follows the object
        why = CheckTransactions(transactions is null ? [] : transactions);
        if (why is null && seal is null && transactions!.Count > 1)
            why = new Rejection("batch.seal", "A batch of several transactions needs a seal.", "seal");
        BatchSeal? parsed = null;
        if (why is null && seal is not null)
            BatchSeal.TryParse(seal, transactions!, out parsed, out why);
        if (why is not null)
            return false;
        batch = new Batch(transactions!.DrainToImmutable(), parsed);
        return true;
    }

    private static ImmutableArray<Transaction>.Builder? ReadTransactions(ReadOnlyMemory<byte> bytes, ref Utf8JsonReader reader, out Rejection? why)
    {
        why = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return null;
        var transactions = ImmutableArray.CreateBuilder<Transaction>(1);   // mostly one alone
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            // A JWS needs no escapes; with one, the raw text holds a backslash, which the parser refuses as no base64url.
            var text = bytes.Slice(checked((int)reader.TokenStartIndex) + 1, reader.ValueSpan.Length);
            if (transactions.Count == MaxTransactions)
                why = TooMany;
            else if (Transaction.TryParse(text, out var transaction, out why))
            {
                transactions.Add(transaction);
                continue;
            }
            why = why! with { Detail = $"Transaction {transactions.Count} of the batch: {why.Detail}" };
            return null;
        }
        return reader.TokenType == JsonTokenType.EndArray ? transactions : null;
    }

    private static Rejection TooMany => new("batch.size", $"A batch holds at most {MaxTransactions} transactions.", "transactions");

    private static Rejection? CheckTransactions(IReadOnlyCollection<Transaction> transactions)
    {
        if (transactions.Count == 0)
            return new Rejection("batch.empty", "A batch holds at least one transaction.", "transactions");
        if (transactions.Count > MaxTransactions)
            return TooMany;
        if (transactions.Count == 1)
            return null;
        var ids = new HashSet<Hash256>(transactions.Count);
        foreach (var transaction in transactions)
        {
            if (!ids.Add(transaction.Hash))
                return new Rejection("batch.duplicate", $"The batch holds transaction {transaction.Id} twice.", "transactions", transaction.Id);
        }
        return null;
    }
}
