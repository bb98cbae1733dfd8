using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// A block: a JWS in general JSON serialization (RFC 7515 §7.2.1),
/// <c>{"payload":"…","signatures":[{"protected":"…","signature":"…"},…]}</c>. Payload: <see cref="BlockHeader"/>. Each signature's
/// protected header is <c>{"alg":"ES256","kid":"…","typ":"sb-block"}</c>; signatures stand in the order of their key ids.
/// Id: base64url(SHA-256(payload)), the same whoever signs.
/// </summary>
public sealed class Block
{
    /// <summary>Longest block JWS, in bytes: room for some thousand validators.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>A block of these signatures.</summary>
    /// <exception cref="ArgumentException">When one key signs twice.</exception>
    public Block(BlockHeader header, IEnumerable<BlockSignature> signatures)
    {
        Header = header;
        Payload = header.ToJson();
        Id = Hash256.Of(Payload.Span).ToString();
        Signatures = [.. signatures.OrderBy(s => s.Kid, StringComparer.Ordinal)];
        for (var i = 1; i < Signatures.Length; i++)
        {
            if (Signatures[i].Kid == Signatures[i - 1].Kid)
                throw new ArgumentException($"The key {Signatures[i].Kid} signs the block twice.", nameof(signatures));
        }
    }

    /// <summary>base64url(SHA-256(<see cref="Payload"/>)).</summary>
    public string Id { get; }

    /// <summary>What the block says.</summary>
    public BlockHeader Header { get; }

    /// <summary>The canonical JSON of <see cref="Header"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The certificate: the signatures, in the order of their key ids.</summary>
    public ImmutableArray<BlockSignature> Signatures { get; }

    /// <summary>Signs a header.</summary>
    public static BlockSignature Sign(BlockHeader header, ISigner key) =>
        new(key.KeyId, key.Sign(BlockSignature.SigningInput(key.KeyId, header.ToJson())));

    /// <summary>Writes the JWS.</summary>
    public byte[] ToJws()
    {
        var text = new StringBuilder(512 + 256 * Signatures.Length);
        text.Append("{\"payload\":\"").Append(Base64Url.EncodeToString(Payload.Span)).Append("\",\"signatures\":[");
        for (var i = 0; i < Signatures.Length; i++)
        {
            text.Append(i == 0 ? "{\"protected\":\"" : ",{\"protected\":\"")
                .Append(Base64Url.EncodeToString(BlockSignature.ProtectedHeader(Signatures[i].Kid))).Append("\",\"signature\":\"")
                .Append(Base64Url.EncodeToString(Signatures[i].Value.Span)).Append("\"}");
        }
        return Encoding.ASCII.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>Reads exactly what <see cref="ToJws"/> writes: any byte that differs, also one no signature covers, is refused.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> jws, [NotNullWhen(true)] out Block? block, [NotNullWhen(false)] out Rejection? why)
    {
        block = null;
        why = new Rejection("block.form", "A block must be a JWS in general JSON serialization, written canonically.");
        if (jws.Length > MaxBytes)
            return false;
        try
        {
            using var document = JsonDocument.Parse(jws);
            var payload = Decode(document.RootElement, "payload");
            if (!BlockHeader.TryParse(payload, out var header, out why))
                return false;
            why = new Rejection("block.signatures", "Each signature must have alg ES256, kid and typ sb-block in its protected header, written canonically, in the order of the key ids.");
            var signatures = new List<BlockSignature>();
            foreach (var element in document.RootElement.GetProperty("signatures").EnumerateArray())
            {
                using var protectedHeader = JsonDocument.Parse(Decode(element, "protected"));
                var kid = Jwk.Member(protectedHeader.RootElement, "kid");
                var value = Decode(element, "signature");
                if (!Names.IsDigest(kid) || value.Length != PublicKey.SignatureSize)
                    return false;
                signatures.Add(new BlockSignature(kid, value));
            }
            var read = new Block(header, signatures);
            if (!read.ToJws().AsSpan().SequenceEqual(jws.Span))
                return false;
            block = read;
            why = null;
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            why ??= new Rejection("block.form", "The block cannot be read: " + e.Message);
            return false;
        }
    }

    private static byte[] Decode(JsonElement element, string name) =>
        StrictBase64Url.Decode(Encoding.UTF8.GetBytes(Jwk.Member(element, name))) ?? throw new FormatException($"{name} is not canonical base64url.");
}

/// <summary>One signature of a block.</summary>
/// <param name="Kid">Key id of the signer.</param>
/// <param name="Value">64 bytes, ES256.</param>
public sealed record BlockSignature(string Kid, ReadOnlyMemory<byte> Value)
{
    /// <summary>True when it is the signature of <paramref name="key"/> over the block.</summary>
    public bool Verify(Block block, PublicKey key) =>
        string.Equals(key.KeyId, Kid, StringComparison.Ordinal) && key.Verify(SigningInput(Kid, block.Payload.Span), Value.Span);

    internal static byte[] ProtectedHeader(string kid) => Encoding.ASCII.GetBytes($$"""{"alg":"ES256","kid":"{{kid}}","typ":"sb-block"}""");

    internal static byte[] SigningInput(string kid, ReadOnlySpan<byte> payload) => CompactJws.SigningInput(ProtectedHeader(kid), payload);
}
