using System.Formats.Asn1;

namespace SmartBlocks.Ledger.Tests.Keys;

/// <summary>Signatures as DER, against the platform's writer of ASN.1.</summary>
public sealed class EcdsaDerTests
{
    [Fact]
    public void It_is_what_the_platform_writes_for_numbers_of_any_length()
    {
        var random = new Random(7);
        for (var n = 0; n < 5_000; n++)
        {
            // Each number with some zero bytes before it.
            var signature = new byte[64];
            random.NextBytes(signature.AsSpan(random.Next(33)..32));
            random.NextBytes(signature.AsSpan((32 + random.Next(33))..));
            EcdsaDer.Encode(signature).ShouldBe(ByThePlatform(signature), Convert.ToHexString(signature));
            EcdsaDer.Decode(EcdsaDer.Encode(signature)).ShouldBe(signature);
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x01)]
    [InlineData(0x7F)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void A_first_bit_that_is_set_gets_a_zero_before_it(byte first)
    {
        for (var at = 0; at < 32; at++)
        {
            var signature = new byte[64];
            signature[at] = signature[63 - at] = first;
            EcdsaDer.Encode(signature).ShouldBe(ByThePlatform(signature));
        }

        EcdsaDer.Encode([.. Enumerable.Repeat((byte)0xFF, 64)]).Length.ShouldBe(EcdsaDer.MaxBytes);
        EcdsaDer.Encode(new byte[64]).Length.ShouldBe(8);
    }

    private static byte[] ByThePlatform(byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(new System.Numerics.BigInteger(signature.AsSpan(0, 32), isUnsigned: true, isBigEndian: true));
            writer.WriteInteger(new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true));
        }
        return writer.Encode();
    }
}
