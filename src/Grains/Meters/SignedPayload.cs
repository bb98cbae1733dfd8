using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A signed message: a compact JWS, a JSON batch, or a JSON array of those. Only cut apart here; the ledger reads each part.
/// </summary>
public static class SignedPayload
{
    /// <summary>Most batches in one message.</summary>
    public const int MaxBatches = 1_000;

    /// <summary>Cuts a message into batches, as bytes.</summary>
    public static bool TrySplit(ReadOnlyMemory<byte> message, out ImmutableArray<ReadOnlyMemory<byte>> batches, out Rejection? why)
    {
        batches = [];
        why = null;
        var text = message.Span.TrimStart(" \r\n\t"u8);
        if (text.IsEmpty)
        {
            why = new Rejection("message.empty", "The message is empty; it must be a compact JWS, a JSON batch or a JSON array of those.", "message");
            return false;
        }
        if (text[0] != (byte)'[')
        {
            batches = [message];
            return true;
        }
        try
        {
            using var document = JsonDocument.Parse(message);
            if (document.RootElement.GetArrayLength() is 0 or > MaxBatches)
            {
                why = new Rejection("message.size", $"The array has {document.RootElement.GetArrayLength()} batches; it must have 1 to {MaxBatches}.", "message");
                return false;
            }
            batches = [.. document.RootElement.EnumerateArray().Select(Bytes)];
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            why = new Rejection("message.json", "The message begins like a JSON array, and is none of compact JWS and batches.", "message");
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Bytes(JsonElement element) =>
        Encoding.UTF8.GetBytes(element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());
}
