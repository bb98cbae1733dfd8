using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>settings/1</c>. The first transaction of a ledger sets it up, signed by an operator key it brings along:
/// <code>{"op":"genesis","name":"…","engine":"solo","validators":[jwk,…],"keys":[{"jwk":{…},"party":"…","role":"operator"},…],"blockLimit":4096}</code>
/// Later an operator changes one setting: <code>{"op":"set","name":"blockLimit","value":1000}</code>
/// State: <c>settings/genesis</c> (the genesis payload), <c>settings/&lt;name&gt;</c>, <c>key/&lt;kid&gt;</c>.
/// </summary>
public sealed class SettingsFamily : IFamily
{
    /// <summary>Where the genesis payload is kept.</summary>
    public const string GenesisPath = "settings/genesis";

    /// <inheritdoc/>
    public string Name => "settings/1";

    /// <inheritdoc/>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        var op = payload.Text("op");
        if (payload.Rejection is not null)
            return payload.Rejection;
        return op switch
        {
            "genesis" => Genesis(context, payload, state),
            "set" => Set(context, payload, state),
            _ => new Rejection("payload.op", $"op is '{op}'; it must be genesis or set.", "op", op),
        };
    }

    /// <summary>The key entry that the genesis transaction is signed with: an operator's, in its own list. Null when it has none.</summary>
    internal static KeyEntry? GenesisSigner(Transaction transaction)
    {
        if (transaction.Header.Family != "settings/1")
            return null;
        using var payload = Payload.Open(transaction.Payload);
        if (payload.OptionalText("op") is not "genesis" || payload.Optional("keys") is not { ValueKind: JsonValueKind.Array } keys)
            return null;
        foreach (var key in keys.EnumerateArray())
        {
            if (key.ValueKind == JsonValueKind.Object && KeyFamily.Read(key, out _) is { Role: Roles.Operator } entry && entry.Kid == transaction.Header.Kid)
                return entry;
        }
        return null;
    }

    private static Rejection? Genesis(TransactionContext context, Payload payload, IState state)
    {
        if (context.Index != 0 || state.Get(GenesisPath) is not null)
            return new Rejection("genesis.exists", "The ledger has its genesis already.", "op", "genesis");
        string[] optional = ["blockLimit", "futureLimit", "ageLimit"];
        foreach (var name in (string[])["name", "engine", "validators", .. optional])
        {
            var value = payload.Optional(name);
            if (value is null && optional.Contains(name))
                continue;
            if ((value is null ? Missing(name) : Put(name, value.Value, state)) is { } bad)
                return bad;
        }
        var keys = payload.Element("keys");
        if (payload.End() is { } why)
            return why;
        if (keys.ValueKind != JsonValueKind.Array)
            return Bad("keys", "must be a list");
        foreach (var key in keys.EnumerateArray())
        {
            if (KeyFamily.Register(key, context, state) is { } bad)
                return bad;
        }
        state.Set(GenesisPath, context.Transaction.Payload.Span);
        context.Emit(new LedgerEvent("ledger.started", context.Ledger, context.Transaction.Payload));
        return null;
    }

    private static Rejection? Set(TransactionContext context, Payload payload, IState state)
    {
        var name = payload.Text("name");
        var value = payload.Element("value");
        if ((context.RequireRole(Roles.Operator) ?? payload.End() ?? Put(name, value, state)) is { } bad)
            return bad;
        context.Emit(new LedgerEvent("settings.changed", name, context.Transaction.Payload));
        return null;
    }

    private static Rejection? Put(string name, JsonElement value, IState state)
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
            default:
                return new Rejection("settings.unknown", $"There is no setting '{name}'.", "name", name);
        }
        state.Set("settings/" + name, Encoding.UTF8.GetBytes(value.GetRawText()));
        return null;
    }

    private static Rejection? PutValidators(JsonElement value, IState state)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 1 or > 1_000)
            return Bad("validators", "must be a list of 1 to 1000 JWKs");
        var keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var jwk in value.EnumerateArray())
        {
            if (!PublicKey.TryFromJwk(jwk, out var key, out var why))
                return why;
            if (!keys.TryAdd(key.KeyId, key.ToJwk()))
                return Bad("validators", $"holds the key {key.KeyId} twice");
        }
        state.Set("settings/validators", Encoding.ASCII.GetBytes($"[{string.Join(',', keys.Values)}]"));
        return null;
    }

    private static Rejection Missing(string name) => Bad(name, "must be there");

    private static Rejection Bad(string name, string rule) => new("settings." + name, $"{name} {rule}.", name);
}
