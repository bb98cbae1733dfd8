namespace SmartBlocks.Ledger.Tests.Execution;

public sealed class ReceiptTests
{
    private static readonly PublicKey[] Validators = [TestLedger.Validator.PublicKey];

    [Fact]
    public void Every_receipt_verifies_after_a_round_trip_and_no_altered_one_does()
    {
        var ledger = TestLedger.WithBlocks(12, seed: 8);
        var random = new Random(1);
        foreach (var record in ledger.Records[1..])
        {
            Block.TryParse(record.Block, out var block, out _).ShouldBeTrue();
            var transactions = record.Batches.SelectMany(b => Batch.TryParse(b, out var batch, out _) ? batch.Transactions : []).ToList();
            var first = block!.Header.Size - transactions.Count;
            for (var i = 0; i < transactions.Count; i++)
            {
                var json = Receipt.Create(transactions[i], first + i, block, ledger.Hashes).ToJson();
                Receipt.TryParse(json, out var receipt, out var why).ShouldBeTrue(why?.Detail);
                receipt!.Verify(Validators, ConsensusEngines.ForVerification, TestLedger.Device.PublicKey).ShouldBeNull();
                receipt.TransactionId.ShouldBe(transactions[i].Id);
                receipt.Verify([TestLedger.Device.PublicKey], ConsensusEngines.ForVerification).ShouldNotBeNull();
                (receipt with { Index = receipt.Index + 1 }).Verify(Validators, ConsensusEngines.ForVerification)!.Code.ShouldBe("receipt.proof");
                (receipt with { Transaction = ledger.Add("z", 1) }).Verify(Validators, ConsensusEngines.ForVerification)!.Code.ShouldBe("receipt.proof");
                (receipt with { Transaction = ledger.Sign(TestLedger.Device, "counter/1", "{}", ledger: "other") }).Verify(Validators, ConsensusEngines.ForVerification)!.Code.ShouldBe("receipt.ledger");
                for (var flip = 0; flip < 10; flip++)
                {
                    var bytes = json.ToArray();
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    (Receipt.TryParse(bytes, out var altered, out _) && altered.Verify(Validators, ConsensusEngines.ForVerification) is null).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public void A_receipt_may_stand_under_a_later_block()
    {
        var ledger = TestLedger.WithBlocks(5, seed: 9);
        Batch.TryParse(ledger.Records[0].Batches[0], out var genesis, out _).ShouldBeTrue();
        Receipt.Create(genesis!.Transactions[0], 0, ledger.Blocks[^1], ledger.Hashes).Verify(Validators, ConsensusEngines.ForVerification).ShouldBeNull();
    }
}
