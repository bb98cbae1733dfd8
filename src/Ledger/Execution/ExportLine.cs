using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// One line of a ledger's export, which is one block with everything needed to execute it again:
/// <c>{"block":{JWS general JSON},"batches":[{"transactions":["…"],"seal":"…"}],"nodes":{"length":n,"sha256":"…"}}</c>.
/// A transaction that was dropped under a retention transaction is <c>{"dropped":leaf hash,"id":…}</c> in place of its text, and nodes of which values were dropped
/// are <c>{"length":n,"dropped":true}</c>. A block that the service itself cannot read is <c>{"block":null,"error":"…"}</c>. Only the frame is read here; what is in it is kept as
/// the bytes that stand there, for the verifier to judge.
/// </summary>
public static class ExportLine
{
    /// <summary>Takes a line apart.</summary>
    /// <param name="line">UTF-8, without the line end. It is kept: do not change it afterwards.</param>
    /// <param name="record">The block, its batches, and the digest of its stored state nodes.</param>
    /// <param name="wrong">What is wrong with the frame, in one clause.</param>
    public static bool TryParse(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out LedgerRecord? record,
        [NotNullWhen(false)] out string? wrong)
    {
        record = null;
        ReadOnlyMemory<byte>? block = null;
        List<ReadOnlyMemory<byte>>? batches = null;
        Hash256? nodes = null;
        var whole = true;
        try
        {
            var reader = new Utf8JsonReader(line.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new FormatException("it must be an object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("block"u8)) block = Value(line, ref reader);
                else if (reader.ValueTextEquals("batches"u8)) batches = Elements(line, ref reader);
                else if (reader.ValueTextEquals("error"u8))
                {
                    wrong = $"the service cannot read it: {JsonSerializer.Deserialize<string>(Value(line, ref reader).Span)}";
                    return false;
                }
                else if (reader.ValueTextEquals("nodes"u8)) (nodes, whole) = Digest(Value(line, ref reader));
                else throw new FormatException($"it has the unknown member '{reader.GetString()}'");
            }

            reader.Read();
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            wrong = $"its line in the export cannot be read: {exception.Message}";
            return false;
        }

        wrong = (block, batches, nodes) switch
        {
            (null, _, _) => "its line in the export has no block",
            (_, null, _) => "its line in the export has no batches",
            (_, _, null) when whole => "its line in the export has no digest of its state nodes",
            _ => null,
        };
        if (wrong is not null) return false;
        record = new LedgerRecord(block!.Value, batches!, nodes);
        if (!batches!.Exists(b => b.Span.IndexOf("\"dropped\""u8) >= 0)) return true;
        try
        {
            record = record with { Entries = Entries(batches) };
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            wrong = $"what was dropped of it cannot be read: {exception.Message}";
            return false;
        }
    }

    static List<ReadOnlyMemory<byte>> Elements(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new FormatException("batches must be a list");
        var elements = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(Here(line, ref reader));
        return elements;
    }

    static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader)
    {
        reader.Read();
        return Here(line, ref reader);
    }

    // The bytes of the value on which the reader stands.
    static ReadOnlyMemory<byte> Here(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader)
    {
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[from..(int)reader.BytesConsumed];
    }

    /// <summary>The transactions of batches of which some were dropped.</summary>
    static List<ExportEntry> Entries(List<ReadOnlyMemory<byte>> batches)
    {
        var entries = new List<ExportEntry>();
        foreach (var batch in batches)
        {
            using var document = JsonDocument.Parse(batch);
            foreach (var transaction in document.RootElement.GetProperty("transactions").EnumerateArray())
            {
                if (transaction.ValueKind == JsonValueKind.String)
                {
                    var text = transaction.GetString()!;
                    entries.Add(Transaction.TryParse(text, out var whole, out var why) ? new ExportEntry(whole, whole.LeafHash, whole.Hash) : throw new FormatException(why.Detail));
                }
                else if (Hash256.TryParse(transaction.GetProperty("dropped").GetString(), out var leaf) && Hash256.TryParse(transaction.GetProperty("id").GetString(), out var id))
                    entries.Add(new ExportEntry(null, leaf, id));
                else
                    throw new FormatException("a dropped transaction has a leaf hash and an id");
            }
        }
        return entries;
    }

    static (Hash256? Digest, bool Whole) Digest(ReadOnlyMemory<byte> nodes)
    {
        using var document = JsonDocument.Parse(nodes);
        if (document.RootElement.TryGetProperty("dropped", out var dropped) && dropped.ValueKind == JsonValueKind.True) return (null, false);
        return (Sha256(document.RootElement), true);
    }

    static Hash256 Sha256(JsonElement nodes) => Hash256.TryParse(nodes.GetProperty("sha256").GetString(), out var hash)
        ? hash
        : throw new FormatException("nodes.sha256 must be a SHA-256 in base64url");
}
