using System.Data.Common;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>The read model of metered values in SQL tables. Sums are exact: parts are summed as integers (see <see cref="NanoDecimal"/>).</summary>
/// <remarks>
/// Writes may repeat, overlap and come from several silos: a row never gives way to one of an older block, and the cursor never moves back.
/// The hours that rows touch are rolled up in the rows' own transaction (<see cref="HourTable"/>).
/// </remarks>
public sealed class SqlReadingStore(SqlDatabase database) : IReadingStore
{
    const string Columns = "meter, start, seconds, value_whole, value_nano, delta_whole, delta_nano, quality, tx, block";

    const string Upsert = $"""
        INSERT INTO readings (ledger, {Columns})
        VALUES (@ledger, @meter, @start, @seconds, @value_whole, @value_nano, @delta_whole, @delta_nano, @quality, @tx, @block)
        ON CONFLICT (ledger, meter, start) DO UPDATE SET seconds = excluded.seconds, value_whole = excluded.value_whole, value_nano = excluded.value_nano,
            delta_whole = excluded.delta_whole, delta_nano = excluded.delta_nano, quality = excluded.quality, tx = excluded.tx, block = excluded.block
        WHERE excluded.block >= readings.block
        """;

    const string MoveCursor = """
        INSERT INTO reading_cursors (ledger, block) VALUES (@ledger, @block)
        ON CONFLICT (ledger) DO UPDATE SET block = excluded.block WHERE excluded.block > reading_cursors.block
        """;

    readonly HourTable _hours = new(database.Dialect);

    /// <inheritdoc/>
    public async Task<long> ReadCursorAsync(string ledger, CancellationToken cancellation = default) =>
        (await database.ReadAsync(session => session.FirstAsync("SELECT block FROM reading_cursors WHERE ledger = @ledger",
            row => (long?)row.GetInt64(0), cancellation, ("@ledger", ledger)))) ?? -1;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A row's value cannot be stored exactly, or its start lies before 1970; nothing is written.</exception>
    public Task WriteAsync(string ledger, long cursor, IReadOnlyList<ReadingRow> rows, CancellationToken cancellation = default)
    {
        var writes = rows.Select(row => ToWrite(ledger, row)).Append(new SqlWrite(MoveCursor, ("@ledger", ledger), ("@block", cursor))).ToList();
        return database.WriteAsync(async session =>
        {
            if (database.Dialect.LockStatement is { } lockStatement)
                await session.ExecuteAsync(lockStatement, cancellation, ("@name", $"readings {ledger}"));
            await session.ExecuteAsync(writes, cancellation);
            await HourTable.RollAsync(session, ledger, rows, cancellation);
            return (true, Commit: true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadingRow>> ReadAsync(string ledger, string meter, long from, long to, int limit, CancellationToken cancellation = default) =>
        ReadAsync(ledger, meter, from, to, limit, "ASC", cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReadingRow>> ReadNewestAsync(string ledger, string meter, long from, long to, int limit, CancellationToken cancellation = default) =>
        ReadAsync(ledger, meter, from, to, limit, "DESC", cancellation);

    async Task<IReadOnlyList<ReadingRow>> ReadAsync(string ledger, string meter, long from, long to, int limit, string order, CancellationToken cancellation) =>
        await database.ReadAsync(session => session.ListAsync(
            $"SELECT {Columns} FROM readings WHERE ledger = @ledger AND meter = @meter AND start >= @from AND start < @to ORDER BY start {order} LIMIT @limit",
            ToRow, cancellation, ("@ledger", ledger), ("@meter", meter), ("@from", from), ("@to", to), ("@limit", (long)limit)));

    /// <inheritdoc/>
    public Task DropAsync(string ledger, string meter, long before, CancellationToken cancellation = default) => database.WriteAsync(async session =>
    {
        if (database.Dialect.LockStatement is { } lockStatement)
            await session.ExecuteAsync(lockStatement, cancellation, ("@name", $"readings {ledger}"));
        var reach = await session.FirstAsync("SELECT min(start), max(start + seconds) FROM readings WHERE ledger = @ledger AND meter = @meter AND start < @before",
            row => row.IsDBNull(0) ? default((long First, long End)?) : (row.GetInt64(0), row.GetInt64(1)), cancellation, ("@ledger", ledger), ("@meter", meter), ("@before", before));
        if (reach is not var (first, end))
            return (true, Commit: false);
        await session.ExecuteAsync("DELETE FROM readings WHERE ledger = @ledger AND meter = @meter AND start < @before", cancellation,
            ("@ledger", ledger), ("@meter", meter), ("@before", before));
        // What a register counted since a reading that is gone says how much it was before: its first reading has no difference, here as ever.
        var kept = await session.FirstAsync("SELECT start, seconds FROM readings WHERE ledger = @ledger AND meter = @meter ORDER BY start LIMIT 1",
            row => ((long Start, long Seconds)?)(row.GetInt64(0), row.GetInt64(1)), cancellation, ("@ledger", ledger), ("@meter", meter));
        if (kept is (var register, 0))
        {
            await session.ExecuteAsync("UPDATE readings SET delta_whole = 0, delta_nano = 0 WHERE ledger = @ledger AND meter = @meter AND start = @start", cancellation,
                ("@ledger", ledger), ("@meter", meter), ("@start", register));
            end = Math.Max(end, register);
        }
        // A reading that began before the day may reach beyond its beginning, and its share of those hours goes too.
        await HourTable.RollAsync(session, ledger, meter, HourTable.Hour(first), HourTable.Hour(Math.Max(before, end) + MeteredHour.Length - 1), cancellation);
        return (true, Commit: true);
    }, cancellation);

    /// <inheritdoc/>
    public Task ReadHoursAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeHours take, CancellationToken cancellation = default) =>
        ReadHoursAsync(ledger, meters, from, to, null, take, cancellation);

    /// <inheritdoc/>
    public Task ReadColumnsAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeColumns take, TakeHours others,
        CancellationToken cancellation = default) => ReadHoursAsync(ledger, meters, from, to, take, others, cancellation);

    Task<bool> ReadHoursAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeColumns? columns, TakeHours take, CancellationToken cancellation)
    {
        if ((to - from) % MeteredHour.Length != 0)
            throw new ArgumentException($"From {from} to {to} are no whole hours.", nameof(to));
        return database.ReadAsync(async session =>
        {
            if (from % MeteredHour.Length == 0)
                await _hours.ReadAsync(session, ledger, meters, from, to, columns, take, cancellation);
            else
                await RollRowsAsync(session, ledger, meters, from, to, take, cancellation);
            return true;
        });
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadingBucket>> ReadHourlyAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to,
        CancellationToken cancellation = default)
    {
        var buckets = new List<ReadingBucket>();
        await ReadHoursAsync(ledger, meters, from, to, (meter, hours) =>
        {
            foreach (ref readonly var hour in hours)
                buckets.Add(new ReadingBucket(meter, hour.Start, hour.Value, hour.Seconds, hour.Estimated + hour.Corrected, hour.Count));
        }, cancellation);
        return buckets;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, long>> ReadFirstHoursAsync(string ledger, IReadOnlyCollection<string> meters, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => HourTable.FirstAsync(session, ledger, meters, cancellation));

    // Hours of a clock that is not whole hours from UTC are rolled up on the spot.
    static async Task RollRowsAsync(SqlSession session, string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeHours take, CancellationToken cancellation)
    {
        foreach (var meter in meters.Order(StringComparer.Ordinal))
        {
            for (var start = from; start < to; start += HourBlock.Seconds)
            {
                var end = Math.Min(to, start + HourBlock.Seconds);
                var hours = HourRoll.Roll(await HourTable.SpansAsync(session, ledger, meter, start, end, cancellation), start, end);
                if (hours.Count > 0)
                    take(meter, [.. hours]);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadingRow>> ReadLatestAsync(string ledger, IReadOnlyCollection<string> meters, CancellationToken cancellation = default) =>
        await database.ReadSnapshotAsync(async session =>
        {
            var latest = new List<ReadingRow>(meters.Count);
            foreach (var meter in meters)
                if (await session.FirstAsync($"SELECT {Columns} FROM readings WHERE ledger = @ledger AND meter = @meter ORDER BY start DESC LIMIT 1",
                    ToRow, cancellation, ("@ledger", ledger), ("@meter", meter)) is { } row)
                    latest.Add(row);
            return latest;
        });

    static SqlWrite ToWrite(string ledger, ReadingRow row)
    {
        if (row.Start < 0)
            throw new ArgumentException($"Start of a reading of meter '{row.Meter}' is {row.Start}; it must be Unix seconds from 1970 on.", nameof(row));
        var value = NanoDecimal.Of(row.Value, nameof(row.Value));
        var delta = NanoDecimal.Of(row.Delta, nameof(row.Delta));
        return new SqlWrite(Upsert, ("@ledger", ledger), ("@meter", row.Meter), ("@start", row.Start), ("@seconds", (long)row.Seconds),
            ("@value_whole", value.Whole), ("@value_nano", value.Nano), ("@delta_whole", delta.Whole), ("@delta_nano", delta.Nano),
            ("@quality", row.Quality), ("@tx", row.Transaction), ("@block", row.Block));
    }

    static ReadingRow ToRow(DbDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt32(2),
        new NanoDecimal(row.GetInt64(3), row.GetInt64(4)).ToDecimal(), new NanoDecimal(row.GetInt64(5), row.GetInt64(6)).ToDecimal(),
        row.GetString(7), row.GetString(8), row.GetInt64(9));
}
