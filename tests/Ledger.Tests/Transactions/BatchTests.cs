using System.Text;

namespace SmartBlocks.Ledger.Tests.Transactions;

public sealed class BatchTests
{
    private static readonly SigningKey Key = TestKeys.Of("device");

    private static Transaction[] Some(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Transaction.Sign(Key, "nimbus", "counter/1", """{"a":1}"""u8, 1, "n" + i))];

    [Fact]
    public void A_transaction_on_its_own_is_a_batch_of_one_with_its_id()
    {
        var transaction = Some(1)[0];
        Batch.TryParse(transaction.Bytes, out var bare, out _).ShouldBeTrue();
        bare!.Id.ShouldBe(transaction.Id);
        Batch.TryParse(bare.ToJson(), out var json, out _).ShouldBeTrue();
        json!.Id.ShouldBe(transaction.Id);
        json.Seal.ShouldBeNull();
    }

    [Fact]
    public void A_sealed_batch_is_read_back_and_its_seal_verifies()
    {
        var batch = Batch.Create(Key, Some(3));
        Batch.TryParse(batch.ToJson(), out var read, out var why).ShouldBeTrue(why?.Detail);
        read!.Id.ShouldBe(Hash256.Of(Encoding.ASCII.GetBytes(string.Join(',', batch.Transactions.Select(t => t.Id)))).ToString());
        read.SealedBy.ShouldBe(Key.KeyId);
        read.VerifySeal(Key.PublicKey).ShouldBeTrue();
        read.VerifySeal(TestKeys.Of("operator").PublicKey).ShouldBeFalse();
    }

    [Fact]
    public void A_seal_covers_the_transactions_and_their_order()
    {
        var transactions = Some(3);
        var seal = Batch.Create(Key, transactions).Seal;
        Array.Reverse(transactions);
        Code(Json(transactions, seal)).ShouldBe("batch.seal");
        Code(Json(transactions[..2], seal)).ShouldBe("batch.seal");
        Code(Json(transactions, null)).ShouldBe("batch.seal");
        Code(Json(transactions, seal + "A")).ShouldBe("batch.seal");
    }

    [Fact]
    public void Bad_batches_are_refused_with_the_rule()
    {
        var one = Some(1)[0];
        Code("").ShouldBe("batch.size");
        Code("{").ShouldBe("batch.json");
        Code("{}").ShouldBe("batch.empty");
        Code("""{"transactions":[]}""").ShouldBe("batch.empty");
        Code("""{"transactions":7}""").ShouldBe("batch.transactions");
        Code("""{"transactions":[7]}""").ShouldBe("batch.transactions");
        Code("""{"transactions":["x"]}""").ShouldBe("transaction.form");
        Code($$"""{"transactions":["{{one}}"],"seal":null}""").ShouldBe("batch.seal");
        Code($$"""{"transactions":["{{one}}"],"more":1}""").ShouldBe("batch.member");
        Code($$"""{"transactions":["{{one}}"],"transactions":["{{one}}"]}""").ShouldBe("batch.member");
        Code($$"""{"transactions":["{{one}}"]} x""").ShouldBe("batch.json");
        Code($$"""{"transactions":["{{one}}","{{one}}"]}""").ShouldBe("batch.duplicate");
        Code("{\"\\ud800\":1}").ShouldBe("batch.json");
    }

    [Fact]
    public void Ten_thousand_mutations_are_refused_or_do_not_verify()
    {
        var good = Batch.Create(Key, Some(2)).ToJson();
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = good.ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            if (Batch.TryParse(bytes, out var batch, out var why))
                (batch.VerifySeal(Key.PublicKey) && batch.Transactions.All(t => t.Verify(Key.PublicKey))).ShouldBeFalse();
            else
                why.Detail.ShouldNotBeNullOrEmpty();
        }
    }

    private static string Json(IEnumerable<Transaction> transactions, string? seal) =>
        $$"""{"transactions":["{{string.Join("\",\"", transactions)}}"]""" + (seal is null ? "}" : $$""","seal":"{{seal}}"}""");

    private static string Code(string text)
    {
        Batch.TryParse(Encoding.UTF8.GetBytes(text), out _, out var why).ShouldBeFalse();
        return why!.Code;
    }
}
