using System.Text.Json;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Says in plain words what a proposed change does. For people only: the change itself is what counts.</summary>
public static class ChangeSentence
{
    /// <summary>The changes that a payload brings.</summary>
    public static IReadOnlyList<string> All(string family, JsonElement payload)
    {
        if (payload.TryGetProperty("changes", out var changes)) return All(changes);
        return family == "key/1" ? [Of("key." + Text(payload, "op"), payload)] : [];
    }

    /// <summary>A list of changes.</summary>
    public static IReadOnlyList<string> All(JsonElement changes) => changes.ValueKind == JsonValueKind.Array
        ? [.. changes.EnumerateArray().Where(c => c.ValueKind == JsonValueKind.Object).Select(c => Of(Text(c, "op"), c))]
        : [];

    static string Of(string op, JsonElement c) => op switch
    {
        "setting.set" => Setting(Text(c, "name"), c.TryGetProperty("value", out var value) ? value : default),
        "setting.reset" => $"{Family(Text(c, "name"))} is submitted again by whoever it names itself",
        "member.set" => $"{Text(c, "name")} ({Text(c, "party")}) takes part as {List(c, "roles")}",
        "member.remove" => $"{Text(c, "party")} takes part no more",
        "key.register" => $"A key of {Text(c, "party")} is registered as {Text(c, "role")}",
        "key.revoke" => $"The key {Short(Text(c, "kid"))} signs no more{From(c)}",
        "key.rotate" => $"The key {Short(Text(c, "kid"))} is replaced by a new one{From(c)}",
        "validator.add" => $"A key of {Text(c, "party")} becomes a validator",
        "validator.remove" => $"The key {Short(Text(c, "kid"))} is a validator no more",
        _ => $"A change of the kind {op}",
    };

    static string Setting(string name, JsonElement value) => name switch
    {
        "access" when Plain(value) == "public" => "Anybody may read the ledger, without signing in",
        "access" => "Only members may read the ledger",
        "governance" => $"{Text(value, "threshold")} of {List(value, "parties")} decide",
        "engine" => $"Blocks are certified under {Plain(value)}",
        "validators" when value.ValueKind == JsonValueKind.Array => $"The ledger has {value.GetArrayLength().ToString(System.Globalization.CultureInfo.InvariantCulture)} validators",
        "blockLimit" => $"A block holds at most {Plain(value)} transactions",
        "name" => $"The ledger is called {Plain(value)}",
        _ when name.StartsWith("permission/", StringComparison.Ordinal) => $"{Family(name)} is submitted by {List(value)}",
        _ => $"{name} becomes {Plain(value)}",
    };

    static string Family(string setting) => setting.StartsWith("permission/", StringComparison.Ordinal) ? setting["permission/".Length..] : setting;

    static string From(JsonElement c) => c.TryGetProperty("from", out var from) ? $" from block {from.GetRawText()} on" : "";

    static string List(JsonElement c, string name) => c.ValueKind == JsonValueKind.Object && c.TryGetProperty(name, out var list) ? List(list) : "?";

    static string List(JsonElement list) => list.ValueKind == JsonValueKind.Array ? string.Join(", ", list.EnumerateArray().Select(Plain)) : "?";

    static string Text(JsonElement c, string name) => c.ValueKind == JsonValueKind.Object && c.TryGetProperty(name, out var value) ? Plain(value) : "?";

    static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Undefined => "?",
        _ => value.GetRawText(),
    };

    static string Short(string id) => id.Length > 12 ? id[..6] + "…" + id[^4..] : id;
}
