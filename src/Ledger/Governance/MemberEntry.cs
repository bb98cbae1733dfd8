using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// An organisation that takes part in a ledger: at <c>member/&lt;party&gt;</c>, as <c>{"name":"…","roles":["esco"]}</c>. One that has left stays
/// readable with <c>"left":N</c>, the block it left in, so that what it signed can still be explained.
/// </summary>
/// <param name="Party">Its id: the <c>party</c> of its keys.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">Some of <see cref="Roles.OfMembers"/>, in the order of their letters.</param>
/// <param name="LeftAt">Number of the block it left in; null while it takes part.</param>
public sealed record MemberEntry(string Party, string Name, ImmutableArray<string> Roles, long? LeftAt = null)
{
    /// <summary>Where the entries are.</summary>
    public const string Prefix = "member/";

    /// <summary>True while it takes part.</summary>
    public bool IsActive => LeftAt is null;

    /// <summary>Where the entry of <paramref name="party"/> is.</summary>
    public static string Path(string party) => Prefix + party;

    /// <summary>The entry of <paramref name="party"/>, or null.</summary>
    public static MemberEntry? Read(IStateReader state, string party) => state.Get(Path(party)) is { } value ? FromJson(party, value) : null;

    /// <summary>All members, those that left included, in the order of their parties.</summary>
    public static IEnumerable<MemberEntry> All(IStateReader state) => state.Range(Prefix).Select(e => FromJson(e.Key[Prefix.Length..], e.Value));

    /// <summary>Reads the value at a member's path.</summary>
    public static MemberEntry FromJson(string party, ReadOnlyMemory<byte> value)
    {
        using var document = JsonDocument.Parse(value);
        var root = document.RootElement;
        return new MemberEntry(party, root.GetProperty("name").GetString()!, [.. root.GetProperty("roles").EnumerateArray().Select(r => r.GetString()!)],
            root.TryGetProperty("left", out var left) ? left.GetInt64() : null);
    }

    /// <summary>The value at the member's path.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteStartArray("roles");
        foreach (var role in Roles)
            writer.WriteStringValue(role);
        writer.WriteEndArray();
        if (LeftAt is { } block)
            writer.WriteNumber("left", block);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
