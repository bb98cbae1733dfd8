using System.Data.Common;
using System.Text.Json;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>The read model of metered values in SQL tables. Sums are exact: parts are summed as integers (see <see cref="NanoDecimal"/>).</summary>
/// <remarks>
/// Writes may repeat, overlap and come from several silos: a row never gives way to one of an older block, and the cursor never moves back.
/// An interval counts in the UTC hour in which it starts, also where it is longer than what is left of that hour.
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

    // Whole parts are summed in two halves, so that no sum of 18-digit values leaves 64 bits.
    readonly string _hourly = $"""
        SELECT meter, start - start % 3600 AS hour,
            CAST(sum(delta_whole / 1000000000) AS BIGINT), CAST(sum(delta_whole % 1000000000) AS BIGINT), CAST(sum(delta_nano) AS BIGINT),
            CAST(sum(seconds) AS BIGINT), CAST(sum(CASE WHEN quality IN ('estimated', 'corrected') THEN seconds ELSE 0 END) AS BIGINT), count(*)
        FROM readings
        WHERE ledger = @ledger AND {database.Dialect.IsOneOf("meter", "@meters")} AND start >= @from AND start < @to
        GROUP BY meter, start - start % 3600
        ORDER BY meter, hour
        """;

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
            return (true, Commit: true);
        }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadingRow>> ReadAsync(string ledger, string meter, long from, long to, int limit, CancellationToken cancellation = default) =>
        await database.ReadAsync(session => session.ListAsync(
            $"SELECT {Columns} FROM readings WHERE ledger = @ledger AND meter = @meter AND start >= @from AND start < @to ORDER BY start LIMIT @limit",
            ToRow, cancellation, ("@ledger", ledger), ("@meter", meter), ("@from", from), ("@to", to), ("@limit", (long)limit)));

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ReadingBucket>> ReadHourlyAsync(string ledger, IReadOnlyCollection<string> meters, long from, long to,
        CancellationToken cancellation = default) =>
        await database.ReadAsync(session => session.ListAsync(_hourly,
            row => new ReadingBucket(row.GetString(0), row.GetInt64(1), NanoDecimal.Join(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)),
                row.GetInt32(5), row.GetInt32(6), row.GetInt32(7)),
            cancellation, ("@ledger", ledger), ("@meters", JsonSerializer.Serialize(meters)), ("@from", from), ("@to", to)));

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
