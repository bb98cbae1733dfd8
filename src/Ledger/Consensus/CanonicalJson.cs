using System.Buffers;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>Canonical JSON, written in one way and read by writing it again: what differs by a byte is refused.</summary>
internal static class CanonicalJson
{
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>JSON that was read, without the white space between its members.</summary>
    public static byte[] Write(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
            element.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>What <paramref name="read"/> makes of the JSON; null when it is not JSON, lacks a member, or is written back otherwise.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T?> read, Func<T, byte[]> write) where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return read(document.RootElement) is { } value && write(value).AsSpan().SequenceEqual(json.Span) ? value : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
