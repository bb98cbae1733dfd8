using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace SmartBlocks.Ledger;

/// <summary>A SHA-256 digest (FIPS 180-4): 32 bytes, written as 43 characters of unpadded base64url (RFC 4648 §5).</summary>
public readonly struct Hash256 : IEquatable<Hash256>
{
    /// <summary>Bytes in a digest.</summary>
    public const int Size = 32;

    /// <summary>Characters in a digest's text.</summary>
    public const int TextLength = 43;

    // A digest in one call makes and frees its own workings each time, which for the short inputs of a tree is a third of its cost.
    [ThreadStatic]
    private static IncrementalHash? s_hasher;

    private readonly ulong _a, _b, _c, _d;

    /// <summary>Takes over the 32 bytes of a digest.</summary>
    /// <exception cref="ArgumentException">When there are not exactly 32.</exception>
    public Hash256(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A SHA-256 digest has {Size} bytes; these are {bytes.Length}.", nameof(bytes));
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The digest of nothing: the root of an empty tree.</summary>
    public static Hash256 OfNothing { get; } = Of([]);

    /// <summary>The digest's bytes.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<Hash256>(in this));

    /// <summary>Hashes <paramref name="data"/>.</summary>
    public static Hash256 Of(ReadOnlySpan<byte> data)
    {
        Hash256 hash = default;
        var hasher = s_hasher ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hasher.AppendData(data);
        hasher.GetHashAndReset(MemoryMarshal.AsBytes(new Span<Hash256>(ref hash)));
        return hash;
    }

    /// <summary>Reads the 43 characters that <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Hash256 hash)
    {
        hash = default;
        Span<byte> ascii = stackalloc byte[TextLength];
        Span<byte> bytes = stackalloc byte[Size];
        if (text is not { Length: TextLength }
            || System.Text.Ascii.FromUtf16(text, ascii, out _) != System.Buffers.OperationStatus.Done
            || !StrictBase64Url.TryDecode(ascii, bytes))
            return false;
        hash = new Hash256(bytes);
        return true;
    }

    /// <summary>Copies the 32 bytes to the start of <paramref name="destination"/>.</summary>
    public void CopyTo(Span<byte> destination) => MemoryMarshal.Write(destination, in this);

    /// <summary>The 32 bytes in an array of their own.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <inheritdoc/>
    public bool Equals(Hash256 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Hash256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b);

    /// <summary>43 characters of base64url.</summary>
    public override string ToString() => Base64Url.EncodeToString(Bytes);

    /// <summary>Same digest?</summary>
    public static bool operator ==(Hash256 left, Hash256 right) => left.Equals(right);

    /// <summary>Different digest?</summary>
    public static bool operator !=(Hash256 left, Hash256 right) => !left.Equals(right);
}
