using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>The settings there are, and what each may be. A setting's value is JSON at <c>settings/&lt;name&gt;</c>.</summary>
internal static class SettingsRules
{
    /// <summary>Where the settings are.</summary>
    public const string Prefix = "settings/";

    /// <summary>Settings <c>permission/&lt;family&gt;</c> say which roles may submit the family.</summary>
    public const string Permission = "permission/";

    /// <summary>Where a setting is.</summary>
    public static string Path(string name) => Prefix + name;

    /// <summary>Checks a value and puts it.</summary>
    public static Rejection? Put(string name, JsonElement value, IState state)
    {
        switch (name)
        {
            case "name":
                if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 and <= 200 })
                    return Bad(name, "must be text of 1 to 200 characters");
                break;
            case "engine":
                if (value.ValueKind != JsonValueKind.String || !Names.IsSlug(value.GetString()))
                    return Bad(name, "must be the name of a consensus engine");
                break;
            case "validators":
                return PutValidators(value, state);
            case "blockLimit":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var limit) || limit is < 1 or > LedgerSettings.MaxBlockLimit)
                    return Bad(name, $"must be a whole number from 1 to {LedgerSettings.MaxBlockLimit}");
                break;
            case "futureLimit" or "ageLimit":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var milliseconds) || milliseconds is < 1_000 or > 36_500L * 86_400_000)
                    return Bad(name, "must be a whole number of milliseconds from a second to a hundred years");
                break;
            case "access":
                if (value.ValueKind != JsonValueKind.String || value.GetString() is not (LedgerSettings.Private or LedgerSettings.Public))
                    return Bad(name, "must be private or public");
                break;
            case GovernanceRule.Setting:
                if (GovernanceRule.Parse(value, out var why) is not { } rule)
                    return why;
                state.Set(Path(name), rule.ToJson());
                return null;
            case var _ when IsPermission(name):
                if (RoleList.Read(value, "value", Roles.All, out var bad) is not { } roles)
                    return bad;
                state.Set(Path(name), Encoding.ASCII.GetBytes($"[{string.Join(',', roles.Select(r => $"\"{r}\""))}]"));
                return null;
            default:
                return new Rejection("settings.unknown", $"There is no setting '{name}'.", "name", name);
        }
        state.Set(Path(name), Encoding.UTF8.GetBytes(value.GetRawText()));
        return null;
    }

    /// <summary>
    /// Gives a family back to those who may submit it by itself. The setting stays as <c>null</c>, so that its history can be read.
    /// </summary>
    public static Rejection? Reset(string name, IState state)
    {
        if (!IsPermission(name))
            return new Rejection("settings.reset", $"name is '{name}'; only permission/<family> can be reset.", "name", name);
        if (state.Get(Path(name)) is not { } value || value.Span.SequenceEqual("null"u8))
            return new Rejection("settings.unset", $"{name} is not set.", "name", name);
        state.Set(Path(name), "null"u8);
        return null;
    }

    /// <summary>Puts the validator set, in the order of the key ids.</summary>
    public static void SetValidators(IEnumerable<PublicKey> keys, IState state) => state.Set(Path("validators"),
        Encoding.ASCII.GetBytes($"[{string.Join(',', keys.OrderBy(k => k.KeyId, StringComparer.Ordinal).Select(k => k.ToJwk()))}]"));

    public static Rejection Missing(string name) => Bad(name, "must be there");

    public static Rejection Bad(string name, string rule) => new("settings." + name, $"{name} {rule}.", name);

    private static bool IsPermission(string name) => name.StartsWith(Permission, StringComparison.Ordinal) && Names.IsFamily(name[Permission.Length..]);

    private static Rejection? PutValidators(JsonElement value, IState state)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 1 or > 1_000)
            return Bad("validators", "must be a list of 1 to 1000 JWKs");
        var keys = new Dictionary<string, PublicKey>(StringComparer.Ordinal);
        foreach (var jwk in value.EnumerateArray())
        {
            if (!PublicKey.TryFromJwk(jwk, out var key, out var why))
                return why;
            if (!keys.TryAdd(key.KeyId, key))
                return Bad("validators", $"holds the key {key.KeyId} twice");
        }
        SetValidators(keys.Values, state);
        return null;
    }
}
