using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Replica;

public sealed class LedgerReplicaTests(LedgerReplicaTests.LongLedger shared) : IClassFixture<LedgerReplicaTests.LongLedger>, IDisposable
{
    readonly SampleFiles files = new();
    readonly SampleLedger ledger = shared.Ledger;

    /// <summary>A ledger whose history spans more than one tile.</summary>
    public sealed class LongLedger : IDisposable
    {
        public SampleLedger Ledger { get; } = new(hours: 180);

        public void Dispose() => Ledger.Dispose();
    }

    [Fact]
    public void A_replica_has_what_the_ledger_has_and_takes_it_up_again()
    {
        using (var first = Open())
        {
            Fill(first.Replica, 100);
            first.Replica.Commit();
        }

        using var again = Open();
        again.Replica.Cursor.Number.ShouldBe(99);
        Fill(again.Replica, ledger.Lines.Count);
        again.Replica.Commit();

        again.Replica.Cursor.Id.ShouldBe(ledger.Head.Id);
        again.Replica.GenesisId.ShouldBe(ledger.Genesis0);
        again.Replica.Cursor.History.Root.ToString().ShouldBe(ledger.Head.Header.Root);
        again.Replica.Cursor.State.Hash.ToString().ShouldBe(ledger.Head.Header.State);
    }

    [Fact]
    public void What_is_not_committed_is_not_there_after_a_crash()
    {
        using (var first = Open())
        {
            Fill(first.Replica, 10);
            first.Replica.Commit();
            Fill(first.Replica, 20);
            first.Replica.HasUncommitted.ShouldBeTrue();
        }

        using var again = Open();
        again.Replica.Cursor.Number.ShouldBe(9);
        Fill(again.Replica, 20);
        again.Replica.Commit();
        again.Replica.Cursor.Number.ShouldBe(19);
    }

    [Fact]
    public void A_reader_finds_every_transaction_and_proves_it()
    {
        using var open = Open();
        Fill(open.Replica, ledger.Lines.Count);
        open.Replica.Commit();
        using var reader = open.Replica.OpenReader();

        foreach (var index in new[] { 0, 1, 5, 255, 256, 511, ledger.Last.Index })
        {
            var place = reader.At(index)!;
            var block = place.Block.Parse();
            reader.Find(place.Transaction.Id)!.Index.ShouldBe(index);
            reader.Contains(place.Transaction.Id).ShouldBeTrue();
            Receipt.Create(place.Transaction, index, block, reader.HistoryAt(block.Header.Size))
                .Verify([ledger.Validator], ConsensusEngines.ForVerification).ShouldBeNull();
        }

        reader.Find(ledger.Last.Transaction.Id)!.Transaction.Bytes.ToArray().ShouldBe(ledger.Last.Transaction.Bytes.ToArray());
        reader.Contains(default(Hash256).ToString()).ShouldBeFalse();
        reader.At(ledger.Head.Header.Size).ShouldBeNull();
        reader.StateAt(reader.Block(20)!).Get("meter/main").ShouldNotBeNull();
    }

    [Fact]
    public void A_block_that_is_not_right_does_not_enter()
    {
        using var open = Open();
        Fill(open.Replica, 5);
        var line = ledger.Lines[5];

        Add(open.Replica, ledger.Lines[6])!.What.ShouldBe("its number is wrong");
        Add(open.Replica, line.Replace("\"sha256\":\"", "\"sha256\":\"" + default(Hash256) + "\",\"old\":\"", StringComparison.Ordinal))!.What
            .ShouldContain("state nodes");
        var (from, to) = (line.IndexOf("\"batches\":[", StringComparison.Ordinal) + 11, line.IndexOf("],\"nodes\"", StringComparison.Ordinal));
        Add(open.Replica, line[..from] + line[to..])!.What.ShouldBe("it holds no transaction");
        Add(open.Replica, ledger.Lines[5])!.ShouldBeNull();
        open.Replica.Commit();
        open.Replica.Cursor.Number.ShouldBe(5);
    }

    [Fact]
    public void A_replica_is_of_one_ledger_and_for_one_process()
    {
        using (var open = Open()) open.Replica.Cursor.Number.ShouldBe(-1);
        using var folder = ReplicaFolder.Open(files.Path("node"));

        Should.Throw<SourceException>(() => LedgerReplica.Open(folder, "other")).Message.ShouldContain("holds the ledger 'nimbus', not 'other'");
        Should.Throw<SourceException>(() => ReplicaFolder.Open(files.Path("node"))).Message.ShouldContain("in use by another validator");
    }

    public void Dispose() => files.Dispose();

    Opened Open() => new(ReplicaFolder.Open(files.Path("node")));

    void Fill(LedgerReplica replica, int blocks)
    {
        for (var number = (int)replica.Cursor.Number + 1; number < blocks; number++)
            Add(replica, ledger.Lines[number]).ShouldBeNull();
    }

    static Discrepancy? Add(LedgerReplica replica, string line) => replica.Add(PreparedBlock.Of(Encoding.UTF8.GetBytes(line)));

    sealed class Opened(ReplicaFolder folder) : IDisposable
    {
        public LedgerReplica Replica { get; } = LedgerReplica.Open(folder, "nimbus");

        public void Dispose()
        {
            Replica.Dispose();
            folder.Dispose();
        }
    }
}
