using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Storage.Sql;
using SmartBlocks.Storage.Tests.Support;

namespace SmartBlocks.Storage.Tests.Sql;

public sealed class SqliteHourTableTests(SqliteDatabases databases) : HourTableTests(databases), IClassFixture<SqliteDatabases>;

public sealed class PostgreSqlHourTableTests(PostgreSqlDatabases databases) : HourTableTests(databases);

/// <summary>Hours are what the readings say, however these came.</summary>
public abstract class HourTableTests(TestDatabases databases) : IAsyncLifetime
{
    const long Monday = 1_795_996_800; // 2026-11-30T00:00:00Z
    const long Week = 7 * 86_400;
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

    static ReadingRow Slot(long start, decimal value, int seconds = 900, string quality = "measured", long block = 1) =>
        new("main", start, seconds, value, value, quality, $"tx-{start}-{block}", block);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Readings_in_any_order_and_pieces_give_the_same_hours(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, 4 * 24 * 15).Where(_ => random.Next(20) > 0)
            .Select(i => Slot(Monday + 900L * i, random.Next(10_000) / 1000m, 900, random.Next(9) == 0 ? "estimated" : "measured")).ToList();
        var late = rows.Where(_ => random.Next(10) == 0).Select(r => r with { Value = r.Value + 1, Delta = r.Value + 1, Quality = "corrected", Block = 2 }).ToList();
        foreach (var piece in rows.OrderBy(_ => random.Next()).Chunk(97))
            await _store.WriteAsync("nimbus", 1, piece);
        await _store.WriteAsync("nimbus", 2, late);
        await _store.WriteAsync("nimbus", 1, rows[..50]); // another silo, behind

        var counts = rows.ToDictionary(r => r.Start);
        foreach (var row in late)
            counts[row.Start] = row;
        var expected = counts.Values.GroupBy(r => r.Start / 3600 * 3600).OrderBy(h => h.Key).Select(h => new ReadingBucket("main", h.Key, h.Sum(r => r.Delta) / 1.000000000000m,
            h.Sum(r => r.Seconds), h.Where(r => r.Quality != "measured").Sum(r => r.Seconds), h.Count())).ToList();
        (await _store.ReadHourlyAsync("nimbus", ["main"], Monday, Monday + 3 * Week)).ShouldBe(expected);
        (await _store.ReadHourlyAsync("nimbus", ["main"], Monday + 86_400, Monday + Week)).ShouldBe(expected.Where(h => h.Hour >= Monday + 86_400 && h.Hour < Monday + Week));
    }

    [Fact]
    public async Task A_daily_slot_is_shared_out_over_its_hours_and_adds_up()
    {
        await _store.WriteAsync("nimbus", 1, [Slot(Monday, 100m, 86_400), Slot(Monday + 86_400, 7m, 86_400)]);
        var hours = await HoursAsync(Monday, Monday + Week);
        hours.Count.ShouldBe(48);
        hours.ShouldAllBe(h => h.Seconds == 3600 && h.Shared == 3600);
        hours.Take(24).Sum(h => h.Value).ShouldBe(100m);
        hours.Sum(h => h.Value).ShouldBe(107m);
        hours.Sum(h => h.Count).ShouldBe(2);
    }

    [Fact]
    public async Task A_register_fills_the_time_since_its_reading_before()
    {
        ReadingRow Register(long at, decimal value, decimal delta) => new("main", at, 0, value, delta, "measured", $"tx-{at}", 1);
        await _store.WriteAsync("nimbus", 1, [Register(Monday, 500m, 0m)]);
        (await HoursAsync(Monday - Week, Monday + Week)).ShouldBeEmpty();
        await _store.WriteAsync("nimbus", 2, [Register(Monday + 3600, 503m, 3m)]);
        await _store.WriteAsync("nimbus", 3, [Register(Monday + 3 * 3600 + 1800, 513m, 10m)]);
        var hours = await HoursAsync(Monday, Monday + Week);
        hours.Select(h => h.Value).ShouldBe([3m, 4m, 4m, 2m]);
        hours.Select(h => (h.Seconds, h.Shared)).ShouldBe([(3600, 0), (3600, 3600), (3600, 3600), (1800, 1800)]);
    }

    [Fact]
    public async Task The_peak_is_the_highest_slot_and_a_correction_can_lower_it()
    {
        await _store.WriteAsync("nimbus", 1, [Slot(Monday, 1m), Slot(Monday + 900, 5m), Slot(Monday + 1800, 2m)]);
        (await HoursAsync(Monday, Monday + 3600)).ShouldHaveSingleItem().Peak.ShouldBe(20m);
        await _store.WriteAsync("nimbus", 2, [Slot(Monday + 900, 1.5m, quality: "corrected", block: 2)]);
        var hour = (await HoursAsync(Monday, Monday + 3600)).ShouldHaveSingleItem();
        (hour.Value, hour.Peak, (int)hour.Seconds, (int)hour.Corrected, (int)hour.Count).ShouldBe((4.5m, 8m, 2700, 900, 3));
    }

    [Fact]
    public async Task Dropped_readings_leave_no_hour_and_no_share_of_one()
    {
        static ReadingRow Register(long at, decimal value, decimal delta) => new("gas", at, 0, value, delta, "measured", $"tx-gas-{at}", 1);
        const long Before = Monday + 10 * 86_400;
        // Four months, one slot across the border by twenty minutes, and a register that was read at noon every day.
        var slots = Enumerable.Range(-100 * 24, 110 * 24).Select(i => Slot(Before + 3600L * i, 1.5m, 3600)).Where(r => r.Start < Before - 3600 || r.Start >= Before + 3600)
            .Append(Slot(Before - 2400, 9m, 3600)).ToList();
        var registers = Enumerable.Range(-40, 50).Select(i => Register(Before + 86_400L * i + 43_200, 500 + i, 1)).ToList();
        await _store.WriteAsync("nimbus", 1, [.. slots, .. registers]);
        await _store.WriteAsync("nimbus", 1, [Slot(Before - 7 * 86_400, 2m, 3600) with { Meter = "load" }]);

        await _store.DropAsync("nimbus", "main", Before);
        await _store.DropAsync("nimbus", "gas", Before);
        await _store.DropAsync("nimbus", "gas", Before);

        // As if only the others had ever been written, the register's first without a difference.
        var kept = registers.Where(r => r.Start >= Before).ToList();
        kept[0] = kept[0] with { Delta = 0 };
        await _store.WriteAsync("fresh", 1, [.. slots.Where(r => r.Start >= Before), .. kept]);
        foreach (var meter in (string[])["main", "gas"])
        {
            var hours = await _store.ReadHourlyAsync("nimbus", [meter], 0, Monday + 12 * Week);
            hours.ShouldBe(await _store.ReadHourlyAsync("fresh", [meter], 0, Monday + 12 * Week));
            hours[0].Hour.ShouldBeGreaterThanOrEqualTo(Before + 3600);
            (await _store.ReadAsync("nimbus", meter, 0, long.MaxValue, 5_000)).ShouldBe(await _store.ReadAsync("fresh", meter, 0, long.MaxValue, 5_000));
        }
        (await _store.ReadFirstHoursAsync("nimbus", ["main"]))["main"].ShouldBe(Before + 3600);
        (await _database.ReadAsync(session => session.FirstAsync("SELECT count(*) FROM reading_hours WHERE ledger = 'nimbus' AND meter = 'main' AND start < @start",
            row => (long?)row.GetInt64(0), CancellationToken.None, ("@start", HourBlock.StartOf(Before))))).ShouldBe(0, "no row of packed hours is left either");
        // Another meter is not concerned.
        (await _store.ReadHourlyAsync("nimbus", ["load"], 0, Monday + 12 * Week)).ShouldHaveSingleItem().Sum.ShouldBe(2m);
    }

    [Fact]
    public async Task A_database_from_before_the_hours_gets_them()
    {
        var dialect = await databases.NewAsync();
        await using (var old = new SqlDatabase(dialect))
        {
            await SchemaMigrator.MigrateAsync(old, [.. SchemaMigrator.Embedded.TakeWhile(m => m.Name != "reading-hours")], CancellationToken.None);
            await old.WriteAsync(async session =>
            {
                for (var i = 0; i < 3 * 96; i++)
                    await session.ExecuteAsync("""
                        INSERT INTO readings (ledger, meter, start, seconds, value_whole, value_nano, delta_whole, delta_nano, quality, tx, block)
                        VALUES ('nimbus', @meter, @start, 900, 1, 250000000, 1, 250000000, 'measured', 'tx', 1)
                        """, CancellationToken.None, ("@meter", i % 3 == 0 ? "main" : "load"), ("@start", Monday + 900L * i));
                return (true, true);
            }, CancellationToken.None);
        }
        await using var database = await SqlDatabase.OpenAsync(dialect);
        var hours = await new SqlReadingStore(database).ReadHourlyAsync("nimbus", ["main", "load"], Monday, Monday + Week);
        hours.Sum(h => h.Sum).ShouldBe(3 * 96 * 1.25m);
        hours.Select(h => h.Meter).Distinct().ShouldBe(["load", "main"]);
    }

    [Fact]
    public async Task Nobody_hears_of_other_meters_or_ledgers()
    {
        await _store.WriteAsync("nimbus", 1, [Slot(Monday, 1m)]);
        await _store.WriteAsync("other", 1, [Slot(Monday, 2m)]);
        (await HoursAsync(Monday, Monday + 3600)).ShouldHaveSingleItem().Value.ShouldBe(1m);
        (await _store.ReadHourlyAsync("nimbus", ["load"], Monday, Monday + 3600)).ShouldBeEmpty();
    }

    async Task<List<MeteredHour>> HoursAsync(long from, long to)
    {
        var all = new List<MeteredHour>();
        await _store.ReadHoursAsync("nimbus", ["main"], from, to, (_, hours) => all.AddRange(hours));
        return all;
    }
}
