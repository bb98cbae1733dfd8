using System.Formats.Asn1;

namespace SmartBlocks.Ledger;

/// <summary>
/// The other writing of a P-256 signature: <c>Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }</c> in DER (RFC 3279 §2.2.3, ITU-T X.690),
/// to and from the 64 bytes r ‖ s that <see cref="ISigner"/> makes and <see cref="PublicKey"/> verifies.
/// </summary>
internal static class EcdsaDer
{
    /// <summary>The most bytes that r ‖ s takes as DER.</summary>
    public const int MaxBytes = 2 + 2 * (2 + 1 + Half);

    private const int Half = PublicKey.SignatureSize / 2;

    /// <summary>r ‖ s as DER: 8 to 72 bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> signature)
    {
        Span<byte> der = stackalloc byte[MaxBytes];
        return der[..Encode(signature, der)].ToArray();
    }

    /// <summary>
    /// Writes r ‖ s as DER and says how many bytes that takes. The platform verifies DER; its own way there, a general writer and its buffers, costs each verification a hundredth.
    /// </summary>
    public static int Encode(ReadOnlySpan<byte> signature, Span<byte> der)
    {
        const byte sequence = 0x30;
        var length = WriteUnsigned(signature[..Half], der[2..]);
        length += WriteUnsigned(signature[Half..], der[(2 + length)..]);
        (der[0], der[1]) = (sequence, (byte)length);
        return 2 + length;
    }

    /// <summary>DER as r ‖ s; null for anything that is not the DER of two whole numbers of at most 32 bytes.</summary>
    public static byte[]? Decode(ReadOnlyMemory<byte> der)
    {
        var signature = new byte[PublicKey.SignatureSize];
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var sequence = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            if (!TryRead(sequence.ReadIntegerBytes().Span, signature.AsSpan(0, Half)) || !TryRead(sequence.ReadIntegerBytes().Span, signature.AsSpan(Half)))
                return null;
            sequence.ThrowIfNotEmpty();
            return signature;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static int WriteUnsigned(ReadOnlySpan<byte> number, Span<byte> der)
    {
        const byte integer = 0x02;
        var zeros = number.IndexOfAnyExcept((byte)0);
        number = zeros < 0 ? number[^1..] : number[zeros..];
        var sign = number[0] >= 0x80 ? 1 : 0;   // a first bit that is set would say that the number is negative
        (der[0], der[1], der[2]) = (integer, (byte)(sign + number.Length), 0);
        number.CopyTo(der[(2 + sign)..]);
        return 2 + sign + number.Length;
    }

    private static bool TryRead(ReadOnlySpan<byte> integer, Span<byte> destination)
    {
        if (integer[0] >= 0x80)
            return false;   // negative
        if (integer[0] == 0)
            integer = integer[1..];
        if (integer.Length > destination.Length)
            return false;
        integer.CopyTo(destination[^integer.Length..]);
        return true;
    }
}
