using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>key/1</c>: keys are registered, replaced and revoked.
/// <code>
/// {"op":"register","jwk":{…},"party":"nimbus","role":"device"}
/// {"op":"rotate","kid":"…","jwk":{…},"from":120}    {"op":"revoke","kid":"…","from":120}
/// </code>
/// <b>When.</b> A key counts for all that stands before the transaction that revokes it, and for nothing after it, in the same block or a later one. With
/// <c>from</c> it signs on until that block, which lies ahead: block <c>from</c> is the first it cannot sign in. A revoked key stays readable, so that old
/// signatures can still be explained, and cannot be registered again.<br/>
/// <b>Who.</b> An operator; where more than one party decides, it does so alone for keys of role <c>device</c> only, and the others take a proposal. Whoever
/// speaks for an organisation rotates and revokes its keys, and a key may rotate itself. A rotated key's successor takes over its party, its role, its meters
/// (<see cref="KeyEntry.Identity"/>) and its place among the validators, from the next block on.
/// </summary>
public sealed class KeyFamily : IFamily
{
    /// <summary>How far ahead <c>from</c> may lie, in blocks.</summary>
    public const long FarthestFrom = 1_000_000_000;

    /// <inheritdoc/>
    public string Name => "key/1";

    /// <inheritdoc/>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        switch (payload.Text("op"))
        {
            case "register":
                using (var document = JsonDocument.Parse(context.Transaction.Payload))
                    return context.RequireRole(Roles.Operator) ?? Register(payload, document.RootElement, context, state) ?? AloneFor(payload.Text("role"), context, state);
            case "revoke":
                return MayManage(payload, context, state) ?? NotItself(payload, context) ?? Revoke(payload, context, state);
            case "rotate":
                return MayManage(payload, context, state) ?? Rotate(payload, context, state);
            default:
                return payload.Rejection ?? new Rejection("payload.op", "op must be register, rotate or revoke.", "op");
        }
    }

    /// <summary>Registers the key that a payload describes with the members jwk, party and role.</summary>
    internal static Rejection? Register(Payload payload, JsonElement described, TransactionContext context, IState state)
    {
        payload.Element("jwk");
        payload.Slug("party");
        payload.Text("role");
        return payload.End() ?? Register(described, context, state);
    }

    /// <summary>Registers the key described by an object with the members jwk, party and role.</summary>
    internal static Rejection? Register(JsonElement described, TransactionContext context, IState state) =>
        Read(described, out var why) is { } entry ? Register(entry, context, state) : why;

    /// <summary>Registers a key that the ledger has never had.</summary>
    internal static Rejection? Register(KeyEntry entry, TransactionContext context, IState state)
    {
        if (KeyEntry.Read(state, entry.Kid) is { } present)
            return new Rejection("key.exists", $"The key {entry.Kid} is {(present.RevokedAt is null ? "registered already" : "revoked")}.", "jwk", entry.Kid);
        state.Set(KeyEntry.Path(entry.Kid), entry.ToJson());
        context.Emit(new LedgerEvent("key.registered", entry.Kid, Described(entry)));
        return null;
    }

    /// <summary>Reads an object with the members jwk, party and role; null when it breaks a rule.</summary>
    internal static KeyEntry? Read(JsonElement described, out Rejection? why)
    {
        if (described.ValueKind != JsonValueKind.Object || !described.TryGetProperty("jwk", out var jwk))
        {
            why = new Rejection("key.form", "A key must be an object with jwk, party and role.", "jwk");
            return null;
        }
        if (!PublicKey.TryFromJwk(jwk, out var key, out why))
            return null;
        var party = Text(described, "party");
        var role = Text(described, "role");
        if (!Names.IsSlug(party))
            why = new Rejection("key.party", $"party is '{party}'; it must be 1 to 64 of a-z, 0-9 and -.", "party", party);
        else if (role is null || !Roles.All.Contains(role))
            why = new Rejection("key.role", $"role is '{role}'; it must be one of {string.Join(", ", Roles.All)}.", "role", role);
        return why is null ? new KeyEntry(key.KeyId, key.ToJwk(), party!, role!) : null;
    }

    /// <summary>Revokes a key, now or from a block on; earlier than was said before, never later.</summary>
    internal static Rejection? Revoke(Payload payload, TransactionContext context, IState state)
    {
        var kid = payload.Text("kid");
        var from = From(payload, context);
        if (payload.End() is { } unread)
            return unread;
        if (Good(kid, context, state, out var entry) is { } why)
            return why;
        if (entry!.RevokedAt <= from)
            return new Rejection("key.revoked", FormattableString.Invariant($"The key {kid} is revoked from block {entry.RevokedAt} on already."), "from", Number(from));
        entry = entry with { RevokedAt = from };
        state.Set(KeyEntry.Path(kid), entry.ToJson());
        context.Emit(new LedgerEvent("key.revoked", kid, Described(entry)));
        return null;
    }

    /// <summary>Puts another key in a key's place.</summary>
    internal static Rejection? Rotate(Payload payload, TransactionContext context, IState state)
    {
        var kid = payload.Text("kid");
        var jwk = payload.Element("jwk");
        var from = From(payload, context);
        if (payload.End() is { } unread)
            return unread;
        if (Good(kid, context, state, out var entry) is { } why)
            return why;
        if (entry!.RevokedAt is not null)
            return new Rejection("key.revoked", FormattableString.Invariant($"The key {kid} is revoked from block {entry.RevokedAt} on; it cannot be rotated."), "kid", kid);
        if (!PublicKey.TryFromJwk(jwk, out var key, out why))
            return why;
        var successor = new KeyEntry(key.KeyId, key.ToJwk(), entry.Party, entry.Role, Origin: entry.Identity);
        var validators = LedgerSettings.Read(state).Validators;
        var certifies = validators.Any(v => v.KeyId == kid);
        if (certifies && from > context.BlockNumber)
            return new Rejection("key.validator", $"The key {kid} is a validator, whose place goes over at once; leave 'from' out.", "from", Number(from));
        if (Register(successor, context, state) is { } taken)
            return taken;
        entry = entry with { RevokedAt = from, Successor = successor.Kid };
        state.Set(KeyEntry.Path(kid), entry.ToJson());
        if (certifies)
            SettingsRules.SetValidators([.. validators.RemoveAll(v => v.KeyId == kid), key], state);
        context.Emit(new LedgerEvent("key.rotated", kid, Described(entry)));
        return null;
    }

    private static long From(Payload payload, TransactionContext context) => payload.Optional("from") is null
        ? context.BlockNumber
        : payload.Whole("from", context.BlockNumber, context.BlockNumber + FarthestFrom);

    private static Rejection? Good(string kid, TransactionContext context, IState state, out KeyEntry? entry)
    {
        entry = Names.IsDigest(kid) ? KeyEntry.Read(state, kid) : null;
        if (entry is null)
            return new Rejection("key.unknown", $"There is no key {kid}.", "kid", kid);
        return entry.IsRevokedIn(context.BlockNumber) ? new Rejection("key.revoked", $"The key {kid} is revoked already.", "kid", kid) : null;
    }

    private static Rejection? NotItself(Payload payload, TransactionContext context) => payload.Text("kid") == context.Signer.Kid
        ? new Rejection("key.self", "A key cannot revoke itself: the ledger could be left without an operator.", "kid", context.Signer.Kid)
        : null;

    /// <summary>Whether the signer may rotate or revoke the key: its own, its organisation's, or as an operator.</summary>
    private static Rejection? MayManage(Payload payload, TransactionContext context, IState state)
    {
        var kid = payload.Text("kid");
        var signer = context.Signer;
        if (kid == signer.Kid || !Names.IsDigest(kid) || KeyEntry.Read(state, kid) is not { } entry)
            return kid == signer.Kid ? null : context.RequireRole(Roles.Operator);
        if (entry.Party == signer.Party && Roles.Voices.Any(context.HasRole))
            return null;
        return context.RequireRole(Roles.Operator) ?? AloneFor(entry.Role, context, state);
    }

    /// <summary>Devices come and go every day; every other key can speak, attest or certify, and that is the members' to decide.</summary>
    private static Rejection? AloneFor(string role, TransactionContext context, IState state) =>
        role == Roles.Device ? null : GovernanceRule.Alone(context, state);

    private static byte[] Described(KeyEntry entry) =>
        Encoding.ASCII.GetBytes($$"""{"kid":"{{entry.Kid}}","party":"{{entry.Party}}","role":"{{entry.Role}}"}""");

    private static string Number(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string? Text(JsonElement described, string name) =>
        described.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
