using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteReadingStoreTests(SqliteDatabases databases) : ReadingStoreTests(databases), IClassFixture<SqliteDatabases>;

public sealed class PostgreSqlReadingStoreTests(PostgreSqlDatabases databases) : ReadingStoreTests(databases);

/// <summary>What the read model promises, on every database.</summary>
public abstract class ReadingStoreTests(TestDatabases databases) : IAsyncLifetime
{
    const long Noon = 1_795_262_400; // 2026-11-21T12:00:00Z
    SqlDatabase _database = null!;
    SqlReadingStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await SqlDatabase.OpenAsync(await databases.NewAsync());
        _store = new SqlReadingStore(_database);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    static ReadingRow Row(string meter, long start, decimal value, int seconds = 900, string quality = "measured", long block = 1, decimal? delta = null) =>
        new(meter, start, seconds, value, delta ?? value, quality, $"tx-{meter}-{start}", block);

    [Fact]
    public async Task Rows_and_cursor_are_written_together_and_read_in_order()
    {
        (await _store.ReadCursorAsync("nimbus")).ShouldBe(-1);
        var rows = Enumerable.Range(0, 8).Select(i => Row("main", Noon + 900 * i, 1.125m * i)).ToList();
        await _store.WriteAsync("nimbus", 4, [.. rows.AsEnumerable().Reverse()]);
        await _store.WriteAsync("nimbus", 5, []);
        await _store.WriteAsync("other", 1, [Row("main", Noon, 77m)]);

        (await _store.ReadCursorAsync("nimbus")).ShouldBe(5);
        (await _store.ReadAsync("nimbus", "main", Noon, Noon + 7200, 100)).ShouldBe(rows);
        (await _store.ReadAsync("nimbus", "main", Noon + 1, Noon + 2700, 100)).ShouldBe(rows[1..3]);
        (await _store.ReadAsync("nimbus", "main", Noon, Noon + 7200, 2)).ShouldBe(rows[..2]);
        (await _store.ReadAsync("nimbus", "gas", Noon, Noon + 7200, 2)).ShouldBeEmpty();
        (await _store.ReadNewestAsync("nimbus", "main", Noon, Noon + 7200, 100)).ShouldBe(rows.AsEnumerable().Reverse());
        (await _store.ReadNewestAsync("nimbus", "main", Noon + 1, Noon + 2700, 1)).ShouldBe([rows[2]]);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0.000000001")]
    [InlineData("-0.999999999")]
    [InlineData("123456789.987654321")]
    [InlineData("999999999999999999")]
    [InlineData("-999999999999999999.999999999")]
    public async Task Values_are_kept_exactly(string text)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        await _store.WriteAsync("nimbus", 1, [Row("main", Noon, value, delta: -value)]);
        var row = (await _store.ReadAsync("nimbus", "main", Noon, Noon + 1, 1)).ShouldHaveSingleItem();
        row.Value.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(text);
        row.Delta.ShouldBe(-value);
    }

    [Fact]
    public async Task A_value_that_cannot_be_kept_exactly_is_refused_and_nothing_is_written()
    {
        foreach (var value in new[] { 0.0000000001m, 3_000_000_000_000_000_000m })
            (await Should.ThrowAsync<ArgumentException>(() => _store.WriteAsync("nimbus", 9, [Row("main", Noon, 1m), Row("main", Noon + 900, value)])))
                .Message.ShouldContain("9 fraction digits");
        (await _store.ReadCursorAsync("nimbus")).ShouldBe(-1);
        (await _store.ReadAsync("nimbus", "main", 0, long.MaxValue, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Hours_are_summed_exactly()
    {
        // 0.1 four times is 0.4 in decimal, and not in binary floating point; the large ones overflow 64 bits when summed in one.
        await _store.WriteAsync("nimbus", 1,
        [
            .. Enumerable.Range(0, 4).Select(i => Row("main", Noon + 900 * i, 0.1m, quality: i == 3 ? "estimated" : i == 2 ? "attested" : "measured")),
            Row("main", Noon + 3600, 0.000000001m, quality: "corrected"),
            .. Enumerable.Range(0, 60).Select(i => Row("big", Noon + 60 * i, 999_999_999_999_999_999.5m, seconds: 60)),
            Row("gas", Noon + 1, 500m, seconds: 0, delta: 2.5m), Row("gas", Noon + 1801, 503m, seconds: 0, delta: 3m),
            Row("unasked", Noon, 1m),
        ]);
        (await _store.ReadHourlyAsync("nimbus", ["main", "gas", "big", "none"], Noon, Noon + 7200)).ShouldBe(
        [
            new ReadingBucket("big", Noon, 59_999_999_999_999_999_970m, 3600, 0, 60),
            // The difference of 2.5 is to a reading that is not here; that of 3 lies between two that are.
            new ReadingBucket("gas", Noon, 3m, 1800, 0, 1),
            new ReadingBucket("main", Noon, 0.4m, 3600, 900, 4),
            new ReadingBucket("main", Noon + 3600, 0.000000001m, 900, 900, 1),
        ]);
        // Hours of a clock a quarter past UTC's.
        (await _store.ReadHourlyAsync("nimbus", ["main"], Noon + 900, Noon + 4500)).ShouldHaveSingleItem().Sum.ShouldBe(0.300000001m);
        await Should.ThrowAsync<ArgumentException>(() => _store.ReadHourlyAsync("nimbus", ["main"], Noon + 900, Noon + 3600));
        (await _store.ReadHourlyAsync("nimbus", [], Noon, Noon + 7200)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_correction_replaces_and_what_is_older_does_not()
    {
        await _store.WriteAsync("nimbus", 5, [Row("main", Noon, 1m, block: 5)]);
        await _store.WriteAsync("nimbus", 9, [Row("main", Noon, 2m, quality: "corrected", block: 9)]);
        // Another silo, still at block 5.
        await _store.WriteAsync("nimbus", 5, [Row("main", Noon, 1m, block: 5)]);

        var row = (await _store.ReadAsync("nimbus", "main", Noon, Noon + 1, 1)).ShouldHaveSingleItem();
        (row.Value, row.Quality).ShouldBe((2m, "corrected"));
        (await _store.ReadCursorAsync("nimbus")).ShouldBe(9);
    }

    [Fact]
    public async Task The_newest_row_of_each_meter()
    {
        await _store.WriteAsync("nimbus", 1, [Row("main", Noon, 1m), Row("main", Noon + 900, 2m), Row("gas", Noon - 900, 3m)]);
        var latest = await _store.ReadLatestAsync("nimbus", ["gas", "main", "none"]);
        latest.ShouldBe([Row("gas", Noon - 900, 3m), Row("main", Noon + 900, 2m)]);
    }
}
