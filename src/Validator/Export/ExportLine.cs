using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Export;

/// <summary>
/// One line of a ledger's export, which is one block with everything needed to execute it again:
/// <c>{"block":{JWS general JSON},"batches":[{"transactions":["…"],"seal":"…"}],"nodes":{"length":n,"sha256":"…"}}</c>.
/// </summary>
/// <param name="Block">The block with its certificate.</param>
/// <param name="Batches">The batches in it, in their order.</param>
/// <param name="Nodes">What the store says about its state nodes; null when the export says nothing.</param>
public sealed record ExportLine(Block Block, IReadOnlyList<Batch> Batches, NodesDigest? Nodes)
{
    /// <summary>Reads a line; on failure says what in the block cannot be read.</summary>
    /// <param name="line">UTF-8, without the line end. It is kept: do not change it afterwards.</param>
    /// <param name="number">The number the block should have, for the place in the message.</param>
    /// <param name="read">The line.</param>
    /// <param name="wrong">What is wrong with it.</param>
    public static bool TryParse(ReadOnlyMemory<byte> line, long number, [NotNullWhen(true)] out ExportLine? read, [NotNullWhen(false)] out Discrepancy? wrong)
    {
        read = null;
        Block? block = null;
        List<Batch>? batches = null;
        NodesDigest? nodes = null;
        try
        {
            var reader = new Utf8JsonReader(line.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("it must be an object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("block"u8))
                {
                    if (!Block.TryParse(Value(line, ref reader), out block, out var why))
                    {
                        wrong = new Discrepancy(number, $"the block cannot be read: {why.Detail}");
                        return false;
                    }
                }
                else if (reader.ValueTextEquals("batches"u8))
                {
                    if (!TryReadBatches(line, number, ref reader, out batches, out wrong)) return false;
                }
                else if (reader.ValueTextEquals("nodes"u8))
                {
                    nodes = NodesDigest.Parse(Value(line, ref reader).Span);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            wrong = new Discrepancy(number, $"the line cannot be read as JSON: {exception.Message}");
            return false;
        }

        wrong = block is null || batches is null ? new Discrepancy(number, $"the line has no {(block is null ? "block" : "batches")}") : null;
        if (wrong is not null) return false;
        read = new ExportLine(block!, batches!, nodes);
        return true;
    }

    static bool TryReadBatches(ReadOnlyMemory<byte> line, long number, ref Utf8JsonReader reader, out List<Batch>? batches, [NotNullWhen(false)] out Discrepancy? wrong)
    {
        batches = [];
        wrong = null;
        var transactions = 0;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("batches must be a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!Batch.TryParse(line[from..(int)reader.BytesConsumed], out var batch, out var why))
            {
                wrong = new Discrepancy(number, $"its batch {batches.Count} cannot be read: {why.Detail}", Transaction: transactions);
                return false;
            }

            batches.Add(batch);
            transactions += batch.Transactions.Length;
        }

        return true;
    }

    static ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> line, ref Utf8JsonReader reader)
    {
        reader.Read();
        var from = (int)reader.TokenStartIndex;
        reader.Skip();
        return line[from..(int)reader.BytesConsumed];
    }
}

/// <summary>The stored state nodes of one block: their length in bytes, and the SHA-256 of what the store really holds.</summary>
public sealed record NodesDigest(long Length, Hash256 Sha256)
{
    internal static NodesDigest Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        using var document = JsonDocument.ParseValue(ref reader);
        var digest = document.RootElement.GetProperty("sha256").GetString();
        return digest is not null && Base64Url.IsValid(digest) && Hash256.TryParse(digest, out var hash)
            ? new NodesDigest(document.RootElement.GetProperty("length").GetInt64(), hash)
            : throw new FormatException("nodes.sha256 must be 32 bytes in base64url");
    }
}
