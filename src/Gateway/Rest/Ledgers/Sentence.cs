using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Says in plain words what a transaction does. For people only: the payload is what counts.</summary>
public static class Sentence
{
    /// <summary>The sentence of a transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="meters">What the ledger knows of the meters it may name; units and names come from here.</param>
    public static string Of(Transaction transaction, IReadOnlyDictionary<string, MeterRegistration> meters) =>
        Of(transaction.Header.Family, transaction.Payload, meters);

    /// <summary>The sentence of a payload; of one that is not understood, the family it speaks.</summary>
    public static string Of(string family, ReadOnlyMemory<byte> payload, IReadOnlyDictionary<string, MeterRegistration> meters)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var p = document.RootElement;
            if (p.ValueKind != JsonValueKind.Object) return Unknown(family);
            var name = family.Split('/')[0];
            return LedgerSentence.Of(name, p) ?? EnergySentence.Of(name, p, meters) ?? Unknown(family);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException
            or OverflowException or IndexOutOfRangeException)
        {
            return Unknown(family);
        }
    }

    /// <summary>The meter that a payload is about; null for one about something else.</summary>
    public static string? MeterOf(Transaction transaction)
    {
        try
        {
            using var document = JsonDocument.Parse(transaction.Payload);
            return document.RootElement is { ValueKind: JsonValueKind.Object } p && p.TryGetProperty("meter", out var meter) && meter.ValueKind == JsonValueKind.String
                ? meter.GetString() : null;
        }
        catch (JsonException)
        {
            return null;   // no family of ours
        }
    }

    internal static string Text(JsonElement p, string name) => p.TryGetProperty(name, out var v) ? v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText() : "?";

    internal static bool Has(JsonElement p, string name) => p.TryGetProperty(name, out var v) && v.ValueKind is not JsonValueKind.Null;

    internal static string Short(string id) => id.Length > 12 ? id[..6] + "…" + id[^4..] : id;

    static string Unknown(string family) => $"A transaction of the family {family}";
}
