using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>JSON Web Keys (RFC 7517): the canonical form and its thumbprint (RFC 7638).</summary>
public static class Jwk
{
    /// <summary>
    /// The members a thumbprint is taken over, in lexicographic order without white space (RFC 7638 §3.2; RFC 8037 §2 for OKP).
    /// </summary>
    /// <exception cref="FormatException">When <c>kty</c> is none of EC, RSA, oct, OKP, or a required member is missing.</exception>
    public static byte[] Canonical(JsonElement jwk)
    {
        var kind = Member(jwk, "kty");
        string[] members = kind switch
        {
            "EC" => ["crv", "kty", "x", "y"],
            "OKP" => ["crv", "kty", "x"],
            "RSA" => ["e", "kty", "n"],
            "oct" => ["k", "kty"],
            _ => throw new FormatException($"kty is '{kind}'; it must be EC, OKP, RSA or oct."),
        };
        var buffer = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        foreach (var name in members)
            writer.WriteString(name, Member(jwk, name));
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>SHA-256 over <see cref="Canonical"/>: the key id.</summary>
    public static Hash256 Thumbprint(JsonElement jwk) => Hash256.Of(Canonical(jwk));

    internal static string Member(JsonElement jwk, string name)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
            throw new FormatException("A JWK must be a JSON object.");
        if (!jwk.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw new FormatException($"The JWK has no text member '{name}'.");
        return value.GetString()!;
    }
}
