using System.Formats.Asn1;

namespace SmartBlocks.Ledger;

/// <summary>
/// The other writing of a P-256 signature: <c>Ecdsa-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }</c> in DER (RFC 3279 §2.2.3, ITU-T X.690),
/// to and from the 64 bytes r ‖ s that <see cref="ISigner"/> makes and <see cref="PublicKey"/> verifies.
/// </summary>
internal static class EcdsaDer
{
    private const int Half = PublicKey.SignatureSize / 2;

    /// <summary>r ‖ s as DER: 8 to 72 bytes.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteUnsigned(writer, signature[..Half]);
            WriteUnsigned(writer, signature[Half..]);
        }
        return writer.Encode();
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

    private static void WriteUnsigned(AsnWriter writer, ReadOnlySpan<byte> number)
    {
        var zeros = number.IndexOfAnyExcept((byte)0);
        writer.WriteIntegerUnsigned(zeros < 0 ? number[^1..] : number[zeros..]);
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
