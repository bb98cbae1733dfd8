using System.Buffers;
using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>From a meter's draft to the payload of family meter/1, checked by that family's own reader.</summary>
internal static class MeterDrafts
{
    /// <summary>What a meter without a stated resolution is taken to have: a quarter of an hour, the European settlement period.</summary>
    public const int DefaultResolutionSeconds = 900;

    public static bool TryWrite(MeterDraft draft, string? kid, out byte[]? payload, out Rejection? why)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("meter", draft.Id);
            json.WriteString("site", draft.Site);
            json.WriteString("name", draft.Name);
            json.WriteString("commodity", draft.Commodity);
            json.WriteString("unit", draft.Unit);
            json.WriteString("direction", draft.Direction);
            json.WriteString("kind", draft.Kind);
            Optional(json, "parent", draft.Parent);
            Optional(json, "key", kid);
            Optional(json, "source", draft.Source);
            Optional(json, "ocmfKey", draft.OcmfKey);
            Optional(json, "capacityKw", draft.CapacityKw is { } capacity ? DecimalText.Format(capacity) : null);
            json.WriteNumber("resolutionSeconds", draft.ResolutionSeconds);
            json.WriteEndObject();
        }
        payload = buffer.WrittenSpan.ToArray();
        if (!MeterPayload.TryParse(payload, out var registration, out why))
            return false;
        payload = registration.ToJson();
        return true;
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}

/// <summary>Payloads of family key/1.</summary>
internal static class KeyTransactions
{
    public static bool TryRegister(string jwk, string party, string role, out string? kid, out byte[]? payload, out Rejection? why)
    {
        (kid, payload, why) = (null, null, null);
        PublicKey key;
        try
        {
            key = PublicKey.FromJwk(jwk);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException)
        {
            why = new Rejection("key.form", $"jwk is no P-256 public key: {e.Message}", "jwk");
            return false;
        }
        kid = key.KeyId;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("op", "register");
            json.WritePropertyName("jwk");
            json.WriteRawValue(key.ToJwk());
            json.WriteString("party", party);
            json.WriteString("role", role);
            json.WriteEndObject();
        }
        payload = buffer.WrittenSpan.ToArray();
        return true;
    }
}
