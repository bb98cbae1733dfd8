using System.Globalization;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteTransactionIndexTests(SqliteDatabases databases) : TransactionIndexTests(databases), IClassFixture<SqliteDatabases>;

public sealed class PostgreSqlTransactionIndexTests(PostgreSqlDatabases databases) : TransactionIndexTests(databases);

/// <summary>The index of transaction ids through many merges: every id is found where it is, no other is found, and merging keeps up.</summary>
public abstract class TransactionIndexTests(TestDatabases databases)
{
    [Fact]
    public async Task Every_id_is_found_through_merges_over_several_levels()
    {
        var dialect = await databases.NewAsync();
        var ledger = new SampleLedger("nimbus");
        var firsts = new List<long>();
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            // A fresh store each round goes on with the merge that the last one left half done.
            await using var database = await SqlDatabase.OpenAsync(dialect);
            var store = new SqlLedgerStore(database);
            for (var i = 0; i < 80; i++)
            {
                // Blocks of very different sizes, some empty: runs with one page are merged with runs of many.
                var size = random.Next(10) switch { 0 => 0, 1 => 400, _ => random.Next(1, 12) };
                firsts.Add(ledger.Size);
                (await store.AppendAsync(ledger.Next(size, transactionBytes: 4, nodeBytes: 1))).ShouldBe(AppendOutcome.Appended);
                await AllFoundAsync(store, ledger, firsts, [.. Enumerable.Range(0, 20).Select(_ => random.NextInt64(ledger.Size))]);
            }
            await AllFoundAsync(store, ledger, firsts, [.. Enumerable.Range(0, (int)ledger.Size).Select(i => (long)i)]);
            var runs = await RunsAsync(database);
            runs.ShouldContain(r => r.Level == 1);
            // At most a level's fill and what gathers while one merge runs; without merging there would be 80 a round.
            runs.Count.ShouldBeLessThan(60);
        }
        await using var last = await SqlDatabase.OpenAsync(dialect);
        (await RunsAsync(last)).ShouldContain(r => r.Level == 2);
        // Live runs cover the ledger once; pages of replaced runs do not pile up.
        (await RunsAsync(last)).Where(r => r.State > 0).Sum(r => r.Count).ShouldBe(ledger.Size);
    }

    [Fact]
    public async Task A_duplicate_is_refused_after_its_run_was_merged_and_by_a_store_that_cached_the_runs_before()
    {
        var dialect = await databases.NewAsync();
        await using var database = await SqlDatabase.OpenAsync(dialect);
        await using var otherDatabase = await SqlDatabase.OpenAsync(dialect);
        var (store, other) = (new SqlLedgerStore(database), new SqlLedgerStore(otherDatabase));
        var ledger = new SampleLedger("nimbus");
        var first = ledger.Next(10);
        await store.AppendAsync(first);
        (await other.FindTransactionsAsync("nimbus", first.TransactionIds)).Count.ShouldBe(10);
        for (var i = 0; i < 60; i++)
            await store.AppendAsync(ledger.Next(3));

        var append = ledger.Peek(1);
        (await other.AppendAsync(append with { TransactionIds = [first.TransactionIds[4]] })).ShouldBe(AppendOutcome.DuplicateTransaction);
        (await other.FindTransactionAsync("nimbus", first.TransactionIds[4])).ShouldBe(new TransactionPlace(0, 4, 4));
        (await other.AppendAsync(append)).ShouldBe(AppendOutcome.Appended);
    }

    static async Task AllFoundAsync(SqlLedgerStore store, SampleLedger ledger, List<long> firsts, IReadOnlyList<long> indexes)
    {
        if (ledger.Size == 0)
            return;
        var absent = Enumerable.Range(0, 20).Select(i => ledger.TransactionId(-1 - i)).ToList();
        var places = await store.FindTransactionsAsync("nimbus", [.. indexes.Select(ledger.TransactionId), .. absent]);
        places.Keys.ShouldNotContain(id => absent.Contains(id));
        foreach (var index in indexes)
        {
            var block = firsts.FindLastIndex(first => first <= index);
            places.GetValueOrDefault(ledger.TransactionId(index)).ShouldBe(new TransactionPlace(block, index, (int)(index - firsts[block])), string.Create(CultureInfo.InvariantCulture, $"index {index} of {ledger.Size}"));
        }
    }

    static Task<List<(long Level, long Count, long State)>> RunsAsync(SqlDatabase database) => database.ReadAsync(session =>
        session.ListAsync("SELECT level, count, state FROM transaction_runs", row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), CancellationToken.None));
}
