using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// One signed statement: a JWS in compact serialization (RFC 7515 §7.1), <c>header.payload.signature</c>.
/// <list type="bullet">
/// <item>Header: <see cref="TransactionHeader"/>. Payload: the family's JSON. Signature: ES256, 64 bytes.</item>
/// <item>Id: base64url(SHA-256(signing input)), the signing input being <c>header.payload</c>. Not over the signature, which in ECDSA is
/// malleable: who sees (r, s) can write (r, n-s), and one statement would have two ids.</item>
/// <item>At most 65,535 bytes, so that every transaction fits one entry of a tiled log.</item>
/// </list>
/// Immutable; a verification's outcome is remembered, since it depends on nothing but these bytes and the key the id in them names.
/// </summary>
public sealed class Transaction
{
    /// <summary>Longest transaction, in bytes.</summary>
    public const int MaxBytes = 65_535;

    private const int SignatureTextLength = 86;

    private readonly int _signingInputLength;
    private string? _id;
    private int _verified;   // 0: not tried yet, 1: the signature is the key's, -1: it is not

    private Transaction(ReadOnlyMemory<byte> bytes, int signingInputLength, TransactionHeader header, ReadOnlyMemory<byte> payload, byte[] signature)
    {
        Bytes = bytes;
        _signingInputLength = signingInputLength;
        Header = header;
        Payload = payload;
        Signature = signature;
        Hash = Hash256.Of(bytes.Span[..signingInputLength]);
    }

    /// <summary>base64url of <see cref="Hash"/>.</summary>
    public string Id => _id ??= Hash.ToString();

    /// <summary>SHA-256 of the signing input: what is signed, and what the id is.</summary>
    public Hash256 Hash { get; }

    /// <summary>The protected header.</summary>
    public TransactionHeader Header { get; }

    /// <summary>The compact JWS as it came, ASCII: the entry of the history tree.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The decoded payload: JSON of the family's own.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>The 64 bytes of the signature.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>The history tree's leaf for this transaction: SHA-256(0x00 ‖ <see cref="Bytes"/>).</summary>
    public Hash256 LeafHash => HistoryTree.LeafHash(Bytes.Span);

    /// <summary>True once <see cref="Verify"/> has been answered.</summary>
    internal bool IsTried => Volatile.Read(ref _verified) != 0;

    /// <summary>Reads a compact JWS strictly. It keeps (a slice of) <paramref name="compact"/>: the caller must not change it afterwards.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> compact, [NotNullWhen(true)] out Transaction? transaction, [NotNullWhen(false)] out Rejection? why)
    {
        transaction = null;
        var text = compact.Span;
        if (text.Length is 0 or > MaxBytes)
        {
            why = new Rejection("transaction.size", $"A transaction has 1 to {MaxBytes} bytes; this one has {text.Length}.");
            return false;
        }
        var first = text.IndexOf((byte)'.');
        var last = text.LastIndexOf((byte)'.');
        if (first <= 0 || last == first || text[(first + 1)..last].Contains((byte)'.'))
        {
            why = new Rejection("transaction.form", "A transaction is a compact JWS: header, payload and signature with a full stop between them.");
            return false;
        }
        if (text.Length - last - 1 != SignatureTextLength || StrictBase64Url.Decode(text[(last + 1)..]) is not { } signature)
        {
            why = new Rejection("transaction.signature", $"The signature must be {PublicKey.SignatureSize} bytes in canonical base64url ({SignatureTextLength} characters).");
            return false;
        }
        var headerLength = StrictBase64Url.DecodedLength(first);
        Span<byte> headerBytes = stackalloc byte[TransactionHeader.MaxBytes];
        if (headerLength is < 0 or > TransactionHeader.MaxBytes || !StrictBase64Url.TryDecode(text[..first], headerBytes[..headerLength]))
        {
            why = new Rejection("transaction.header", $"The header must be at most {TransactionHeader.MaxBytes} bytes in canonical base64url.");
            return false;
        }
        if (StrictBase64Url.Decode(text[(first + 1)..last]) is not { Length: > 0 } payload)
        {
            why = new Rejection("transaction.payload", "The payload must be at least one byte in canonical base64url.");
            return false;
        }
        if (!TransactionHeader.TryParse(headerBytes[..headerLength], out var header, out why))
        {
            why ??= new Rejection("header.json", "The header cannot be read.");
            return false;
        }
        transaction = new Transaction(compact, last, header!, payload, signature);
        why = null;
        return true;
    }

    /// <summary>Reads a compact JWS strictly from text.</summary>
    public static bool TryParse(string compact, [NotNullWhen(true)] out Transaction? transaction, [NotNullWhen(false)] out Rejection? why) =>
        TryParse(Encoding.UTF8.GetBytes(compact), out transaction, out why);

    /// <summary>Writes and signs a transaction.</summary>
    /// <param name="key">The signer's key.</param>
    /// <param name="ledger">The ledger it is for.</param>
    /// <param name="family">Name and version of the family.</param>
    /// <param name="payloadJson">The family's JSON, UTF-8.</param>
    /// <param name="iat">Now, in Unix milliseconds: the caller's clock.</param>
    /// <param name="nonce">Different for each transaction of a key that could otherwise be equal.</param>
    /// <param name="dep">Ids that must be committed before this one or with it.</param>
    /// <exception cref="ArgumentException">When a member breaks its rule or the whole is longer than <see cref="MaxBytes"/>.</exception>
    public static Transaction Sign(
        ISigner key, string ledger, string family, ReadOnlySpan<byte> payloadJson, long iat, string nonce, IEnumerable<string>? dep = null)
    {
        var header = new TransactionHeader(
            key.PublicKey.Algorithm, key.KeyId, TransactionHeader.Type, ledger, family, iat, nonce, dep?.ToImmutableArray() ?? []);
        if (header.Check() is { } bad)
            throw new ArgumentException(bad.Detail);
        var compact = CompactJws.Sign(key, header.ToJson(), payloadJson);
        return TryParse(compact, out var transaction, out var why) ? transaction : throw new ArgumentException(why.Detail);
    }

    /// <summary>
    /// True when <paramref name="key"/> is the key the header names and the signature is its own. The first answer under that key is
    /// remembered: a key id is the thumbprint of one key, so the answer cannot change.
    /// </summary>
    public bool Verify(PublicKey key)
    {
        if (!string.Equals(key.KeyId, Header.Kid, StringComparison.Ordinal))
            return false;
        var verified = Volatile.Read(ref _verified);
        if (verified == 0)
        {
            verified = key.VerifyHash(Hash, Signature.Span) ? 1 : -1;
            Volatile.Write(ref _verified, verified);
        }
        return verified == 1;
    }

    /// <summary>The compact JWS as text.</summary>
    public override string ToString() => Encoding.ASCII.GetString(Bytes.Span);

    /// <summary>The bytes that are signed: <c>header.payload</c>.</summary>
    public ReadOnlyMemory<byte> SigningInput => Bytes[.._signingInputLength];
}
