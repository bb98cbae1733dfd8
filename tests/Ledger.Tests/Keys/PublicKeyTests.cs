using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger.Tests.Keys;

public sealed class PublicKeyTests
{
    // RFC 7515 appendix A.3
    private const string Rfc7515Key =
        """{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""";
    private const string Rfc7515Input =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    private const string Rfc7515Signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    // RFC 7638 section 3.1
    private const string Rfc7638Key =
        """
        {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
        """;

    [Fact]
    public void Rfc7515_A3_verifies()
    {
        var key = PublicKey.FromJwk(Rfc7515Key);
        var signature = StrictBase64Url.Decode(Encoding.ASCII.GetBytes(Rfc7515Signature))!;
        key.Verify(Encoding.ASCII.GetBytes(Rfc7515Input), signature).ShouldBeTrue();
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] ^= 1;
            key.Verify(Encoding.ASCII.GetBytes(Rfc7515Input), signature).ShouldBeFalse();
            signature[i] ^= 1;
        }
        key.Verify(Encoding.ASCII.GetBytes(Rfc7515Input + "A"), signature).ShouldBeFalse();
    }

    [Fact]
    public void Rfc7515_A3_private_key_signs_what_its_public_key_verifies()
    {
        using var document = JsonDocument.Parse(Rfc7515Key.Replace("}", ""","d":"jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}""", StringComparison.Ordinal));
        using var key = SigningKey.FromJwk(document.RootElement);
        key.KeyId.ShouldBe(PublicKey.FromJwk(Rfc7515Key).KeyId);
        PublicKey.FromJwk(Rfc7515Key).Verify("data"u8, key.Sign("data"u8)).ShouldBeTrue();
    }

    [Fact]
    public void Rfc7638_thumbprint()
    {
        using var document = JsonDocument.Parse(Rfc7638Key);
        Jwk.Thumbprint(document.RootElement).ToString().ShouldBe("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }

    [Fact]
    public void Key_id_is_the_thumbprint_and_the_jwk_is_canonical()
    {
        var key = PublicKey.FromJwk(Rfc7515Key);
        using var document = JsonDocument.Parse(Rfc7515Key);
        key.KeyId.ShouldBe(Jwk.Thumbprint(document.RootElement).ToString());
        Encoding.ASCII.GetBytes(key.ToJwk()).ShouldBe(Jwk.Canonical(document.RootElement));
        PublicKey.FromJwk(key.ToJwk()).KeyId.ShouldBe(key.KeyId);
    }

    [Fact]
    public void Subject_public_key_info_and_pem_round_trip()
    {
        var key = TestKeys.Of("device");
        PublicKey.FromSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo()).KeyId.ShouldBe(key.KeyId);
        using var again = SigningKey.FromPkcs8Pem(key.ToPkcs8Pem());
        key.PublicKey.Verify("data"u8, again.Sign("data"u8)).ShouldBeTrue();
        Should.Throw<FormatException>(() => SigningKey.FromPkcs8Pem("nonsense"));
        Should.Throw<FormatException>(() => PublicKey.FromSubjectPublicKeyInfo("nonsense"u8));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Should.Throw<FormatException>(() => PublicKey.FromSubjectPublicKeyInfo(other.ExportSubjectPublicKeyInfo()));
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("""{"kty":"RSA","n":"AQAB","e":"AQAB"}""", "crv")]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"AA","y":"AA"}""", "P-256")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}""", "y")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU=","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}""", "x")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}""", "point")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","d":"AA"}""", "private")]
    [InlineData("{", "JSON")]
    public void Bad_jwks_are_refused_with_the_rule(string jwk, string rule) =>
        Should.Throw<FormatException>(() => PublicKey.FromJwk(jwk)).Message.ShouldContain(rule);

    // On Linux a key verifies with OpenSSL's own class, elsewhere with the one the platform hands out: nobody may be able to tell by the answers.
    [Fact]
    public void It_answers_as_the_platforms_general_class_does_also_at_the_borders_of_r_and_s()
    {
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var random = new Random(5);
        var key = TestKeys.Of("device");
        using var general = ECDsa.Create();
        general.ImportSubjectPublicKeyInfo(key.PublicKey.ToSubjectPublicKeyInfo(), out _);
        var hash = SHA256.HashData("data"u8);
        var right = 0;
        for (var n = 0; n < 2_000; n++)
        {
            var signature = key.Sign("data"u8);
            var half = signature.AsSpan(random.Next(2) * 32, 32);
            switch (n % 8)
            {
                case 0: break;
                case 1: half.Clear(); break;
                case 2: order.CopyTo(half); break;
                case 3: half.Fill(0xFF); break;
                case 4: random.NextBytes(half); break;
                case 5: half[random.Next(32)] ^= (byte)(1 << random.Next(8)); break;
                case 6: half[..31].Clear(); break;
                default: Mirror(signature.AsSpan(32), order); break;   // (r, n - s), which verifies as well
            }
            var expected = AsksGeneral(general, hash, signature);
            key.PublicKey.VerifyHash(new Hash256(hash), signature).ShouldBe(expected, Convert.ToHexString(signature));
            right += expected ? 1 : 0;
        }
        right.ShouldBe(500);
    }

    private static bool AsksGeneral(ECDsa general, byte[] hash, byte[] signature)
    {
        try
        {
            return general.VerifyHash(hash, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static void Mirror(Span<byte> s, byte[] order)
    {
        var mirrored = new System.Numerics.BigInteger(order, isUnsigned: true, isBigEndian: true) - new System.Numerics.BigInteger(s, isUnsigned: true, isBigEndian: true);
        s.Clear();
        var bytes = mirrored.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(s[(32 - bytes.Length)..]);
    }

    [Fact]
    public void Many_threads_may_verify_with_one_key()
    {
        var key = TestKeys.Of("device");
        var signature = key.Sign("data"u8);
        var wrong = 0;
        Parallel.For(0, 2_000, i =>
        {
            if (key.PublicKey.Verify(i % 2 == 0 ? "data"u8 : "dato"u8, signature) != (i % 2 == 0))
                Interlocked.Increment(ref wrong);
        });
        wrong.ShouldBe(0);
    }
}
