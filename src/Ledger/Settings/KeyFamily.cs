using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// <c>key/1</c>: an operator registers or revokes a key.
/// <code>{"op":"register","jwk":{…},"party":"nimbus","role":"device"}    {"op":"revoke","kid":"…"}</code>
/// A revoked key stays readable, so that old signatures can still be explained, and cannot be registered again.
/// </summary>
public sealed class KeyFamily : IFamily
{
    /// <inheritdoc/>
    public string Name => "key/1";

    /// <inheritdoc/>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (context.RequireRole(Roles.Operator) is { } role)
            return role;
        using var payload = Payload.Open(context.Transaction.Payload);
        switch (payload.Text("op"))
        {
            case "register":
                payload.Element("jwk");
                payload.Slug("party");
                payload.Text("role");
                if (payload.End() is { } why)
                    return why;
                using (var document = JsonDocument.Parse(context.Transaction.Payload))
                    return Register(document.RootElement, context, state);
            case "revoke":
                var kid = payload.Text("kid");
                return payload.End() ?? Revoke(kid, context, state);
            default:
                return payload.Rejection ?? new Rejection("payload.op", "op must be register or revoke.", "op");
        }
    }

    /// <summary>Registers the key described by an object with the members jwk, party and role.</summary>
    internal static Rejection? Register(JsonElement described, TransactionContext context, IState state)
    {
        if (Read(described, out var why) is not { } entry)
            return why;
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

    private static Rejection? Revoke(string kid, TransactionContext context, IState state)
    {
        if (!Names.IsDigest(kid) || KeyEntry.Read(state, kid) is not { } entry)
            return new Rejection("key.unknown", $"There is no key {kid}.", "kid", kid);
        if (entry.RevokedAt is not null)
            return new Rejection("key.revoked", $"The key {kid} is revoked already.", "kid", kid);
        if (kid == context.Signer.Kid)
            return new Rejection("key.self", "A key cannot revoke itself: the ledger could be left without an operator.", "kid", kid);
        entry = entry with { RevokedAt = context.BlockNumber };
        state.Set(KeyEntry.Path(kid), entry.ToJson());
        context.Emit(new LedgerEvent("key.revoked", kid, Described(entry)));
        return null;
    }

    private static byte[] Described(KeyEntry entry) =>
        Encoding.ASCII.GetBytes($$"""{"kid":"{{entry.Kid}}","party":"{{entry.Party}}","role":"{{entry.Role}}"}""");

    private static string? Text(JsonElement described, string name) =>
        described.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
