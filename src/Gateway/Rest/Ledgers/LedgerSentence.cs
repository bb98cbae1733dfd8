using System.Globalization;
using System.Text.Json;
using static SmartBlocks.Gateway.Rest.Sentence;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What a ledger is told about itself: settings, keys, members, decisions, what is dropped.</summary>
static class LedgerSentence
{
    public static string? Of(string family, JsonElement p) => family switch
    {
        "settings" when Text(p, "op") == "genesis" => $"The ledger '{Text(p, "name")}' was founded with {Count(p, "validators", "validator")}, engine {Text(p, "engine")}",
        "settings" => Setting(p),
        "key" => Key(Text(p, "op"), p),
        "member" => Member(Text(p, "op"), p),
        "governance" => Governance(p),
        "retention" => Retention(p),
        _ => null,
    };

    static string Setting(JsonElement p) => Text(p, "name") switch
    {
        "validators" => $"The ledger has {Count(p, "value", "validator")} from the next block on",
        "engine" => $"The next blocks are agreed on under the engine {Text(p, "value")}",
        "governance" when p.TryGetProperty("value", out var v) && Has(v, "threshold") => $"{Text(v, "threshold")} of {Count(v, "parties", "party", "parties")} decide about changes from now on",
        "access" => $"The ledger is {Text(p, "value")} from now on",
        var name when !Has(p, "value") => $"The setting {name} was put back to what it was without being set",
        var name => $"The setting {name} was changed to {Brief(p.GetProperty("value"))}",
    };

    static string Key(string op, JsonElement p) => op switch
    {
        "revoke" => $"The key {Short(Text(p, "kid"))} was revoked{From(p)}",
        "rotate" => $"The key {Short(Text(p, "kid"))} was replaced by a new one{From(p)}",
        _ => $"A key of {Text(p, "party")} was registered as {Text(p, "role")}",
    };

    static string Member(string op, JsonElement p) => op == "remove"
        ? $"{Text(p, "party")} is no longer a member"
        : $"{Text(p, "name")} is a member{Roles(p)}";

    static string Governance(JsonElement p) => Text(p, "op") switch
    {
        "propose" => $"Proposed: {Text(p, "title")} ({Count(p, "changes", "change")}: {Changes(p)})",
        "approve" => $"The proposal {Short(Text(p, "proposal"))} was approved",
        _ => $"The proposal {Short(Text(p, "proposal"))}, or its approval, was withdrawn",
    };

    static string Changes(JsonElement p)
    {
        var said = p.GetProperty("changes").EnumerateArray().Take(3).Select(c => Text(c, "op") switch
        {
            "setting.set" => Setting(c),
            "setting.reset" => $"The setting {Text(c, "name")} is put back",
            "member.set" => Member("set", c),
            "member.remove" => Member("remove", c),
            "key.register" => Key("register", c),
            "key.revoke" => Key("revoke", c),
            "key.rotate" => Key("rotate", c),
            "validator.add" => $"{Text(c, "party")} becomes a validator",
            "validator.remove" => $"The validator {Short(Text(c, "kid"))} leaves",
            var op => op,
        });
        return string.Join("; ", said) + (p.GetProperty("changes").GetArrayLength() > 3 ? "; …" : "");
    }

    static string Retention(JsonElement p) =>
        $"Readings{(Has(p, "meter") ? $" of {Text(p, "meter")}" : "")}{(Has(p, "before") ? $" before {Text(p, "before")}" : "")} may be dropped; their fingerprints stay";

    static string From(JsonElement p) => Has(p, "from") ? $", from block {Text(p, "from")} on" : "";

    static string Roles(JsonElement p) => p.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array && roles.GetArrayLength() > 0
        ? ", as " + string.Join(" and ", roles.EnumerateArray().Select(r => r.GetString())) : "";

    static string Brief(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) => string.Join(", ", value.EnumerateArray().Select(v => v.GetString())),
        JsonValueKind.Object or JsonValueKind.Array => "a new value",
        _ => value.GetRawText(),
    };

    static string Count(JsonElement p, string name, string one, string? many = null)
    {
        var n = p.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.GetArrayLength() : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{n} {(n == 1 ? one : many ?? one + "s")}");
    }
}
