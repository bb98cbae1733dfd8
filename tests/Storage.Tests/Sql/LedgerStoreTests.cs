using System.Buffers.Text;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteLedgerStoreTests(SqliteDatabases databases) : LedgerStoreTests(databases), IClassFixture<SqliteDatabases>;

public sealed class PostgreSqlLedgerStoreTests(PostgreSqlDatabases databases) : LedgerStoreTests(databases);

/// <summary>What a ledger store promises, on every database.</summary>
public abstract class LedgerStoreTests(TestDatabases databases) : IAsyncLifetime
{
    SqlDialect _dialect = null!;
    SqlDatabase _database = null!;
    SqlLedgerStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _dialect = await databases.NewAsync();
        _database = await SqlDatabase.OpenAsync(_dialect);
        _store = new SqlLedgerStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_store_answers_with_nothing()
    {
        (await _store.ListAsync()).ShouldBeEmpty();
        (await _store.ReadHeadAsync("nimbus")).ShouldBeNull();
        (await _store.ReadBlockAsync("nimbus", 0)).ShouldBeNull();
        (await _store.ReadBodyAsync("nimbus", 0)).ShouldBeNull();
        (await _store.ReadTileAsync("nimbus", 0, 0)).ShouldBeNull();
        _store.ReadTile("nimbus", 0, 0).ShouldBeNull();
        (await _store.FindTransactionAsync("nimbus", new SampleLedger("nimbus").TransactionId(0))).ShouldBeNull();
        (await _store.FindTransactionAsync("nimbus", "no id at all")).ShouldBeNull();
        _store.ReadNodes("nimbus", 0).ShouldBeNull();
    }

    [Fact]
    public async Task What_is_dropped_of_a_block_leaves_its_hashes_and_nothing_else_changes()
    {
        var ledger = new SampleLedger("nimbus");
        var appends = new[] { ledger.Next(3), ledger.Next(4, transactionBytes: 700, nodeBytes: 40_000), ledger.Next(2) };
        foreach (var append in appends)
            await _store.AppendAsync(append);
        var block = appends[1].Block;
        var nodes = appends[1].Nodes.ToArray();
        Array.Clear(nodes, 20_000, 100);
        var drop = new StoredDrop(2, appends[1].TransactionIds[2], HistoryTree.LeafHash(appends[1].Transactions[2].Span).ToString(), "because");
        for (var times = 0; times < 2; times++)
            await _store.DropAsync(new BlockDrop("nimbus", 1, [drop with { By = times == 0 ? "because" : "again" }], block.NodesStart, nodes));

        var body = (await _store.ReadBodyAsync("nimbus", 1)).ShouldNotBeNull();
        body.Dropped.ShouldBe([drop]);
        body.Transactions.Select(t => t.Length).ShouldBe([700, 700, 0, 700]);
        body.DropAt(2).ShouldBe(drop);
        body.DropAt(1).ShouldBeNull();
        (await _store.FindTransactionAsync("nimbus", drop.Id)).ShouldBe(new TransactionPlace(1, 5, 2));
        var read = new List<byte>();
        while (read.Count < nodes.Length)
            read.AddRange(_store.ReadNodes("nimbus", block.NodesStart + read.Count)!.Bytes.ToArray());
        read.Take(nodes.Length).ShouldBe(nodes);
        foreach (var other in (int[])[0, 2])
        {
            (await _store.ReadBodyAsync("nimbus", other))!.Transactions.Select(t => Convert.ToHexString(t.Span))
                .ShouldBe(appends[other].Transactions.Select(t => Convert.ToHexString(t.Span)));
        }
        (await _store.AppendAsync(appends[1])).ShouldBe(AppendOutcome.AlreadyThere);

        await Should.ThrowAsync<ArgumentException>(() => _store.DropAsync(new BlockDrop("nimbus", 1, [drop with { Offset = 0 }], block.NodesStart, null)));
        await Should.ThrowAsync<ArgumentException>(() => _store.DropAsync(new BlockDrop("nimbus", 1, [drop with { Offset = 4 }], block.NodesStart, null)));
        await Should.ThrowAsync<InvalidDataException>(() => _store.DropAsync(new BlockDrop("nimbus", 1, [], block.NodesStart, nodes.AsMemory(1))));
        await Should.ThrowAsync<InvalidDataException>(() => _store.DropAsync(new BlockDrop("nimbus", 9, [], 0, null)));
        (await _store.ReadBodyAsync("nimbus", 1))!.Transactions[0].Length.ShouldBe(700);
    }

    [Fact]
    public async Task Everything_a_block_adds_is_read_back()
    {
        var ledger = new SampleLedger("nimbus");
        var appends = new List<BlockAppend>();
        foreach (var size in new[] { 1, 0, 7, 300 })
        {
            appends.Add(ledger.Next(size, transactionBytes: 700, nodeBytes: 40_000, seals: size / 4));
            (await _store.AppendAsync(appends[^1])).ShouldBe(AppendOutcome.Appended);
        }

        (await _store.ListAsync()).ShouldBe(["nimbus"]);
        (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull().Id.ShouldBe(ledger.Head);
        (await _store.ReadBlocksAsync("nimbus", 1, 2)).Select(b => b.Number).ShouldBe([1L, 2L]);
        foreach (var append in appends)
        {
            var block = (await _store.ReadBlockAsync("nimbus", append.Block.Number)).ShouldNotBeNull();
            (block with { Jws = append.Block.Jws }).ShouldBe(append.Block);
            block.Jws.ToArray().ShouldBe(append.Block.Jws.ToArray());
            (await _store.FindBlockAsync("nimbus", block.Id)).ShouldNotBeNull().Number.ShouldBe(block.Number);

            var body = (await _store.ReadBodyAsync("nimbus", block.Number)).ShouldNotBeNull();
            body.Transactions.Select(t => Convert.ToHexString(t.Span)).ShouldBe(append.Transactions.Select(t => Convert.ToHexString(t.Span)));
            body.Seals.ShouldBe(append.Seals);
            foreach (var seal in append.Seals)
                (await _store.FindBatchAsync("nimbus", seal.BatchId)).ShouldBe(new BatchPlace(block.Number, seal.First, seal.Count));

            var places = await _store.FindTransactionsAsync("nimbus", append.TransactionIds);
            for (var i = 0; i < append.TransactionIds.Count; i++)
                places[append.TransactionIds[i]].ShouldBe(new TransactionPlace(block.Number, block.FirstIndex + i, i));
        }
        var last = appends[^1].Tiles[0];
        _store.ReadTile("nimbus", last.Level, last.Index).ShouldNotBeNull().ToArray().ShouldBe(last.Hashes.ToArray());
    }

    [Fact]
    public async Task The_state_node_log_reads_back_from_any_position()
    {
        var ledger = new SampleLedger("nimbus");
        await _store.AppendAsync(ledger.Next(nodeBytes: 500));
        await _store.AppendAsync(ledger.Next(nodeBytes: 0));
        await _store.AppendAsync(ledger.Next(nodeBytes: 100_000));
        foreach (var position in new long[] { 0, 499, 500, 500 + 16_383, 500 + 16_384, 60_000, 100_499 })
        {
            var chunk = _store.ReadNodes("nimbus", position).ShouldNotBeNull();
            position.ShouldBeInRange(chunk.Start, chunk.Start + chunk.Bytes.Length - 1);
            chunk.Bytes.Length.ShouldBeLessThanOrEqualTo(SqlLedgerStore.ChunkBytes);
            chunk.Bytes.ToArray().ShouldBe(SampleLedger.Nodes(chunk.Start, chunk.Bytes.Length));
        }
        var read = 0L;
        while (_store.ReadNodes("nimbus", read) is { } chunk)
            read = chunk.Start + chunk.Bytes.Length;
        read.ShouldBe(ledger.NodesEnd);
    }

    [Fact]
    public async Task A_repeated_append_is_answered_as_already_there()
    {
        var ledger = new SampleLedger("nimbus");
        var first = ledger.Next();
        await _store.AppendAsync(first);
        await _store.AppendAsync(ledger.Next());
        (await _store.AppendAsync(first)).ShouldBe(AppendOutcome.AlreadyThere);
        (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull().Number.ShouldBe(1);
    }

    [Fact]
    public async Task Another_block_at_a_height_or_on_another_head_or_above_a_gap_conflicts()
    {
        var ledger = new SampleLedger("nimbus");
        await _store.AppendAsync(ledger.Next());
        var other = new SampleLedger("nimbus", "fork");
        (await _store.AppendAsync(other.Next())).ShouldBe(AppendOutcome.Conflict);
        (await _store.AppendAsync(other.Next())).ShouldBe(AppendOutcome.Conflict);

        ledger.Next();
        (await _store.AppendAsync(ledger.Next())).ShouldBe(AppendOutcome.Conflict);
        (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull().Number.ShouldBe(0);
        (await _store.FindTransactionAsync("nimbus", other.TransactionId(0))).ShouldBeNull();
    }

    [Fact]
    public async Task A_transaction_commits_once_per_ledger()
    {
        var ledger = new SampleLedger("nimbus");
        var first = ledger.Next(3);
        await _store.AppendAsync(first);
        var second = ledger.Peek(2);
        (await _store.AppendAsync(second with { TransactionIds = [second.TransactionIds[0], first.TransactionIds[1]] })).ShouldBe(AppendOutcome.DuplicateTransaction);
        (await _store.FindTransactionAsync("nimbus", second.TransactionIds[0])).ShouldBeNull();
        (await _store.AppendAsync(second)).ShouldBe(AppendOutcome.Appended);

        var elsewhere = new SampleLedger("cumulus");
        (await _store.AppendAsync(elsewhere.Next(3) with { TransactionIds = first.TransactionIds })).ShouldBe(AppendOutcome.Appended);
        (await _store.ListAsync()).ShouldBe(["cumulus", "nimbus"]);
    }

    [Fact]
    public async Task What_does_not_fit_together_is_refused_with_the_reason()
    {
        var ledger = new SampleLedger("nimbus");
        await _store.AppendAsync(ledger.Next());
        var append = ledger.Peek();
        async Task<string> Refused(BlockAppend wrong) => (await Should.ThrowAsync<ArgumentException>(() => _store.AppendAsync(wrong))).Message;

        (await Refused(append with { TransactionIds = [append.TransactionIds[0], append.TransactionIds[1], "short"] })).ShouldContain("'short'");
        // The last character's two spare bits must be zero (RFC 4648 section 3.5).
        (await Refused(append with { TransactionIds = [new string('A', 42) + "B", .. append.TransactionIds.Skip(1)] })).ShouldContain("not the base64url");
        (await Refused(append with { TransactionIds = [append.TransactionIds[0], append.TransactionIds[0], append.TransactionIds[1]] })).ShouldContain("twice");
        (await Refused(append with { Transactions = [new byte[65_536], .. append.Transactions.Skip(1)] })).ShouldContain("65535");
        (await Refused(append with { Block = append.Block with { FirstIndex = 2 } })).ShouldContain("continues at 3");
        (await Refused(append with { Block = append.Block with { NodesStart = 499 } })).ShouldContain("continues at 500");
        (await Refused(append with { Nodes = new byte[499] })).ShouldContain("500 bytes");
        (await Refused(append with { Seals = [new StoredSeal("batch", 2, 2, "seal")] })).ShouldContain("[2, 4)");
        (await _store.AppendAsync(append)).ShouldBe(AppendOutcome.Appended);
    }

    [Fact]
    public async Task Two_stores_that_race_for_a_height_leave_one_chain()
    {
        await using var otherDatabase = await SqlDatabase.OpenAsync(_dialect);
        var stores = new[] { _store, new SqlLedgerStore(otherDatabase) };
        var ledger = new SampleLedger("nimbus");
        for (var round = 0; round < 20; round++)
        {
            // One continues the chain, the other brings a different block for the same height.
            var mine = ledger.Peek(5);
            var theirs = mine with { Block = mine.Block with { Id = Base64Url.EncodeToString(Guid.NewGuid().ToByteArray()) } };
            var outcomes = await Task.WhenAll(stores[round % 2].AppendAsync(mine), stores[1 - round % 2].AppendAsync(theirs));
            outcomes.Order().ShouldBe([AppendOutcome.Appended, AppendOutcome.Conflict]);
            var head = (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull();
            head.Number.ShouldBe(round);
            ledger.Advance(head);
            (await stores[round % 2].FindTransactionsAsync("nimbus", mine.TransactionIds)).Count.ShouldBe(5);
        }
    }

    [Fact]
    public async Task Readers_see_whole_blocks_while_others_are_appended()
    {
        var ledger = new SampleLedger("nimbus");
        await _store.AppendAsync(ledger.Next());
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var read = 0;
            do
            {
                var head = (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull();
                var body = (await _store.ReadBodyAsync("nimbus", head.Number)).ShouldNotBeNull();
                body.Transactions.Count.ShouldBe(head.Count);
                (await _store.FindTransactionAsync("nimbus", ledger.TransactionId(head.FirstIndex))).ShouldBe(new TransactionPlace(head.Number, head.FirstIndex, 0));
                _store.ReadNodes("nimbus", head.NodesStart + head.NodesLength - 1).ShouldNotBeNull();
                read++;
            }
            while (!done.IsCancellationRequested);
            return read;
        })).ToList();
        for (var i = 0; i < 60; i++)
            (await _store.AppendAsync(ledger.Next(20, nodeBytes: 3_000))).ShouldBe(AppendOutcome.Appended);
        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(count => count > 0);
    }

    [Fact]
    public async Task A_cancelled_append_stores_nothing()
    {
        var ledger = new SampleLedger("nimbus");
        await _store.AppendAsync(ledger.Next());
        await Should.ThrowAsync<OperationCanceledException>(() => _store.AppendAsync(ledger.Peek(), new CancellationToken(canceled: true)));
        (await _store.ReadHeadAsync("nimbus")).ShouldNotBeNull().Number.ShouldBe(0);
        (await _store.AppendAsync(ledger.Next())).ShouldBe(AppendOutcome.Appended);
    }
}
