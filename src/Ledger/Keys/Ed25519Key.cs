using System.Security.Cryptography;

namespace SmartBlocks.Ledger;

/// <summary>
/// A private key of Ed25519 (RFC 8032 §5.1). Signing is deterministic: the same text has the same signature. The arithmetic has no branch and no table index that
/// depends on the key, but managed code makes no promise about time, nor about copies of a key in memory: use it for keys of logs and witnesses on machines
/// of one's own, not where others run code beside it. Thread safe.
/// </summary>
public sealed class Ed25519Key
{
    /// <summary>Bytes of a private key's seed.</summary>
    public const int SeedSize = 32;

    // RFC 8410 §7: PrivateKeyInfo, version 0, algorithm 1.3.101.112, an octet string within an octet string.
    private static readonly byte[] Pkcs8Prefix = [0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    private readonly byte[] _seed;
    private readonly byte[] _scalar;
    private readonly byte[] _prefix;

    private Ed25519Key(byte[] seed)
    {
        _seed = seed;
        var expanded = SHA512.HashData(seed);
        (_scalar, _prefix) = (expanded[..32], expanded[32..]);
        _scalar[0] &= 0xF8;
        _scalar[31] = (byte)(_scalar[31] & 0x7F | 0x40);
        Span<byte> point = stackalloc byte[Ed25519PublicKey.Size];
        EdwardsPoint.Generator.Times(_scalar).Write(point);
        PublicKey = Ed25519PublicKey.TryRead(point, out var key) ? key : throw new InvalidOperationException("A multiple of the generator is a point.");
    }

    /// <summary>The public half.</summary>
    public Ed25519PublicKey PublicKey { get; }

    /// <summary>The key of a seed of 32 random bytes.</summary>
    /// <exception cref="ArgumentException">When there are not exactly 32.</exception>
    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed) => seed.Length == SeedSize
        ? new Ed25519Key(seed.ToArray())
        : throw new ArgumentException($"An Ed25519 seed has {SeedSize} bytes; these are {seed.Length}.", nameof(seed));

    /// <summary>Reads PEM "PRIVATE KEY" (PKCS#8 as in RFC 8410 §7), as <c>openssl genpkey -algorithm ed25519</c> writes it.</summary>
    /// <exception cref="FormatException">When it is something else.</exception>
    public static Ed25519Key FromPkcs8Pem(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != "PRIVATE KEY")
            throw new FormatException("The text holds no PEM 'PRIVATE KEY'.");
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        return der.Length == Pkcs8Prefix.Length + SeedSize && der.AsSpan().StartsWith(Pkcs8Prefix)
            ? new Ed25519Key(der[Pkcs8Prefix.Length..])
            : throw new FormatException("The PEM is not the PKCS#8 form of an Ed25519 private key (RFC 8410).");
    }

    /// <summary>The key as PKCS#8 PEM.</summary>
    public string ToPkcs8Pem() => PemEncoding.WriteString("PRIVATE KEY", [.. Pkcs8Prefix, .. _seed]);

    /// <summary>Signs <paramref name="data"/> (RFC 8032 §5.1.6): 64 bytes, R ‖ S.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        Span<byte> nonce = stackalloc byte[EdwardsScalar.Size];
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512))
        {
            hash.AppendData(_prefix);
            hash.AppendData(data);
            Span<byte> wide = stackalloc byte[64];
            hash.GetHashAndReset(wide);
            EdwardsScalar.Reduce(wide, nonce);
        }
        var signature = new byte[Ed25519PublicKey.SignatureSize];
        EdwardsPoint.Generator.Times(nonce).Write(signature);
        Span<byte> challenge = stackalloc byte[EdwardsScalar.Size];
        Ed25519PublicKey.Challenge(signature.AsSpan(0, 32), PublicKey.Bytes, data, challenge);
        EdwardsScalar.MultiplyAdd(challenge, _scalar, nonce, signature.AsSpan(32));
        return signature;
    }
}
