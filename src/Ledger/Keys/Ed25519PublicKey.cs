using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SmartBlocks.Ledger;

/// <summary>
/// A public key of Ed25519 (RFC 8032 §5.1), which the log's checkpoints and witnesses' cosignatures use; transactions and blocks do not. .NET has no Ed25519,
/// hence this one. It refuses what the standard's decoding refuses (a point not on the curve or not canonical, S not below L) and compares R with
/// S·B − k·A without the cofactor, as Go's crypto/ed25519 and OpenSSL do.
/// </summary>
public sealed class Ed25519PublicKey
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    private readonly byte[] _bytes;
    private readonly EdwardsPoint _negative;

    private Ed25519PublicKey(byte[] bytes, EdwardsPoint point) => (_bytes, _negative) = (bytes, -point);

    /// <summary>The key, 32 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads 32 bytes; false when they are no point of the curve.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Ed25519PublicKey? key)
    {
        key = bytes.Length == Size && EdwardsPoint.Read(bytes) is { } point ? new Ed25519PublicKey(bytes.ToArray(), point) : null;
        return key is not null;
    }

    /// <summary>Verifies a signature (RFC 8032 §5.1.7). Anything malformed is simply false.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize || !EdwardsScalar.IsReduced(signature[32..]))
            return false;
        Span<byte> k = stackalloc byte[EdwardsScalar.Size];
        Challenge(signature[..32], _bytes, data, k);
        Span<byte> r = stackalloc byte[FieldElement.Size];
        EdwardsPoint.Combine(signature[32..], k, _negative).Write(r);
        return r.SequenceEqual(signature[..32]);
    }

    /// <summary>SHA-512(R ‖ A ‖ M) modulo L.</summary>
    internal static void Challenge(ReadOnlySpan<byte> r, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> result)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(r);
        hash.AppendData(key);
        hash.AppendData(data);
        Span<byte> wide = stackalloc byte[64];
        hash.GetHashAndReset(wide);
        EdwardsScalar.Reduce(wide, result);
    }
}
