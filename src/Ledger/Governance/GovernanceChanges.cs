using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// What a proposal may change, each one object with an <c>op</c>:
/// <code>
/// {"op":"setting.set","name":"blockLimit","value":1000}           {"op":"setting.reset","name":"permission/site/1"}
/// {"op":"member.set","party":"vale","name":"Vale Energy","roles":["esco"]}    {"op":"member.remove","party":"vale"}
/// {"op":"key.register","jwk":{…},"party":"vale","role":"member"}  {"op":"key.revoke","kid":"…","from":120}   {"op":"key.rotate","kid":"…","jwk":{…}}
/// {"op":"validator.add","jwk":{…},"party":"vale"}                 {"op":"validator.remove","kid":"…"}
/// </code>
/// Each has the effect of the same thing said in its own family, without asking who signed.
/// </summary>
public static class GovernanceChanges
{
    /// <summary>Most changes in one proposal.</summary>
    public const int MaxChanges = 32;

    /// <summary>Applies a list of changes in its order; the first that breaks a rule refuses them all.</summary>
    internal static Rejection? Apply(JsonElement changes, TransactionContext context, IState state)
    {
        if (changes.ValueKind != JsonValueKind.Array || changes.GetArrayLength() is < 1 or > MaxChanges)
            return new Rejection("governance.changes", FormattableString.Invariant($"changes must be a list of 1 to {MaxChanges} changes."), "changes");
        var at = 0;
        foreach (var change in changes.EnumerateArray())
        {
            if (ApplyOne(change, context, state) is { } why)
                return why with { Field = FormattableString.Invariant($"changes[{at}]") + (why.Field is null ? "" : "." + why.Field) };
            at++;
        }
        return null;
    }

    private static Rejection? ApplyOne(JsonElement change, TransactionContext context, IState state)
    {
        using var payload = Payload.Of(change);
        return payload.Text("op") switch
        {
            "setting.set" => SetSetting(payload, context, state),
            "setting.reset" => ResetSetting(payload, context, state),
            "member.set" => MemberFamily.Set(payload, context, state),
            "member.remove" => MemberFamily.Remove(payload, context, state),
            "key.register" => KeyFamily.Register(payload, change, context, state),
            "key.revoke" => KeyFamily.Revoke(payload, context, state),
            "key.rotate" => KeyFamily.Rotate(payload, context, state),
            "validator.add" => AddValidator(payload, context, state),
            "validator.remove" => RemoveValidator(payload, context, state),
            var op => payload.Rejection ?? new Rejection("governance.op", $"op is '{op}'; it must be setting.set, setting.reset, member.set, member.remove, "
                + "key.register, key.revoke, key.rotate, validator.add or validator.remove.", "op", op),
        };
    }

    private static Rejection? SetSetting(Payload payload, TransactionContext context, IState state)
    {
        var name = payload.Text("name");
        var value = payload.Element("value");
        if ((payload.End() ?? SettingsRules.Put(name, value, state)) is { } why)
            return why;
        Changed(name, context, state);
        return null;
    }

    private static Rejection? ResetSetting(Payload payload, TransactionContext context, IState state)
    {
        var name = payload.Text("name");
        if ((payload.End() ?? SettingsRules.Reset(name, state)) is { } why)
            return why;
        Changed(name, context, state);
        return null;
    }

    private static Rejection? AddValidator(Payload payload, TransactionContext context, IState state)
    {
        var jwk = payload.Element("jwk");
        var party = payload.Slug("party");
        if (payload.End() is { } why)
            return why;
        if (!PublicKey.TryFromJwk(jwk, out var key, out why))
            return why;
        if (KeyEntry.Read(state, key.KeyId) is { } known)
        {
            if (known.Party != party)
                return new Rejection("key.party", $"The key {key.KeyId} belongs to {known.Party}.", "party", party);
        }
        else if (KeyFamily.Register(new KeyEntry(key.KeyId, key.ToJwk(), party, Roles.Validator), context, state) is { } bad)
            return bad;
        var validators = LedgerSettings.Read(state).Validators;
        if (validators.Any(v => v.KeyId == key.KeyId))
            return new Rejection("validator.exists", $"The key {key.KeyId} is a validator already.", "jwk", key.KeyId);
        SettingsRules.SetValidators([.. validators, key], state);
        Changed("validators", context, state);
        return null;
    }

    private static Rejection? RemoveValidator(Payload payload, TransactionContext context, IState state)
    {
        var kid = payload.Text("kid");
        if (payload.End() is { } why)
            return why;
        var validators = LedgerSettings.Read(state).Validators;
        if (validators.All(v => v.KeyId != kid))
            return new Rejection("validator.unknown", $"The key {kid} is no validator of this ledger.", "kid", kid);
        if (validators.Length == 1)
            return new Rejection("settings.validators", $"The key {kid} is the last validator; a ledger without one has no next block.", "kid", kid);
        SettingsRules.SetValidators(validators.RemoveAll(v => v.KeyId == kid), state);
        Changed("validators", context, state);
        return null;
    }

    private static void Changed(string name, TransactionContext context, IState state) => context.Emit(new LedgerEvent("settings.changed", name,
        Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","value":{{Encoding.UTF8.GetString(state.Get(SettingsRules.Path(name))!.Value.Span)}}}""")));
}
