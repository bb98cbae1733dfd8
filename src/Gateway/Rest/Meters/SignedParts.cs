using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A payload and the meter it is for.</summary>
public sealed record MeterPart(string Meter, ReadOnlyMemory<byte> Payload);

/// <summary>Takes a signed payload apart by meter, since each meter's readings pass through that meter's grain.</summary>
public static class SignedParts
{
    /// <summary>
    /// Splits a compact JWS, a JSON batch, or a JSON array of those into parts of one meter each, in order; neighbours of one meter stay together.
    /// </summary>
    /// <param name="payload">The payload.</param>
    /// <param name="meter">The meter that the caller named, which every transaction must then be of.</param>
    /// <exception cref="ProblemException">A part cannot be read or names no meter.</exception>
    public static IReadOnlyList<MeterPart> Split(ReadOnlyMemory<byte> payload, string? meter)
    {
        var items = Items(payload);
        var groups = new List<(string Meter, List<ReadOnlyMemory<byte>> Items)>();
        foreach (var item in items)
        {
            var of = MeterOf(item, meter);
            if (groups.Count == 0 || groups[^1].Meter != of) groups.Add((of, []));
            groups[^1].Items.Add(item);
        }
        if (groups.Count == 1) return [new MeterPart(groups[0].Meter, payload)];
        return [.. groups.Select(g => new MeterPart(g.Meter, g.Items.Count == 1 ? g.Items[0] : Array(g.Items)))];
    }

    static List<ReadOnlyMemory<byte>> Items(ReadOnlyMemory<byte> payload)
    {
        if (FirstOf(payload.Span) != (byte)'[') return [payload];
        try
        {
            using var array = JsonDocument.Parse(payload);
            return [.. array.RootElement.EnumerateArray().Select(e =>
                (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(e.ValueKind == JsonValueKind.String ? e.GetString()! : e.GetRawText()))];
        }
        catch (JsonException e)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "request.malformed", $"The body is no JSON array: it breaks off at byte {e.BytePositionInLine}.");
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(StatusCodes.Status400BadRequest, "request.malformed", "The body is no JSON array: it holds text that is not UTF-8.");
        }
    }

    static string MeterOf(ReadOnlyMemory<byte> item, string? expected)
    {
        if (!Batch.TryParse(item, out var batch, out var why)) throw ProblemException.Of(why);
        var meter = expected;
        foreach (var transaction in batch.Transactions)
        {
            var named = MeterOf(transaction);
            if (named is null) throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "meter.missing", $"Transaction {transaction.Id} names no meter; other transactions go to /ledgers/{{ledger}}/batches.", "meter");
            meter ??= named;
            if (named != meter) throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "meter.mixed", $"Transaction {transaction.Id} is of meter '{named}', not '{meter}'; a batch brought here is of one meter.", "meter", named);
        }
        return meter!;
    }

    static string? MeterOf(Transaction transaction)
    {
        try
        {
            using var payload = JsonDocument.Parse(transaction.Payload);
            return payload.RootElement.ValueKind == JsonValueKind.Object && payload.RootElement.TryGetProperty("meter", out var meter)
                && meter.ValueKind == JsonValueKind.String ? meter.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: text that is not UTF-8
        {
            return null;
        }
    }

    static ReadOnlyMemory<byte> Array(List<ReadOnlyMemory<byte>> items)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var item in items)
            {
                if (FirstOf(item.Span) == (byte)'{') json.WriteRawValue(item.Span);
                else json.WriteStringValue(item.Span);
            }
            json.WriteEndArray();
        }
        return stream.ToArray();
    }

    static byte FirstOf(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? (byte)0 : bytes[start];
    }
}
