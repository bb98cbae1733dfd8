using System.Security.Cryptography;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// A private key in memory that signs with ES256. Making keys is the caller's business (it needs randomness).
/// Signing draws the ECDSA nonce inside the platform: the one place of this room whose bytes differ from run to run.
/// No re-execution ever calls it. Thread safe.
/// </summary>
public sealed class SigningKey : ISigner, IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private SigningKey(ECDsa key)
    {
        _key = key;
        PublicKey = PublicKey.From(key);
    }

    /// <inheritdoc/>
    public PublicKey PublicKey { get; }

    /// <inheritdoc/>
    public string KeyId => PublicKey.KeyId;

    /// <summary>Takes over <paramref name="key"/>, which is disposed of with this object.</summary>
    /// <exception cref="FormatException">When it is not on P-256.</exception>
    public static SigningKey FromECDsa(ECDsa key) => new(key);

    /// <summary>Reads PEM "PRIVATE KEY" (PKCS#8, RFC 5208, RFC 7468).</summary>
    /// <exception cref="FormatException">When it is not the PEM of a P-256 private key.</exception>
    public static SigningKey FromPkcs8Pem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return new SigningKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or FormatException)
        {
            key.Dispose();
            throw new FormatException("The text is not the PKCS#8 PEM of a P-256 private key: " + e.Message, e);
        }
    }

    /// <summary>Reads a private JWK: the public members and <c>d</c>.</summary>
    /// <exception cref="FormatException">When a member is missing or does not fit.</exception>
    public static SigningKey FromJwk(JsonElement jwk)
    {
        var key = ECDsa.Create();
        try
        {
            if (Jwk.Member(jwk, "kty") is not "EC" || Jwk.Member(jwk, "crv") is not "P-256")
                throw new FormatException("The JWK must have kty EC and crv P-256.");
            key.ImportParameters(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
                D = Bytes(jwk, "d"),
            });
            return new SigningKey(key);
        }
        catch (CryptographicException e)
        {
            key.Dispose();
            throw new FormatException("The JWK's x, y and d are not a P-256 key pair.", e);
        }
        catch (FormatException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The key as PKCS#8 PEM.</summary>
    public string ToPkcs8Pem()
    {
        lock (_lock)
            return _key.ExportPkcs8PrivateKeyPem();
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = Hash256.Of(data);
        lock (_lock)
            return _key.SignHash(hash.Bytes, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static byte[] Bytes(JsonElement jwk, string name) =>
        StrictBase64Url.Decode(System.Text.Encoding.UTF8.GetBytes(Jwk.Member(jwk, name)))
        ?? throw new FormatException($"The JWK's {name} must be unpadded base64url.");
}
