using System.Data.Common;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteCrashTests(SqliteDatabases databases) : CrashTests(databases), IClassFixture<SqliteDatabases>
{
    /// <summary>
    /// What a power loss leaves is the file and some prefix of the log. Whatever the prefix, the ledger that opens is a whole number of blocks, complete,
    /// and goes on; and with the log as it was when an append had returned, that block is there.
    /// </summary>
    [Fact]
    public async Task From_any_prefix_of_the_log_a_whole_number_of_blocks_comes_back()
    {
        const int Blocks = 12;
        var folder = Directory.CreateTempSubdirectory("smartblocks-crash-");
        try
        {
            var path = Path.Combine(folder.FullName, "live.db");
            var appends = new List<BlockAppend>();
            var logLengths = new List<long>();
            await using var live = await SqlDatabase.OpenAsync(new SqliteDialect(path));
            var store = new SqlLedgerStore(live);
            var ledger = new SampleLedger("nimbus");
            for (var i = 0; i < Blocks; i++)
            {
                appends.Add(ledger.Next(20, nodeBytes: 20_000, seals: 2));
                await store.AppendAsync(appends[^1]);
                logLengths.Add(new FileInfo(path + "-wal").Length);
            }
            var random = new Random(3);
            var cuts = Enumerable.Range(0, 30).Select(_ => random.NextInt64(logLengths[^1])).Concat(logLengths).ToList();
            foreach (var (cut, i) in cuts.Select((cut, i) => (cut, i)))
            {
                var copy = Path.Combine(folder.FullName, $"copy{i}.db");
                CopyShared(path, copy, long.MaxValue);
                CopyShared(path + "-wal", copy + "-wal", cut);
                await using var recovered = await SqlDatabase.OpenAsync(new SqliteDialect(copy));
                await CheckWholeAsync(new SqlLedgerStore(recovered), appends, atLeast: logLengths.Count(length => length <= cut));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task CheckWholeAsync(SqlLedgerStore store, List<BlockAppend> appends, int atLeast)
    {
        var blocks = await store.ReadBlocksAsync("nimbus", 0, 100);
        blocks.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        foreach (var (block, append) in blocks.Zip(appends))
        {
            block.Id.ShouldBe(append.Block.Id);
            (await store.ReadBodyAsync("nimbus", block.Number)).ShouldNotBeNull().Transactions.Count.ShouldBe(block.Count);
            (await store.FindTransactionsAsync("nimbus", append.TransactionIds)).Count.ShouldBe(block.Count);
            store.ReadNodes("nimbus", block.NodesStart + block.NodesLength - 1).ShouldNotBeNull();
        }
        if (blocks.Count == appends.Count)
            return;
        store.ReadNodes("nimbus", appends[blocks.Count].Block.NodesStart).ShouldBeNull();
        (await store.AppendAsync(appends[blocks.Count])).ShouldBe(AppendOutcome.Appended);
    }

    static void CopyShared(string from, string to, long length)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
        if (target.Length > length)
            target.SetLength(length);
    }
}

public sealed class PostgreSqlCrashTests(PostgreSqlDatabases databases) : CrashTests(databases)
{
    [Fact]
    public async Task A_connection_that_dies_in_the_middle_leaves_nothing_and_the_store_goes_on()
    {
        await using var database = await SqlDatabase.OpenAsync(await Databases.NewAsync());
        var store = new SqlLedgerStore(database);
        var ledger = new SampleLedger("nimbus");
        await store.AppendAsync(ledger.Next());
        await Should.ThrowAsync<DbException>(() => database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("INSERT INTO nodes (ledger, start, bytes) VALUES ('nimbus', 500, '\\x00')", CancellationToken.None);
            await session.ExecuteAsync("SELECT pg_terminate_backend(pg_backend_pid())", CancellationToken.None);
            return (true, Commit: true);
        }, CancellationToken.None));
        (await store.AppendAsync(ledger.Next())).ShouldBe(AppendOutcome.Appended);
    }
}

/// <summary>A write that ends in its middle is as if it had not begun.</summary>
public abstract class CrashTests(TestDatabases databases)
{
    protected TestDatabases Databases => databases;

    [Fact]
    public async Task A_write_that_fails_in_its_middle_is_rolled_back()
    {
        await using var database = await SqlDatabase.OpenAsync(await databases.NewAsync());
        var store = new SqlLedgerStore(database);
        var ledger = new SampleLedger("nimbus");
        await store.AppendAsync(ledger.Next());
        await Should.ThrowAsync<InvalidOperationException>(() => database.WriteAsync<bool>(async session =>
        {
            await session.ExecuteAsync("DELETE FROM bodies", CancellationToken.None);
            throw new InvalidOperationException("the process ends here");
        }, CancellationToken.None));
        (await store.ReadBodyAsync("nimbus", 0)).ShouldNotBeNull();
        (await store.AppendAsync(ledger.Next())).ShouldBe(AppendOutcome.Appended);
    }

    [Fact]
    public async Task An_append_whose_last_statement_fails_stores_nothing()
    {
        await using var database = await SqlDatabase.OpenAsync(await databases.NewAsync());
        var store = new SqlLedgerStore(database);
        var ledger = new SampleLedger("nimbus");
        await store.AppendAsync(ledger.Next());
        // Something already stands where the append's index page belongs, which is written last.
        await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("INSERT INTO transaction_filters (ledger, level, page, first, bits) SELECT ledger, 0, 0, 3, bits FROM transaction_filters", CancellationToken.None);
            return (true, Commit: true);
        }, CancellationToken.None);

        var append = ledger.Peek();
        await Should.ThrowAsync<DbException>(() => store.AppendAsync(append));
        (await store.ReadHeadAsync("nimbus")).ShouldNotBeNull().Number.ShouldBe(0);
        (await store.ReadBodyAsync("nimbus", 1)).ShouldBeNull();
        store.ReadNodes("nimbus", append.Block.NodesStart).ShouldBeNull();
    }
}
