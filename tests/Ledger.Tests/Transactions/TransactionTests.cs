using System.Buffers.Text;
using System.Text;

namespace SmartBlocks.Ledger.Tests.Transactions;

public sealed class TransactionTests
{
    private const string Kid = "dJ3Sdqeo1jB2Lk0kbbz4Kq0D9ZbkMwYOrFf0k0mmJ9E";
    private const string Good = $$"""{"alg":"ES256","kid":"{{Kid}}","typ":"sb-tx","ledger":"nimbus","family":"interval/1","iat":1795000000000,"nonce":"7"}""";

    private static readonly SigningKey Key = TestKeys.Of("device");

    private static Transaction Sample() =>
        Transaction.Sign(Key, "nimbus", "interval/1", """{"meter":"m"}"""u8, 1_795_000_000_000, "7", [Hash256.Of("a"u8).ToString()]);

    private static string Compact(string header, string payload = "{}", int signature = 64) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{Base64Url.EncodeToString(new byte[signature])}";

    [Fact]
    public void What_is_signed_is_read_back_and_verifies()
    {
        var transaction = Sample();
        Transaction.TryParse(transaction.ToString(), out var read, out _).ShouldBeTrue();
        read!.Id.ShouldBe(transaction.Id);
        read.Header.Ledger.ShouldBe("nimbus");
        read.Header.Family.ShouldBe("interval/1");
        read.Header.Iat.ShouldBe(1_795_000_000_000);
        read.Header.Nonce.ShouldBe("7");
        read.Header.Dep.ShouldBe([Hash256.Of("a"u8).ToString()]);
        Encoding.UTF8.GetString(read.Payload.Span).ShouldBe("""{"meter":"m"}""");
        read.Verify(Key.PublicKey).ShouldBeTrue();
        read.Verify(TestKeys.Of("operator").PublicKey).ShouldBeFalse();
    }

    [Fact]
    public void Id_is_the_hash_of_the_signing_input_and_not_of_the_signature()
    {
        var (one, two) = (Sample(), Sample());
        two.Id.ShouldBe(one.Id);
        two.ToString().ShouldNotBe(one.ToString());
        one.Id.ShouldBe(Hash256.Of(one.SigningInput.Span).ToString());
    }

    [Fact]
    public void Json_of_other_writers_is_read()
    {
        var header = " { \"iat\" : 1795000000000,\"typ\":\"sb-tx\", \"family\":\"interval\\/1\",\"nonce\":\"7\",\"ledger\":\"nimbus\",\"alg\":\"ES256\",\"kid\":\"" + Kid + "\"} ";
        Transaction.TryParse(Compact(header), out var transaction, out var why).ShouldBeTrue(why?.Detail);
        transaction!.Header.Family.ShouldBe("interval/1");
    }

    [Theory]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"none\"", "header.alg")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":\"HS256\"", "header.alg")]
    [InlineData("\"alg\":\"ES256\"", "\"alg\":7", "header.alg")]
    [InlineData("\"typ\":\"sb-tx\"", "\"typ\":\"JWT\"", "header.typ")]
    [InlineData("\"ledger\":\"nimbus\"", "\"ledger\":\"Nimbus\"", "header.ledger")]
    [InlineData("\"ledger\":\"nimbus\"", "\"ledger\":\"\"", "header.ledger")]
    [InlineData("\"family\":\"interval/1\"", "\"family\":\"interval\"", "header.family")]
    [InlineData("\"family\":\"interval/1\"", "\"family\":\"interval/01\"", "header.family")]
    [InlineData("\"kid\":\"dJ3", "\"kid\":\"J3", "header.kid")]
    [InlineData("\"iat\":1795000000000", "\"iat\":1795000000000.5", "header.iat")]
    [InlineData("\"iat\":1795000000000", "\"iat\":-1", "header.iat")]
    [InlineData("\"iat\":1795000000000", "\"iat\":9007199254740992", "header.iat")]
    [InlineData("\"iat\":1795000000000", "\"iat\":\"1\"", "header.iat")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"a b\"", "header.nonce")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"nonce\":\"8\"", "header.duplicate")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"crit\":[\"b64\"]", "header.member")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"jwk\":{\"kty\":\"EC\"}", "header.member")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"dep\":[]", "header.dep")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"dep\":\"x\"", "header.dep")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"7\",\"dep\":[\"x\"]", "header.dep")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"\\ud800\"", "header.text")]
    [InlineData("\"nonce\":\"7\"", "\"nonce\":\"é\"", "header.text")]
    [InlineData(",\"nonce\":\"7\"", "", "header.missing")]
    [InlineData("\"7\"}", "\"7\"", "header.json")]
    [InlineData("\"7\"}", "\"7\"}{}", "header.json")]
    [InlineData("\"7\"}", "\"7\",}", "header.json")]
    public void Bad_headers_are_refused_with_the_rule(string from, string to, string code)
    {
        Transaction.TryParse(Compact(Good), out _, out var fine).ShouldBeTrue(fine?.Detail);
        var header = Good.Replace(from, to, StringComparison.Ordinal);
        header.ShouldNotBe(Good);
        Transaction.TryParse(Compact(header), out _, out var why).ShouldBeFalse();
        why!.Code.ShouldBe(code, why.Detail);
    }

    [Fact]
    public void Bad_forms_are_refused_with_the_rule()
    {
        Code("").ShouldBe("transaction.size");
        Code(new string('a', Transaction.MaxBytes + 1)).ShouldBe("transaction.size");
        Code("abc").ShouldBe("transaction.form");
        Code("a.b").ShouldBe("transaction.form");
        Code("a.b.c.d").ShouldBe("transaction.form");
        Code(Compact(Good, signature: 63)).ShouldBe("transaction.signature");
        Code(Compact(Good) + "=").ShouldBe("transaction.signature");
        Code(Compact(Good)[..^1] + "B").ShouldBe("transaction.signature");   // stray bits
        Code(Compact(Good, payload: "")).ShouldBe("transaction.payload");
        Code(Compact(Good.PadRight(TransactionHeader.MaxBytes + 1))).ShouldBe("transaction.header");
        Code(Compact("[]")).ShouldBe("header.json");

        static string Code(string text)
        {
            Transaction.TryParse(text, out _, out var why).ShouldBeFalse();
            return why!.Code;
        }
    }

    [Fact]
    public void The_largest_transaction_fits_and_one_byte_more_does_not()
    {
        var small = Transaction.Sign(Key, "nimbus", "interval/1", "{}"u8, 1, "7").Bytes.Length;
        var room = (Transaction.MaxBytes - small) / 4 * 3;
        Transaction.Sign(Key, "nimbus", "interval/1", Encoding.ASCII.GetBytes("{}".PadRight(room)), 1, "7");
        Should.Throw<ArgumentException>(() => Transaction.Sign(Key, "nimbus", "interval/1", Encoding.ASCII.GetBytes("{}".PadRight(room + 6)), 1, "7"))
            .Message.ShouldContain("65535");
    }

    [Fact]
    public void Ten_thousand_mutations_are_refused_or_do_not_verify()
    {
        var good = Sample().Bytes.ToArray();
        var random = new Random(42);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = Mutate(good, random);
            if (bytes.AsSpan().SequenceEqual(good))
                continue;
            if (Transaction.TryParse(bytes, out var transaction, out var why))
                transaction.Verify(Key.PublicKey).ShouldBeFalse();
            else
            {
                why.Code.ShouldNotBeNullOrEmpty();
                why.Detail.ShouldNotBeNullOrEmpty();
            }
        }
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes.Insert(at, (byte)random.Next(256)); break;
                case 4: bytes[at] = good[random.Next(good.Length)]; break;
                case 5: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at - 1)); break;
                default: bytes.InsertRange(at, bytes.GetRange(0, Math.Min(30, bytes.Count))); break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }
}
