using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>settings/1</c>. The first transaction of a ledger sets it up, signed by an operator key it brings along:
/// <code>
/// {"op":"genesis","name":"…","engine":"solo","validators":[jwk,…],"keys":[{"jwk":{…},"party":"…","role":"operator"},…],"blockLimit":4096,
///  "members":[{"party":"…","name":"…","roles":["owner"]},…],"governance":{"parties":["…"],"threshold":1},"access":"private"}
/// </code>
/// Later an operator changes one setting, where the ledger's governance leaves it to one (<see cref="GovernanceRule.Alone"/>):
/// <code>{"op":"set","name":"blockLimit","value":1000}    {"op":"reset","name":"permission/site/1"}</code>
/// State: <c>settings/genesis</c> (the genesis payload), <c>settings/&lt;name&gt;</c>, <c>key/&lt;kid&gt;</c>, <c>member/&lt;party&gt;</c>.
/// </summary>
public sealed class SettingsFamily : IFamily
{
    /// <summary>Where the genesis payload is kept.</summary>
    public const string GenesisPath = "settings/genesis";

    private static readonly string[] Needed = ["name", "engine", "validators"];
    private static readonly string[] Optional = ["blockLimit", "futureLimit", "ageLimit", "access", GovernanceRule.Setting];

    /// <inheritdoc/>
    public string Name => "settings/1";

    /// <inheritdoc/>
    public ImmutableArray<string> Submitters => [Roles.Operator];

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
            "reset" => Reset(context, payload, state),
            _ => new Rejection("payload.op", $"op is '{op}'; it must be genesis, set or reset.", "op", op),
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
        foreach (var name in (string[])[.. Needed, .. Optional])
        {
            var value = payload.Optional(name);
            if (value is null && Optional.Contains(name))
                continue;
            if ((value is null ? SettingsRules.Missing(name) : SettingsRules.Put(name, value.Value, state)) is { } bad)
                return bad;
        }
        var keys = payload.Element("keys");
        var members = payload.Optional("members");
        if (payload.End() is { } why)
            return why;
        if (keys.ValueKind != JsonValueKind.Array)
            return SettingsRules.Bad("keys", "must be a list");
        foreach (var key in keys.EnumerateArray())
        {
            if (KeyFamily.Register(key, context, state) is { } bad)
                return bad;
        }
        if (members is { } listed && Admit(listed, context, state) is { } stranger)
            return stranger;
        state.Set(GenesisPath, context.Transaction.Payload.Span);
        context.Emit(new LedgerEvent("ledger.started", context.Ledger, context.Transaction.Payload));
        return null;
    }

    private static Rejection? Admit(JsonElement members, TransactionContext context, IState state)
    {
        if (members.ValueKind != JsonValueKind.Array)
            return SettingsRules.Bad("members", "must be a list");
        foreach (var member in members.EnumerateArray())
        {
            using var described = Payload.Of(member);
            if (MemberFamily.Set(described, context, state) is { } bad)
                return bad;
        }
        return null;
    }

    private static Rejection? Set(TransactionContext context, Payload payload, IState state)
    {
        var name = payload.Text("name");
        var value = payload.Element("value");
        if ((payload.End() ?? GovernanceRule.Alone(context, state) ?? SettingsRules.Put(name, value, state)) is { } bad)
            return bad;
        context.Emit(new LedgerEvent("settings.changed", name, context.Transaction.Payload));
        return null;
    }

    private static Rejection? Reset(TransactionContext context, Payload payload, IState state)
    {
        var name = payload.Text("name");
        if ((payload.End() ?? GovernanceRule.Alone(context, state) ?? SettingsRules.Reset(name, state)) is { } bad)
            return bad;
        context.Emit(new LedgerEvent("settings.changed", name, context.Transaction.Payload));
        return null;
    }
}
