namespace SmartBlocks.Ledger.Tests.Execution;

/// <summary>An executor remembers what blocks read and wrote; what it makes does not depend on it.</summary>
public sealed class RecentStateTests
{
    [Fact]
    public void Values_of_a_proposal_that_was_given_up_are_not_seen_by_the_next()
    {
        var ledger = new TestLedger();
        ledger.CommitOne(ledger.Add("tariff", 5)).ShouldBeNull();
        ledger.Executor.Propose(ledger.Cursor, [Batch.Of(ledger.Add("tariff", 1_000)), Batch.Of(ledger.Add("other", 7))], ledger.Now, ledger).Execution.ShouldNotBeNull();
        ledger.CommitOne(ledger.Add("tariff", 2)).ShouldBeNull();
        ledger.Read("counter/tariff").ShouldBe("7");
        ledger.Read("counter/other").ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2_000)]
    [InlineData(100_000)]
    public void However_little_is_remembered_the_blocks_are_the_same(int cacheBytes)
    {
        var ledger = TestLedger.WithBlocks(60, seed: 11);
        var nodes = new MemoryStateNodes();
        var executor = new BlockExecutor(ledger.Families, nodes, cacheBytes);
        var cursor = LedgerCursor.Start(TestLedger.Name);
        for (var i = 0; i < ledger.Blocks.Count; i++)
        {
            var batches = ledger.Records[i].Batches.Select(b => Batch.TryParse(b, out var batch, out _) ? batch : throw new FormatException()).ToList();
            var replay = executor.Replay(cursor, ledger.Blocks[i], batches, KnownTransactions.None);
            replay.Discrepancy.ShouldBeNull();
            nodes.Append(replay.Execution!.State.Start, replay.Execution.State.Bytes.Span);
            Hash256.Of(replay.Execution.State.Bytes.Span).ShouldBe(ledger.Records[i].StateBytes!.Value);
            cursor = replay.Execution.Next;
        }
        cursor.State.ShouldBe(ledger.Cursor.State);
    }
}
