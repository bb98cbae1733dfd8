using System.Data.Common;
using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// Hours rolled up from the rows of table <c>readings</c>, a fortnight of a meter in a row (<see cref="HourBlock"/>). An hour is always rolled up anew from
/// all of its rows, so that corrections, repeats and late readings come out right whatever was there before.
/// </summary>
internal sealed class HourTable(SqlDialect dialect)
{
    /// <summary>Hours rolled up at a time: bounds what a long span or a back-fill holds in memory.</summary>
    const long WindowSeconds = 4 * HourBlock.Seconds;

    // The row before the window may reach into it, and so may the difference of a register's first reading after it.
    const string Rows = """
        SELECT start, seconds, delta_whole, delta_nano, quality FROM readings
        WHERE ledger = @ledger AND meter = @meter
            AND start >= coalesce((SELECT max(b.start) FROM readings b WHERE b.ledger = @ledger AND b.meter = @meter AND b.start < @from), @from)
            AND start <= coalesce((SELECT min(a.start) FROM readings a WHERE a.ledger = @ledger AND a.meter = @meter AND a.start >= @to), @to)
        ORDER BY start
        """;

    const string Before = "SELECT max(start) FROM readings WHERE ledger = @ledger AND meter = @meter AND start < @at";

    const string Blocks = "SELECT start, hours FROM reading_hours WHERE ledger = @ledger AND meter = @meter AND start >= @from AND start < @to ORDER BY start";

    const string First = "SELECT start, hours FROM reading_hours WHERE ledger = @ledger AND meter = @meter ORDER BY start LIMIT 1";

    const string Put = """
        INSERT INTO reading_hours (ledger, meter, start, hours) VALUES (@ledger, @meter, @start, @hours)
        ON CONFLICT (ledger, meter, start) DO UPDATE SET hours = excluded.hours
        """;

    const string Remove = "DELETE FROM reading_hours WHERE ledger = @ledger AND meter = @meter AND start = @start";

    readonly string _read = $"""
        SELECT meter, start, hours FROM reading_hours
        WHERE ledger = @ledger AND {dialect.IsOneOf("meter", "@meters")} AND start >= @from AND start < @to
        ORDER BY meter, start
        """;

    /// <summary>Hands over the hours of meters in order of meter and time, in columns where that is asked for and they fit. They are good until the call returns.</summary>
    public async Task ReadAsync(SqlSession session, string ledger, IReadOnlyCollection<string> meters, long from, long to, TakeColumns? columns, TakeHours take,
        CancellationToken cancellation)
    {
        var fortnight = columns is null ? null : new HourColumns(HourBlock.Hours);
        var buffer = columns is null ? new MeteredHour[HourBlock.Hours] : null;
        await session.EachAsync(_read, row =>
        {
            var start = row.GetInt64(1);
            var bytes = dialect.BytesOf(row, 2);
            var meter = row.GetString(0);
            if (fortnight is not null && HourBlock.TryUnpack(start, bytes, fortnight))
            {
                columns!(meter, fortnight);
                return;
            }
            buffer ??= new MeteredHour[HourBlock.Hours];
            var hours = buffer.AsSpan(0, HourBlock.Unpack(start, bytes, buffer));
            var first = 0;
            while (first < hours.Length && hours[first].Start < from)
                first++;
            var end = hours.Length;
            while (end > first && hours[end - 1].Start >= to)
                end--;
            if (end > first)
                take(meter, hours[first..end]);
        }, cancellation, ("@ledger", ledger), ("@meters", JsonSerializer.Serialize(meters)), ("@from", HourBlock.StartOf(from)), ("@to", to));
    }

    /// <summary>Start of the first hour of each of the meters that has any.</summary>
    public static async Task<Dictionary<string, long>> FirstAsync(SqlSession session, string ledger, IReadOnlyCollection<string> meters, CancellationToken cancellation)
    {
        var firsts = new Dictionary<string, long>(StringComparer.Ordinal);
        var hours = new MeteredHour[HourBlock.Hours];
        foreach (var meter in meters)
            if (await session.FirstAsync(First, row => (Start: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1)), cancellation,
                    ("@ledger", ledger), ("@meter", meter)) is { Bytes: { } bytes } block && HourBlock.Unpack(block.Start, bytes, hours) > 0)
                firsts[meter] = hours[0].Start;
        return firsts;
    }

    /// <summary>Rolls up every hour that the rows touch; they have just been written.</summary>
    public static async Task RollAsync(SqlSession session, string ledger, IEnumerable<ReadingRow> rows, CancellationToken cancellation)
    {
        foreach (var meter in rows.GroupBy(r => r.Meter, StringComparer.Ordinal))
            foreach (var (from, to) in await TouchedAsync(session, ledger, meter.Key, meter, cancellation))
                await RollAsync(session, ledger, meter.Key, from, to, cancellation);
    }

    /// <summary>Rolls up the hours of a meter in [from, to), which are whole.</summary>
    public static async Task RollAsync(SqlSession session, string ledger, string meter, long from, long to, CancellationToken cancellation)
    {
        for (var start = from; start < to;)
        {
            var end = Math.Min(to, HourBlock.StartOf(start) + WindowSeconds);
            await RollWindowAsync(session, ledger, meter, start, end, cancellation);
            start = end;
        }
    }

    /// <summary>What is counted from <paramref name="from"/> to <paramref name="to"/>, with what reaches into it from outside.</summary>
    public static async Task<IReadOnlyList<MeteredSpan>> SpansAsync(SqlSession session, string ledger, string meter, long from, long to, CancellationToken cancellation)
    {
        var spans = new List<MeteredSpan>();
        long? register = null;
        await session.EachAsync(Rows, row =>
        {
            var (start, seconds) = (row.GetInt64(0), row.GetInt64(1));
            var value = new NanoDecimal(row.GetInt64(2), row.GetInt64(3)).ToDecimal();
            var quality = row.GetString(4) switch { "estimated" => SpanQuality.Estimated, "corrected" => SpanQuality.Corrected, _ => SpanQuality.Measured };
            if (seconds > 0)
                spans.Add(new MeteredSpan(start, start + seconds, value, quality));
            else if (register is { } before)
                spans.Add(new MeteredSpan(before, start, value, quality));
            register = seconds > 0 ? null : start;
        }, cancellation, ("@ledger", ledger), ("@meter", meter), ("@from", from), ("@to", to));
        return spans;
    }

    static async Task RollWindowAsync(SqlSession session, string ledger, string meter, long from, long to, CancellationToken cancellation)
    {
        var rolled = HourRoll.Roll(await SpansAsync(session, ledger, meter, from, to, cancellation), from, to);
        var next = 0;
        var present = await session.ListAsync(Blocks, row => (Start: row.GetInt64(0), Bytes: row.GetFieldValue<byte[]>(1)), cancellation,
            ("@ledger", ledger), ("@meter", meter), ("@from", HourBlock.StartOf(from)), ("@to", to));
        var hours = new MeteredHour[HourBlock.Hours];
        var merged = new List<MeteredHour>(HourBlock.Hours);
        for (var start = HourBlock.StartOf(from); start < to; start += HourBlock.Seconds)
        {
            var known = present.Find(b => b.Start == start).Bytes;
            var count = known is null ? 0 : HourBlock.Unpack(start, known, hours);
            merged.Clear();
            merged.AddRange(hours.Take(count).Where(h => h.Start < from));
            for (; next < rolled.Count && rolled[next].Start < start + HourBlock.Seconds; next++)
                merged.Add(rolled[next]);
            merged.AddRange(hours.Take(count).Where(h => h.Start >= to));
            if (merged.Count > 0)
                await session.ExecuteAsync(Put, cancellation, ("@ledger", ledger), ("@meter", meter), ("@start", start),
                    ("@hours", HourBlock.Pack(start, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(merged))));
            else if (known is not null)
                await session.ExecuteAsync(Remove, cancellation, ("@ledger", ledger), ("@meter", meter), ("@start", start));
        }
    }

    /// <summary>The stretches of whole hours that rows of one meter touch, in order; those less than a day apart are one.</summary>
    static async Task<List<(long From, long To)>> TouchedAsync(SqlSession session, string ledger, string meter, IEnumerable<ReadingRow> rows, CancellationToken cancellation)
    {
        var stretches = new List<(long From, long To)>();
        foreach (var row in rows.OrderBy(r => r.Start))
        {
            var (start, end) = (row.Start, row.Start + row.Seconds);
            if (row.Seconds == 0)
            {
                if (await session.FirstAsync(Before, r => r.IsDBNull(0) ? (long?)null : r.GetInt64(0), cancellation,
                        ("@ledger", ledger), ("@meter", meter), ("@at", row.Start)) is not { } before)
                    continue;
                start = before;
            }
            var (from, to) = (Hour(start), Hour(end + MeteredHour.Length - 1));
            if (stretches.Count > 0 && from <= stretches[^1].To + 86_400)
                stretches[^1] = (Math.Min(stretches[^1].From, from), Math.Max(stretches[^1].To, to));
            else
                stretches.Add((from, to));
        }
        return stretches;
    }

    /// <summary>Start of the whole UTC hour that a moment lies in.</summary>
    public static long Hour(long seconds) => seconds - seconds % MeteredHour.Length;
}
