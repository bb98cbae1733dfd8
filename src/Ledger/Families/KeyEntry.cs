using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>What a key may do.</summary>
public static class Roles
{
    /// <summary>Runs the ledger: registers keys, sites and meters, changes settings.</summary>
    public const string Operator = "operator";

    /// <summary>Attests the readings of devices that cannot sign.</summary>
    public const string Gateway = "gateway";

    /// <summary>A meter or edge agent.</summary>
    public const string Device = "device";

    /// <summary>A stakeholder.</summary>
    public const string Member = "member";

    /// <summary>Reads and checks.</summary>
    public const string Auditor = "auditor";

    /// <summary>Signs blocks.</summary>
    public const string Validator = "validator";

    /// <summary>Owns what is metered.</summary>
    public const string Owner = "owner";

    /// <summary>An energy service company.</summary>
    public const string Esco = "esco";

    /// <summary>Supplies energy, or runs the grid.</summary>
    public const string Utility = "utility";

    /// <summary>Brings data from outside: weather, prices.</summary>
    public const string Oracle = "oracle";

    /// <summary>All roles a key may have.</summary>
    public static ImmutableArray<string> All { get; } = [Operator, Gateway, Device, Member, Auditor, Validator, Owner, Esco, Utility, Oracle];

    /// <summary>Roles an organisation may have: what its keys of role <see cref="Member"/> speak in.</summary>
    public static ImmutableArray<string> OfMembers { get; } = [Owner, Esco, Utility, Auditor, Oracle, Validator, Operator];

    /// <summary>Roles in which a key speaks for its organisation, rather than for a machine: they propose and approve.</summary>
    public static ImmutableArray<string> Voices { get; } = [Operator, Owner, Esco, Utility, Auditor, Member];
}

/// <summary>
/// A registered key: at <c>key/&lt;kid&gt;</c>, as <c>{"jwk":{…},"party":"…","role":"…"}</c>, with <c>"revoked":N</c> from block N on. A key that took
/// another's place says which key the row began with (<c>"origin":"kid"</c>), and the one it replaced says by which (<c>"successor":"kid"</c>).
/// </summary>
/// <param name="Kid">Key id.</param>
/// <param name="Jwk">The public key, canonical JSON.</param>
/// <param name="Party">Whose it is: a slug.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="RevokedAt">Number of the first block in which it signs no more; null when it is good without end. It may lie ahead.</param>
/// <param name="Origin">The first key of the row this one continues; null when it replaced none.</param>
/// <param name="Successor">The key that took its place.</param>
public sealed record KeyEntry(string Kid, string Jwk, string Party, string Role, long? RevokedAt = null, string? Origin = null, string? Successor = null)
{
    /// <summary>What names the holder through all rotations: the kid of the first key of the row.</summary>
    public string Identity => Origin ?? Kid;

    /// <summary>
    /// True when the key signs no more in block <paramref name="number"/>. A key revoked by a transaction of block N counts for what stands before
    /// that transaction, and for nothing after it: neither in block N nor in any later one.
    /// </summary>
    public bool IsRevokedIn(long number) => RevokedAt <= number;

    /// <summary>Where the entry of <paramref name="kid"/> is.</summary>
    public static string Path(string kid) => "key/" + kid;

    /// <summary>The entry of <paramref name="kid"/>, or null.</summary>
    public static KeyEntry? Read(IStateReader state, string kid) => state.Get(Path(kid)) is { } value ? FromJson(kid, value) : null;

    /// <summary>All keys, revoked ones included, in the order of their ids.</summary>
    public static IEnumerable<KeyEntry> All(IStateReader state) => state.Range("key/").Select(e => FromJson(e.Key["key/".Length..], e.Value));

    /// <summary>Reads the value at a key's path.</summary>
    public static KeyEntry FromJson(string kid, ReadOnlyMemory<byte> value)
    {
        using var document = JsonDocument.Parse(value);
        var root = document.RootElement;
        return new KeyEntry(kid, root.GetProperty("jwk").GetRawText(), root.GetProperty("party").GetString()!, root.GetProperty("role").GetString()!,
            root.TryGetProperty("revoked", out var revoked) ? revoked.GetInt64() : null,
            root.TryGetProperty("origin", out var origin) ? origin.GetString() : null,
            root.TryGetProperty("successor", out var successor) ? successor.GetString() : null);
    }

    /// <summary>The value at the key's path.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WritePropertyName("jwk");
        writer.WriteRawValue(Jwk);
        writer.WriteString("party", Party);
        writer.WriteString("role", Role);
        if (RevokedAt is { } block)
            writer.WriteNumber("revoked", block);
        if (Origin is not null)
            writer.WriteString("origin", Origin);
        if (Successor is not null)
            writer.WriteString("successor", Successor);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
