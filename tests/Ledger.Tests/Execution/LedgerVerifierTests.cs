using System.Text;

namespace SmartBlocks.Ledger.Tests.Execution;

public sealed class LedgerVerifierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_whole_ledger_is_right_and_gives_the_same_bytes(int seed)
    {
        var ledger = TestLedger.WithBlocks(60, seed);
        var log = new MemoryStateNodes();
        var report = await new LedgerVerifier(ledger.Families, ConsensusEngines.ForVerification).VerifyAsync(TestLedger.Name, ledger.Records.ToAsyncEnumerable(), log);
        report.Discrepancy.ShouldBeNull();
        report.Blocks.ShouldBe(61);
        report.Transactions.ShouldBe(ledger.Cursor.History.Size);
        report.Signatures.ShouldBeGreaterThan(report.Transactions + 60);
        report.Head.Id.ShouldBe(ledger.Cursor.Id);
        report.GenesisId.ShouldBe(ledger.Blocks[0].Id);
        var (ours, theirs) = (new byte[ledger.Nodes.Length], new byte[log.Length]);
        ledger.Nodes.Read(0, ours);
        log.Read(0, theirs);
        theirs.ShouldBe(ours);
    }

    [Fact]
    public async Task Any_flipped_byte_of_any_block_batch_or_state_is_found_at_its_block()
    {
        var ledger = TestLedger.WithBlocks(4, seed: 4);
        var random = new Random(11);
        for (var i = 0; i < 250; i++)
        {
            var at = random.Next(ledger.Records.Count);
            var record = ledger.Records[at];
            var what = random.Next(3);
            record = what switch
            {
                0 => record with { Block = Flip(record.Block, random) },
                1 => record with { Batches = FlipOne(record.Batches, random) },
                _ => record with { StateBytes = new Hash256(Flip(record.StateBytes!.Value.ToArray(), random)) },
            };
            List<LedgerRecord> records = [.. ledger.Records];
            records[at] = record;
            var report = await TestLedger.Verify(records);
            report.Discrepancy.ShouldNotBeNull($"flip {i} in block {at}");
            report.Discrepancy.Block.ShouldBe(at, report.Discrepancy.ToString());
            report.Blocks.ShouldBe(at);
            report.Discrepancy.ToString().ShouldStartWith($"block {at}");
        }
    }

    [Fact]
    public async Task A_changed_transaction_is_named()
    {
        var ledger = TestLedger.WithBlocks(3, seed: 2);
        ledger.Commit(Batch.Of(ledger.Add("a", 1)), Batch.Of(ledger.Add("a", 2)), Batch.Of(ledger.Add("a", 3)));
        var record = ledger.Records[4];
        var text = Encoding.ASCII.GetString(record.Batches[2].Span).Split('.');
        text[1] = System.Buffers.Text.Base64Url.EncodeToString("""{"counter":"a","add":9}"""u8);
        ledger.Records[4] = record with { Batches = [record.Batches[0], record.Batches[1], Encoding.ASCII.GetBytes(string.Join('.', text))] };
        var report = await TestLedger.Verify(ledger.Records);
        report.Discrepancy!.ToString().ShouldBe($"block 4, transaction 2 (id {report.Discrepancy.TransactionId}): signature does not verify");
    }

    [Fact]
    public async Task A_host_that_signs_lies_is_caught()
    {
        var ledger = TestLedger.WithBlocks(5, seed: 3);
        (await Lie(ledger, 3, h => h with { State = Hash256.Of("x"u8).ToString() })).ShouldContain("its state root is wrong");
        (await Lie(ledger, 3, h => h with { Root = Hash256.Of("x"u8).ToString() })).ShouldContain("its history root is wrong");
        (await Lie(ledger, 3, h => h with { Size = h.Size + 1 })).ShouldContain("its history size is wrong");
        (await Lie(ledger, 3, h => h with { Time = ledger.Blocks[2].Header.Time - 1 })).ShouldContain("its time lies before");
        (await Lie(ledger, 3, h => h with { Previous = ledger.Blocks[1].Id })).ShouldContain("its link to the previous block is wrong");
        (await Lie(ledger, 3, h => h with { Number = 4 })).ShouldContain("its number is wrong");
        (await Lie(ledger, 3, h => h with { Ledger = "other" })).ShouldContain("another ledger");
        (await Lie(ledger, 3, h => h with { Engine = "other" })).ShouldContain("its consensus engine is wrong");
        (await Lie(ledger, 3, h => h with { Validators = [TestLedger.Device.KeyId] })).ShouldContain("its validators are wrong");
        (await Lie(ledger, 3, h => h with { Time = h.Time + 1 }, TestLedger.Device)).ShouldContain("its certificate is wrong");
        // A later time is the proposer's to choose; but then the next block no longer follows.
        (await Lie(ledger, 3, h => h with { Time = h.Time + 1 })).ShouldStartWith("block 4: its link to the previous block is wrong");
    }

    [Fact]
    public async Task A_dropped_reordered_or_repeated_batch_is_caught()
    {
        var ledger = TestLedger.WithBlocks(2, seed: 6);
        ledger.Commit(Batch.Of(ledger.Add("a", 1)), Batch.Of(ledger.Add("b", 2)), Batch.Of(ledger.Add("c", 3)));
        var batches = ledger.Records[3].Batches;
        foreach (var wrong in (ReadOnlyMemory<byte>[][])[[batches[0], batches[1]], [batches[1], batches[0], batches[2]], [.. batches, batches[0]], [], [.. batches, ledger.Records[2].Batches[0]]])
        {
            var report = await TestLedger.Verify([.. ledger.Records[..3], ledger.Records[3] with { Batches = wrong }]);
            report.Discrepancy!.Block.ShouldBe(3);
        }
        (await TestLedger.Verify([ledger.Records[0], .. ledger.Records[2..]])).Discrepancy!.Block.ShouldBe(1);
        (await TestLedger.Verify([.. ledger.Records, ledger.Records[3]])).Discrepancy!.Block.ShouldBe(4);
    }

    [Fact]
    public async Task A_source_that_fails_fails_the_verification()
    {
        var ledger = TestLedger.WithBlocks(2, seed: 6);
        await Should.ThrowAsync<IOException>(async () =>
            await new LedgerVerifier(ledger.Families, ConsensusEngines.ForVerification).VerifyAsync(TestLedger.Name, Broken(ledger.Records)));

        static async IAsyncEnumerable<LedgerRecord> Broken(List<LedgerRecord> records)
        {
            yield return records[0];
            await Task.Yield();
            throw new IOException("the line went dead");
        }
    }

    private static async Task<string> Lie(TestLedger ledger, int at, Func<BlockHeader, BlockHeader> change, SigningKey? signer = null)
    {
        var header = change(ledger.Blocks[at].Header);
        List<LedgerRecord> records = [.. ledger.Records];
        records[at] = records[at] with { Block = new Block(header, [Block.Sign(header, signer ?? TestLedger.Validator)]).ToJws() };
        return (await TestLedger.Verify(records)).Discrepancy!.ToString();
    }

    private static byte[] Flip(ReadOnlyMemory<byte> bytes, Random random)
    {
        var copy = bytes.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static List<ReadOnlyMemory<byte>> FlipOne(IReadOnlyList<ReadOnlyMemory<byte>> batches, Random random)
    {
        List<ReadOnlyMemory<byte>> copy = [.. batches];
        var at = random.Next(copy.Count);
        copy[at] = Flip(copy[at], random);
        return copy;
    }
}
