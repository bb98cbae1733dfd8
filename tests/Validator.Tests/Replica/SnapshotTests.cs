using System.Text;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Replica;

/// <summary>Replicas that begin with the state after a block.</summary>
public sealed class SnapshotTests : IDisposable
{
    const int At = 130;

    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new(hours: 140);
    readonly ReplicaFolder whole, later;
    readonly LedgerReplica full, begun;

    public SnapshotTests()
    {
        (whole, later) = (ReplicaFolder.Open(files.Path("whole")), ReplicaFolder.Open(files.Path("later")));
        (full, begun) = (LedgerReplica.Open(whole, "nimbus"), LedgerReplica.Open(later, "nimbus"));
        for (var number = 0; number <= At; number++) Add(full, number);
        full.Commit();
    }

    [Fact]
    public async Task It_goes_on_as_if_it_had_begun_with_the_genesis_block()
    {
        (await begun.ImportAsync(Lines(), ledger.Genesis0, full.Cursor.Id, CancellationToken.None)).ShouldBeNull();
        begun.Cursor.Id.ShouldBe(full.Cursor.Id);
        begun.GenesisId.ShouldBe(ledger.Genesis0);
        begun.Base.ShouldBe(At);

        // Each line carries the digest of the state nodes that the whole ledger has for it: they are the same bytes at the same place.
        for (var number = At + 1; number < ledger.Lines.Count; number++) Add(begun, number);
        begun.Commit();
        begun.Cursor.Id.ShouldBe(ledger.Head.Id);
        using var reader = begun.OpenReader();
        var place = reader.Find(ledger.Last.Transaction.Id)!;
        Receipt.Create(place.Transaction, place.Index, place.Block.Parse(), reader.HistoryAt(ledger.Head.Header.Size))
            .Verify([ledger.Validator], ConsensusEngines.ForVerification).ShouldBeNull();
    }

    [Fact]
    public async Task It_knows_what_was_committed_before_and_is_taken_up_again()
    {
        (await begun.ImportAsync(Lines(), null, null, CancellationToken.None)).ShouldBeNull();
        begun.Dispose();
        using var again = LedgerReplica.Open(later, "nimbus");

        again.Cursor.Id.ShouldBe(full.Cursor.Id);
        again.GenesisId.ShouldBe(ledger.Genesis0);
        using var reader = again.OpenReader();
        using var source = full.OpenReader();
        for (var index = 0; index < again.Cursor.History.Size; index += 37) reader.Contains(source.At(index)!.Transaction.Id).ShouldBeTrue();
        reader.Contains(ledger.Last.Transaction.Id).ShouldBeFalse();
    }

    [Fact]
    public async Task A_snapshot_that_is_not_right_is_not_taken_and_leaves_nothing()
    {
        var lines = await Lines().Select(line => line.ToArray()).ToListAsync();
        (await begun.ImportAsync(Of(lines[..^1]), null, null, CancellationToken.None))!.Code.ShouldBe("snapshot.nodes");
        (await begun.ImportAsync(Of(lines), default(Hash256).ToString(), null, CancellationToken.None))!.Code.ShouldBe("snapshot.genesis");
        (await begun.ImportAsync(Of(lines), null, default(Hash256).ToString(), CancellationToken.None))!.Code.ShouldBe("snapshot.block");
        var text = Encoding.UTF8.GetString(lines[0]);
        var signature = text.IndexOf("\"signature\":\"", StringComparison.Ordinal) + 14;
        lines[0] = Encoding.UTF8.GetBytes(text[..signature] + (text[signature] == 'A' ? 'B' : 'A') + text[(signature + 1)..]);
        (await begun.ImportAsync(Of(lines), null, null, CancellationToken.None))!.Code.ShouldBe("certificate.signature");

        begun.Cursor.Number.ShouldBe(-1);
        (await begun.ImportAsync(Lines(), null, null, CancellationToken.None)).ShouldBeNull();
        await Should.ThrowAsync<InvalidOperationException>(() => begun.ImportAsync(Lines(), null, null, CancellationToken.None));
    }

    public void Dispose()
    {
        full.Dispose();
        begun.Dispose();
        whole.Dispose();
        later.Dispose();
        ledger.Dispose();
        files.Dispose();
    }

    async IAsyncEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        using var reader = full.OpenReader();
        var head = reader.Head()!;
        var (header, nodes) = SnapshotLines.Write(ledger.Genesis0, head.Parse(), head.State, reader.Nodes, reader);
        yield return header.ToJson();
        yield return SnapshotLines.Ids([.. Enumerable.Range(0, (int)full.Cursor.History.Size).Select(index => reader.At(index)!.Transaction.Hash)]);
        foreach (var line in nodes) yield return line;
        await Task.CompletedTask;
    }

    static IAsyncEnumerable<ReadOnlyMemory<byte>> Of(IEnumerable<byte[]> lines) => lines.Select(line => (ReadOnlyMemory<byte>)line).ToAsyncEnumerable();

    void Add(LedgerReplica replica, int number) => replica.Add(PreparedBlock.Of(Encoding.UTF8.GetBytes(ledger.Lines[number]))).ShouldBeNull();
}
