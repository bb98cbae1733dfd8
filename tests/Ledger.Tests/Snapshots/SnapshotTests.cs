using System.Text;

namespace SmartBlocks.Ledger.Tests.Snapshots;

public sealed class SnapshotTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(60)]
    public async Task Going_on_from_a_snapshot_gives_the_bytes_of_a_ledger_executed_from_its_genesis(int height)
    {
        var ledger = TestLedger.WithBlocks(60, seed: 5);
        var (reader, nodes, ids) = Read(Lines(ledger, height));
        reader.End().ShouldBeNull();
        reader.Cursor!.Id.ShouldBe(ledger.Blocks[height].Id);
        ConsensusEngines.ForVerification.VerifyCertificate(reader.Header!.Block, [TestLedger.Validator.PublicKey]).ShouldBeNull();

        var report = await new LedgerVerifier(ledger.Families, ConsensusEngines.ForVerification)
            .VerifyAsync(new LedgerStart(reader.Cursor, reader.Header.Genesis, ids), ledger.Records.Skip(height + 1).ToAsyncEnumerable(), nodes);
        report.Discrepancy.ShouldBeNull();
        report.Blocks.ShouldBe(60 - height);
        report.Head.Id.ShouldBe(ledger.Cursor.Id);
        report.Head.State.ShouldBe(ledger.Cursor.State, "also the places of the nodes are the same");
        report.GenesisId.ShouldBe(ledger.Blocks[0].Id);
        new StateTrie(report.Head.State, nodes).Range("").Select(e => e.Key).ShouldBe(ledger.State.Range("").Select(e => e.Key));
    }

    [Fact]
    public void A_snapshot_is_smaller_than_the_node_log_and_holds_each_node_once()
    {
        var ledger = TestLedger.WithBlocks(200, seed: 6);
        var lines = Lines(ledger, 200);
        var (reader, _, _) = Read(lines);
        reader.Header!.Nodes.ShouldBe(2 * ledger.State.Range("").Count() - 1);
        reader.Dropped.ShouldBe(0);
        lines.Skip(2).Sum(l => (long)l.Length).ShouldBeLessThan(ledger.Nodes.Length / 4);
    }

    [Fact]
    public async Task A_transaction_older_than_the_snapshot_is_refused_after_it()
    {
        var ledger = TestLedger.WithBlocks(10, seed: 7);
        var old = ledger.Add("replayed", 3);
        ledger.CommitOne(old).ShouldBeNull();
        ledger.CommitOne(ledger.Add("a", 1)).ShouldBeNull();
        var lines = Lines(ledger, ledger.Blocks.Count - 1);
        var (reader, nodes, ids) = Read(lines);
        ids.ShouldContain(old.Hash);

        // A host that forgot, or pretends to have forgotten, commits it a second time.
        var forgetful = new BlockExecutor(ledger.Families, nodes);
        var execution = forgetful.Propose(reader.Cursor!, [Batch.Of(old)], ledger.Now, KnownTransactions.None).Execution!;
        var block = await new Solo(TestLedger.Validator).SealAsync(execution);
        var report = await new LedgerVerifier(ledger.Families, ConsensusEngines.ForVerification).VerifyAsync(
            new LedgerStart(reader.Cursor!, reader.Header!.Genesis, ids), new[] { new LedgerRecord(block.ToJws(), [old.Bytes]) }.ToAsyncEnumerable(), nodes);
        report.Discrepancy!.What.ShouldContain("transaction.duplicate");
    }

    [Fact]
    public void Every_damaged_line_is_found()
    {
        var ledger = TestLedger.WithBlocks(30, seed: 8);
        var lines = Lines(ledger, 30);
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            var at = random.Next(lines.Count);
            var damaged = lines.ConvertAll(l => (byte[])l.Clone());
            var line = damaged[at];
            switch (random.Next(4))
            {
                case 0: damaged.RemoveAt(at); break;
                case 1: damaged.Insert(at, lines[at]); break;
                case 2: damaged[at] = line[..random.Next(line.Length)]; break;
                default: line[random.Next(line.Length)] ^= (byte)(1 << random.Next(7)); break;
            }
            Fails(damaged).ShouldBeTrue($"damage {i} in line {at}");
        }

        bool Fails(List<byte[]> damaged)
        {
            var reader = new SnapshotReader();
            foreach (var line in damaged)
            {
                if (reader.Take(line, out var part) is not null)
                    return true;
                // The ids are the maker's word; what a reader can see is their number.
                if (part is { Ids.Count: > 0 } && !part.Ids.SequenceEqual(Ids(ledger, 30)))
                    return true;
            }
            return reader.End() is not null || reader.Header!.Genesis != ledger.Blocks[0].Id
                || ConsensusEngines.ForVerification.VerifyCertificate(reader.Header.Block, [TestLedger.Validator.PublicKey]) is not null;
        }
    }

    [Fact]
    public void A_header_says_what_it_is()
    {
        new SnapshotReader().Take("""{"format":"sb-snapshot/2"}"""u8.ToArray(), out _)!.Code.ShouldBe("snapshot.format");
        new SnapshotReader().Take("[]"u8.ToArray(), out _)!.Code.ShouldBe("snapshot.form");
        new SnapshotReader().End()!.Detail.ShouldContain("empty");
        var header = Encoding.UTF8.GetString(Lines(TestLedger.WithBlocks(2, seed: 1), 2)[0]);
        header.ShouldStartWith("""{"format":"sb-snapshot/1","genesis":""");
    }

    static IEnumerable<Hash256> Ids(TestLedger ledger, int height) =>
        ledger.Records.Take(height + 1).SelectMany(r => r.Batches).SelectMany(b => Batch.TryParse(b, out var batch, out _) ? batch.Transactions : []).Select(t => t.Hash);

    static List<byte[]> Lines(TestLedger ledger, int height)
    {
        // Width of the tiles then, not now: what is on the right of the block's tree is not part of it.
        var (header, nodes) = SnapshotLines.Write(ledger.Blocks[0].Id, ledger.Blocks[height], ledger.States[height], ledger.Nodes, ledger.Tiles);
        return [header.ToJson(), SnapshotLines.Ids([.. Ids(ledger, height)]), .. nodes];
    }

    static (SnapshotReader Reader, SparseStateNodes Nodes, HashSet<Hash256> Ids) Read(List<byte[]> lines)
    {
        var (reader, nodes, ids) = (new SnapshotReader(), new SparseStateNodes(), new HashSet<Hash256>());
        foreach (var line in lines)
        {
            reader.Take(line, out var part).ShouldBeNull();
            ids.UnionWith(part?.Ids ?? []);
            if (part is { Nodes.IsEmpty: false })
                nodes.Place(part.Start, part.Nodes);
        }
        nodes.Extend(reader.Header!.Length);
        return (reader, nodes, ids);
    }
}
