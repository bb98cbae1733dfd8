using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// Something a key says while a block is agreed on: a compact JWS (RFC 7515 §7.1) whose protected header is exactly
/// <c>{"alg":"ES256","kid":"…","typ":"…"}</c> and whose payload is canonical JSON, so that a statement has one form. Immutable.
/// </summary>
public abstract class SignedStatement
{
    /// <summary>Longest statement, in characters: a block header of a thousand validators.</summary>
    public const int MaxLength = 128 * 1024;

    private const int SignatureTextLength = 86;

    private protected SignedStatement(string text, string kid)
    {
        Text = text;
        Kid = kid;
    }

    /// <summary>The compact JWS.</summary>
    public string Text { get; }

    /// <summary>Key id of who says it.</summary>
    public string Kid { get; }

    /// <summary>The ledger it is about.</summary>
    public abstract string Ledger { get; }

    /// <summary>The height it is about.</summary>
    public abstract long Number { get; }

    /// <summary>What is said, for people: <c>prepare vote in round 0 for …</c>.</summary>
    public abstract string Sentence { get; }

    /// <summary>True when <paramref name="key"/> is the key named and the signature is its own.</summary>
    public bool Verify(PublicKey key)
    {
        var dot = Text.LastIndexOf('.');
        return string.Equals(key.KeyId, Kid, StringComparison.Ordinal)
            && key.Verify(Encoding.ASCII.GetBytes(Text, 0, dot), StrictBase64Url.Decode(Encoding.ASCII.GetBytes(Text[(dot + 1)..])));
    }

    /// <summary>Reads a statement of any kind by the <c>typ</c> in its header. Its signature is not verified yet.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SignedStatement? statement, [NotNullWhen(false)] out Rejection? why)
    {
        statement = TypeOf(text) switch
        {
            Vote.Type => Vote.Read(text),
            RoundStatus.Type => RoundStatus.Read(text),
            SignedProposal.Type => SignedProposal.Read(text),
            BlockStatement.Type => BlockStatement.Read(text),
            _ => null,
        };
        why = statement is null
            ? new Rejection("statement.form", "A statement must be a canonical compact JWS with typ sb-vote, sb-status, sb-proposal or sb-block.")
            : null;
        return statement is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static string Sign(ISigner key, string type, ReadOnlySpan<byte> payload) =>
        Encoding.ASCII.GetString(CompactJws.Sign(key, Header(key.KeyId, type), payload));

    /// <summary>Key id and payload of a statement of this type; null when the text is anything else.</summary>
    internal static (string Kid, byte[] Payload)? Open(string text, string type)
    {
        if (Split(text) is not var (header, payload, signature) || signature.Length != SignatureTextLength)
            return null;
        if (Decode(header) is not { } head || Decode(payload) is not { } body || Decode(signature) is null)
            return null;
        return KidOf(head) is { } kid && head.AsSpan().SequenceEqual(Header(kid, type)) ? (kid, body) : null;
    }

    internal static byte[] Header(string kid, string type) => Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{kid}}","typ":"{{type}}"}""");

    private static string? TypeOf(string text)
    {
        if (Split(text) is not var (header, _, _) || Decode(header) is not { } head)
            return null;
        return Member(head, "typ");
    }

    private static (string Header, string Payload, string Signature)? Split(string text)
    {
        if (text.Length > MaxLength || !Ascii.IsValid(text))
            return null;
        var parts = text.Split('.');
        return parts.Length == 3 ? (parts[0], parts[1], parts[2]) : null;
    }

    private static byte[]? Decode(string text) => StrictBase64Url.Decode(Encoding.ASCII.GetBytes(text));

    private static string? KidOf(byte[] header) => Member(header, "kid") is { } kid && Names.IsDigest(kid) ? kid : null;

    private static string? Member(byte[] header, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(header);
            return Jwk.Member(document.RootElement, name);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
