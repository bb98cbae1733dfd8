using System.Globalization;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Says in plain words what a transaction does. For people only: the payload is what counts.</summary>
public static class Sentence
{
    /// <summary>The sentence.</summary>
    public static string Of(Transaction transaction)
    {
        try
        {
            using var payload = JsonDocument.Parse(transaction.Payload);
            var p = payload.RootElement;
            return p.ValueKind == JsonValueKind.Object ? Of(transaction.Header.Family.Split('/')[0], p) : Unknown(transaction);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return Unknown(transaction);
        }
    }

    static string Of(string family, JsonElement p) => family switch
    {
        "settings" when Text(p, "op") == "genesis" => $"The ledger '{Text(p, "name")}' was founded",
        "settings" => $"The setting {Text(p, "name")} was changed",
        "key" when Text(p, "op") == "revoke" => $"The key {Short(Text(p, "kid"))} was revoked",
        "key" => $"A key of {Text(p, "party")} was registered as {Text(p, "role")}",
        "site" => $"The site {Text(p, "name")} was registered",
        "meter" => $"The meter {Text(p, "name")} was registered at {Text(p, "site")}",
        "interval" => Interval(p, "metered"),
        "correction" => $"{Interval(p, "corrected")}: {Text(p, "reason")}",
        "register" => Register(p),
        "ocmf" => $"{Text(p, "meter")} recorded a charging session (OCMF)",
        _ => $"A transaction of the family {family}",
    };

    static string Interval(JsonElement p, string verb)
    {
        var start = Time(p, "start");
        var values = p.GetProperty("values");
        var count = values.GetArrayLength();
        var end = start.AddSeconds(p.GetProperty("seconds").GetInt64() * count);
        var sum = values.EnumerateArray().Sum(v => decimal.Parse(v.GetString()!, CultureInfo.InvariantCulture));
        return string.Create(CultureInfo.InvariantCulture,
            $"{Text(p, "meter")} {verb} {sum:0.###} from {start:yyyy-MM-dd HH:mm} to {(end.Date == start.Date ? end.ToString("HH:mm", CultureInfo.InvariantCulture) : end.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture))} UTC, {count} {(count == 1 ? "value" : "values")}{Attested(p)}");
    }

    static string Register(JsonElement p)
    {
        var readings = p.GetProperty("readings");
        var last = readings[readings.GetArrayLength() - 1];
        return string.Create(CultureInfo.InvariantCulture, $"{Text(p, "meter")} stood at {Text(last, "value")} on {Time(last, "at"):yyyy-MM-dd HH:mm} UTC{Attested(p)}");
    }

    static string Attested(JsonElement p) => p.TryGetProperty("attested", out var a) && a.ValueKind == JsonValueKind.Object
        ? $", attested by the gateway ({Text(a, "format")})" : "";

    static DateTime Time(JsonElement p, string name) => p.GetProperty(name).GetDateTimeOffset().UtcDateTime;

    static string Text(JsonElement p, string name) => p.TryGetProperty(name, out var v) ? v.ValueKind == JsonValueKind.String ? v.GetString()! : v.GetRawText() : "?";

    static string Short(string id) => id.Length > 12 ? id[..6] + "…" + id[^4..] : id;

    static string Unknown(Transaction transaction) => $"A transaction of the family {transaction.Header.Family}";
}
