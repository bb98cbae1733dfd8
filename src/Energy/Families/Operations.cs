using System.Text.Json;

namespace SmartBlocks.Energy.Families;

/// <summary>What a payload with an <c>op</c> wants done.</summary>
internal static class Operations
{
    /// <summary>Whether it says <c>"op":"remove"</c>; everything else about it is checked by whoever reads it in full.</summary>
    public static bool IsRemoval(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("op", out var op) && op.ValueKind == JsonValueKind.String && op.ValueEquals("remove");
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
