using System.Buffers;
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

    /// <summary>All roles.</summary>
    public static IReadOnlyList<string> All { get; } = [Operator, Gateway, Device, Member, Auditor, Validator];
}

/// <summary>A registered key: at <c>key/&lt;kid&gt;</c>, as <c>{"jwk":{…},"party":"…","role":"…"}</c>, with <c>"revoked":N</c> from block N on.</summary>
/// <param name="Kid">Key id.</param>
/// <param name="Jwk">The public key, canonical JSON.</param>
/// <param name="Party">Whose it is: a slug.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="RevokedAt">Number of the block that revoked it; null while it is good.</param>
public sealed record KeyEntry(string Kid, string Jwk, string Party, string Role, long? RevokedAt = null)
{
    /// <summary>Where the entry of <paramref name="kid"/> is.</summary>
    public static string Path(string kid) => "key/" + kid;

    /// <summary>The entry of <paramref name="kid"/>, or null.</summary>
    public static KeyEntry? Read(IStateReader state, string kid) => state.Get(Path(kid)) is { } value ? FromJson(kid, value) : null;

    /// <summary>Reads the value at a key's path.</summary>
    public static KeyEntry FromJson(string kid, ReadOnlyMemory<byte> value)
    {
        using var document = JsonDocument.Parse(value);
        var root = document.RootElement;
        return new KeyEntry(kid, root.GetProperty("jwk").GetRawText(), root.GetProperty("party").GetString()!, root.GetProperty("role").GetString()!,
            root.TryGetProperty("revoked", out var revoked) ? revoked.GetInt64() : null);
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
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
