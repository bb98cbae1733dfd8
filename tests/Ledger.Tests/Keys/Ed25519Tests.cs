using System.Numerics;
using System.Security.Cryptography;

namespace SmartBlocks.Ledger.Tests.Keys;

public sealed class Ed25519Tests
{
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>RFC 8032 §7.1.</summary>
    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void The_standards_vectors(string seed, string key, string message, string signature)
    {
        var signer = Ed25519Key.FromSeed(Convert.FromHexString(seed));
        Convert.ToHexStringLower(signer.PublicKey.Bytes).ShouldBe(key);
        var data = Convert.FromHexString(message);
        Convert.ToHexStringLower(signer.Sign(data)).ShouldBe(signature);
        Ed25519PublicKey.TryRead(Convert.FromHexString(key), out var read).ShouldBeTrue();
        read!.Verify(data, Convert.FromHexString(signature)).ShouldBeTrue();
    }

    [Fact]
    public void What_is_signed_verifies_and_nothing_else_does()
    {
        var random = new Random(8032);
        var (seed, data) = (new byte[32], new byte[80]);
        for (var i = 0; i < 40; i++)
        {
            random.NextBytes(seed);
            random.NextBytes(data);
            var key = Ed25519Key.FromSeed(seed);
            var message = data.AsSpan(0, random.Next(data.Length + 1));
            var signature = key.Sign(message);
            key.PublicKey.Verify(message, signature).ShouldBeTrue();
            var damaged = (byte[])signature.Clone();
            damaged[random.Next(64)] ^= (byte)(1 << random.Next(8));
            key.PublicKey.Verify(message, damaged).ShouldBeFalse();
            key.PublicKey.Verify([.. message, 0], signature).ShouldBeFalse();
            key.PublicKey.Verify(message, signature.AsSpan(0, 63)).ShouldBeFalse();
        }
    }

    [Fact]
    public void One_signature_has_one_form()
    {
        var key = Ed25519Key.FromSeed(SHA256.HashData("a seed"u8));
        var signature = key.Sign("text"u8);
        var higher = new BigInteger(signature.AsSpan(32), isUnsigned: true) + L;
        byte[] malleable = [.. signature[..32], .. higher.ToByteArray(isUnsigned: true).Concat(new byte[32]).Take(32)];
        key.PublicKey.Verify("text"u8, malleable).ShouldBeFalse();
    }

    [Theory]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]   // y = p + 1: 1 written another way
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]   // y = p
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]   // x = 0 with a sign
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")]   // on no point of the curve
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751")]
    public void What_is_no_point_is_no_key(string key) => Ed25519PublicKey.TryRead(Convert.FromHexString(key), out _).ShouldBeFalse();

    /// <summary>Scalars against arithmetic that shares no code with them.</summary>
    [Fact]
    public void Scalars_are_reduced_as_big_numbers_are()
    {
        var random = new Random(25519);
        var (wide, a, b, c, result) = (new byte[64], new byte[32], new byte[32], new byte[32], new byte[32]);
        for (var i = 0; i < 2_000; i++)
        {
            foreach (var bytes in (byte[][])[wide, a, b, c])
            {
                random.NextBytes(bytes);
                if (i % 5 == 0)
                    bytes.AsSpan(random.Next(bytes.Length)).Fill((byte)(i % 10 == 0 ? 0xFF : 0));
            }
            EdwardsScalar.Reduce(wide, result);
            new BigInteger(result, isUnsigned: true).ShouldBe(new BigInteger(wide, isUnsigned: true) % L);
            EdwardsScalar.MultiplyAdd(a, b, c, result);
            new BigInteger(result, isUnsigned: true).ShouldBe((new BigInteger(a, isUnsigned: true) * new BigInteger(b, isUnsigned: true) + new BigInteger(c, isUnsigned: true)) % L);
        }
    }

    [Fact]
    public void Field_elements_are_numbers_modulo_the_prime()
    {
        var p = BigInteger.Pow(2, 255) - 19;
        var random = new Random(255);
        var edges = new[] { BigInteger.Zero, BigInteger.One, p - 1, p - 2, p - 19, p / 2, BigInteger.Pow(2, 51) - 1, BigInteger.Pow(2, 204) };
        for (var i = 0; i < 500; i++)
        {
            var (x, y) = (Pick(), Pick());
            Number(Element(x) * Element(y)).ShouldBe(x * y % p);
            Number(Element(x) + Element(y)).ShouldBe((x + y) % p);
            Number(Element(x) - Element(y)).ShouldBe((x - y + p) % p);
            Number((Element(x) - Element(y)) * (Element(x) + Element(y)) - Element(x)).ShouldBe(((x - y + p) * (x + y) - x + p) % p);
            if (i % 20 == 0 && x != 0)
                Number(Element(x).Inverted() * Element(x)).ShouldBe(BigInteger.One);
        }

        BigInteger Pick()
        {
            if (random.Next(4) == 0)
                return edges[random.Next(edges.Length)];
            var bytes = new byte[32];
            random.NextBytes(bytes);
            return new BigInteger(bytes, isUnsigned: true) % p;
        }
    }

    [Fact]
    public void A_private_key_is_a_pem_that_other_programs_read()
    {
        // openssl genpkey -algorithm ed25519, with the seed of the standard's first vector.
        const string Pem = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";
        var key = Ed25519Key.FromPkcs8Pem(Pem);
        Convert.ToHexStringLower(key.PublicKey.Bytes).ShouldStartWith("d75a980182b10ab7");
        key.ToPkcs8Pem().ShouldBe(Pem);
        Should.Throw<FormatException>(() => Ed25519Key.FromPkcs8Pem("nothing"));
        Should.Throw<FormatException>(() => Ed25519Key.FromPkcs8Pem(TestKeys.Of("log").ToPkcs8Pem()));
        Should.Throw<ArgumentException>(() => Ed25519Key.FromSeed(new byte[31]));
    }

    private static FieldElement Element(BigInteger number) => FieldElement.Read([.. number.ToByteArray(isUnsigned: true).Concat(new byte[32]).Take(32)]);

    private static BigInteger Number(FieldElement element)
    {
        var bytes = new byte[32];
        element.Write(bytes);
        return new BigInteger(bytes, isUnsigned: true);
    }
}
