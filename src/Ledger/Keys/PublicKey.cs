using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// A public key that verifies signatures: ECDSA on P-256 with SHA-256, "ES256" (RFC 7518 §3.4, FIPS 186-5).
/// <list type="bullet">
/// <item>Signature: 64 bytes, r ‖ s, each 32 bytes big-endian (IEEE P1363). DER signatures are refused.</item>
/// <item>Key id: RFC 7638 thumbprint, so that a key id names one key and no other.</item>
/// </list>
/// Importing a key costs more than a verification, so a <see cref="PublicKey"/> keeps the imported object. Thread safe: the platform
/// does not promise that one imported object may be used by two threads at once, so each concurrent verification borrows one of its own.
/// </summary>
public sealed class PublicKey
{
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    private const int CoordinateSize = 32;

    private readonly ECParameters _parameters;
    private readonly string _jwk;
    private readonly ConcurrentStack<ECDsa> _more = new();
    private ECDsa? _idle;

    private PublicKey(byte[] x, byte[] y)
    {
        _parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        _idle = Import();
        _jwk = $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(x)}}","y":"{{Base64Url.EncodeToString(y)}}"}""";
        KeyId = Hash256.Of(Encoding.ASCII.GetBytes(_jwk)).ToString();
    }

    /// <summary>The JWS algorithm (RFC 7518): <c>ES256</c>.</summary>
    public string Algorithm { get; } = "ES256";

    /// <summary>RFC 7638 thumbprint: 43 characters of base64url.</summary>
    public string KeyId { get; }

    /// <summary>The JWK with its required members alone, in the order the thumbprint is taken over.</summary>
    public string ToJwk() => _jwk;

    /// <summary>The key as X.509 SubjectPublicKeyInfo (DER).</summary>
    public byte[] ToSubjectPublicKeyInfo()
    {
        var key = Borrow();
        try
        {
            return key.ExportSubjectPublicKeyInfo();
        }
        finally
        {
            Return(key);
        }
    }

    /// <summary>Reads a JWK (RFC 7517).</summary>
    /// <exception cref="FormatException">With the rule that is broken.</exception>
    public static PublicKey FromJwk(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return FromJwk(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException("The JWK is not JSON: " + e.Message, e);
        }
    }

    /// <summary>Reads a JWK (RFC 7517).</summary>
    /// <exception cref="FormatException">With the rule that is broken.</exception>
    public static PublicKey FromJwk(JsonElement jwk) =>
        TryFromJwk(jwk, out var key, out var why) ? key : throw new FormatException(why.Detail);

    /// <summary>Reads a JWK: <c>kty</c> EC, <c>crv</c> P-256, <c>x</c> and <c>y</c> of 32 bytes on the curve, and no private <c>d</c>.</summary>
    public static bool TryFromJwk(JsonElement jwk, [NotNullWhen(true)] out PublicKey? key, [NotNullWhen(false)] out Rejection? why)
    {
        key = null;
        try
        {
            if (Jwk.Member(jwk, "kty") is not "EC" || Jwk.Member(jwk, "crv") is not "P-256")
                why = new Rejection("key.algorithm", "The JWK must have kty EC and crv P-256.", "kty");
            else if (jwk.TryGetProperty("d", out _))
                why = new Rejection("key.private", "The JWK holds a private key (member d); only the public members belong here.", "d");
            else
            {
                var x = Coordinate(jwk, "x");
                var y = Coordinate(jwk, "y");
                key = new PublicKey(x, y);
                why = null;
                return true;
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)   // the latter: text that is not UTF-8
        {
            why = new Rejection("key.form", e.Message, "jwk");
        }
        catch (CryptographicException)
        {
            why = new Rejection("key.point", "The JWK's x and y are not a point of the curve P-256.", "jwk");
        }
        return false;
    }

    /// <summary>Reads a SubjectPublicKeyInfo (RFC 5280, RFC 5480), as certificates and meters carry it.</summary>
    /// <exception cref="FormatException">When it is not a P-256 key.</exception>
    public static PublicKey FromSubjectPublicKeyInfo(ReadOnlySpan<byte> der)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(der, out var read);
            if (read != der.Length)
                throw new FormatException($"The SubjectPublicKeyInfo is followed by {der.Length - read} stray bytes.");
            return From(key);
        }
        catch (CryptographicException e)
        {
            throw new FormatException("The bytes are not a SubjectPublicKeyInfo of an elliptic curve key.", e);
        }
    }

    /// <summary>Verifies an ES256 signature over <paramref name="data"/>. Anything malformed is simply false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => VerifyHash(Hash256.Of(data), signature);

    /// <summary>Verifies an ES256 signature over data whose SHA-256 is already known.</summary>
    public bool VerifyHash(Hash256 hash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize)
            return false;
        Span<byte> der = stackalloc byte[EcdsaDer.MaxBytes];
        der = der[..EcdsaDer.Encode(signature, der)];
        var key = Borrow();
        try
        {
            return key.VerifyHash(hash.Bytes, der, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;   // r or s outside 1…n-1: some platforms answer false, others throw
        }
        finally
        {
            Return(key);
        }
    }

    internal static PublicKey From(ECDsa key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Q.X is not { Length: CoordinateSize } x || parameters.Q.Y is not { Length: CoordinateSize } y || !IsP256(parameters.Curve))
            throw new FormatException("The key is not on the curve P-256.");
        return new PublicKey(x, y);
    }

    private static bool IsP256(ECCurve curve) =>
        curve.IsNamed && (curve.Oid.Value is "1.2.840.10045.3.1.7" || curve.Oid.FriendlyName is "nistP256" or "ECDSA_P256");

    private static byte[] Coordinate(JsonElement jwk, string name)
    {
        var bytes = StrictBase64Url.Decode(Encoding.UTF8.GetBytes(Jwk.Member(jwk, name)));
        return bytes is { Length: CoordinateSize }
            ? bytes
            : throw new FormatException($"The JWK's {name} must be {CoordinateSize} bytes in unpadded base64url.");
    }

    // OpenSSL's own class takes the DER as it is. The one that ECDsa.Create hands out takes it apart and puts it together again: two microseconds and 1,360 bytes a verification.
    private ECDsa Import()
    {
        if (!OperatingSystem.IsLinux())
            return ECDsa.Create(_parameters);
        var key = new ECDsaOpenSsl();
        try
        {
            key.ImportParameters(_parameters);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw;
        }
    }

    private ECDsa Borrow() =>
        Interlocked.Exchange(ref _idle, null) ?? (_more.TryPop(out var key) ? key : Import());

    private void Return(ECDsa key)
    {
        if (Interlocked.CompareExchange(ref _idle, key, null) is not null)
            _more.Push(key);
    }
}
