using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Formats;

/// <summary>How a CSV file of history is to be read.</summary>
/// <param name="Column">Name of the value column, or the part before its unit; null: the one called <c>value</c>, as our own exports and OpenEEMeter have it, or else the first after the time.</param>
/// <param name="ZeroIsGap">Whether a zero means that nothing was measured.</param>
/// <param name="Seconds">Length of each slot; 0: what a column <c>seconds</c> says, or else the shortest step between two lines.</param>
/// <param name="TimeZone">IANA time zone of times without an offset; UTC when null. A time that clocks show twice is the earlier one.</param>
/// <param name="Quality">Quality of all values that no column <c>quality</c> calls estimated.</param>
public sealed record CsvHistoryOptions(
    string? Column = null, bool ZeroIsGap = false, int Seconds = 0, string? TimeZone = null, Quality Quality = Quality.Measured);

/// <summary>
/// History as CSV (RFC 4180 without quoted line breaks): a header line, then a time and values per line, as Cambridge's building data
/// (<c>datetime,equipment load [kWh]</c>) and OpenEEMeter's samples (<c>start,value</c>) have it. A time is the start of its slot. Empty values and NaN
/// are gaps; gaps are counted, never filled. Our own readings as CSV (<c>start,seconds,value,quality,…</c>) come back as they were, slot by slot.
/// </summary>
public sealed record CsvHistory(ImmutableArray<Interval> Intervals, string Column, string? Unit, int Gaps, int ZeroGaps)
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];
    private static readonly string[] OffsetForms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Reads a file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, CsvHistoryOptions options, out CsvHistory history, out Rejection? why)
    {
        history = new([], "", null, 0, 0);
        if (options.TimeZone is not null && !SiteCalendar.TryFor(options.TimeZone, out _))
        {
            why = Reject.Because("site.timeZone", "timeZone", options.TimeZone, "must be an IANA time zone such as Europe/Dublin");
            return false;
        }
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n');
        var header = lines[0].Split(',').Select(cell => cell.Trim().Trim('"')).ToList();
        why = FindColumn(header, options.Column, out var column, out var name, out var unit);
        if (why is not null)
            return false;
        var (lengths, qualities) = (options.Seconds > 0 ? -1 : header.IndexOf("seconds"), header.IndexOf("quality"));
        var rows = new List<Row>(lines.Length);
        int gaps = 0, zeroGaps = 0;
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].AsSpan().Trim();
            if (line.IsEmpty)
                continue;
            why = ReadRow(line, column, name, i + 1, options, out var start, out var value);
            if (why is not null)
                return false;
            if (value is null)
                gaps++;
            else if (value == 0 && options.ZeroIsGap)
                zeroGaps++;
            else
            {
                var seconds = 0;
                if (lengths > 0 && !int.TryParse(Cell(line, lengths), NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
                    why = Reject.Because("reading.seconds", $"line {i + 1}, seconds", Cell(line, lengths).ToString(), "must be the length of the slot in whole seconds");
                if (why is not null)
                    return false;
                rows.Add(new(start, value.Value, i + 1, seconds, qualities > 0 && Cell(line, qualities).SequenceEqual("estimated") ? Quality.Estimated : options.Quality));
            }
        }
        rows.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Line.CompareTo(b.Line));
        why = ToIntervals(rows, options, out var intervals);
        history = new(intervals, name, unit, gaps, zeroGaps);
        return why is null;
    }

    private readonly record struct Row(DateTimeOffset Start, decimal Value, int Line, int Seconds, Quality Quality);

    private static Rejection? FindColumn(List<string> names, string? wanted, out int column, out string name, out string? unit)
    {
        column = names.FindIndex(1, Math.Max(0, names.Count - 1), cell => cell == (wanted ?? "value") || cell.Split('[')[0].Trim() == (wanted ?? "value"));
        if (wanted is null && column < 0)
            column = 1;
        (name, unit) = ("", null);
        if (column < 1 || column >= names.Count)
        {
            var list = string.Join(", ", names.Skip(1));
            return Reject.Because("csv.header", "header", string.Join(',', names), wanted is null ? "must name a time column and a value column" : $"has no column {wanted}; it has {list}");
        }
        name = names[column].Split('[')[0].Trim();
        var open = names[column].IndexOf('[');
        unit = open >= 0 ? names[column][(open + 1)..].TrimEnd(']', ' ') : null;
        return null;
    }

    private static Rejection? ReadRow(
        ReadOnlySpan<char> line, int column, string name, int number, CsvHistoryOptions options, out DateTimeOffset start, out decimal? value)
    {
        value = null;
        var comma = line.IndexOf(',');
        var time = (comma < 0 ? line : line[..comma]).Trim('"');
        if (!TryTime(time, options.TimeZone, out start))
            return Reject.Because("time.form", $"line {number}, time", time.ToString(), "must be like 2018-01-01 00:00:00 or 2018-01-01T00:00:00+01:00");
        var cell = Cell(line, column);
        if (cell.IsEmpty || cell.Equals("nan", StringComparison.OrdinalIgnoreCase) || cell.Equals("null", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed))
            return Reject.Because("reading.notNumber", $"line {number}, {name}", cell.ToString(), "must be a number, or empty for a gap");
        // Programs print binary floats with all their digits; the ledger keeps nine after the point.
        value = decimal.Round(parsed, DecimalText.MaxFractionDigits);
        return null;
    }

    private static ReadOnlySpan<char> Cell(ReadOnlySpan<char> line, int column)
    {
        for (; column > 0; column--)
        {
            var comma = line.IndexOf(',');
            if (comma < 0)
                return [];
            line = line[(comma + 1)..];
        }
        var end = line.IndexOf(',');
        return (end < 0 ? line : line[..end]).Trim().Trim('"');
    }

    private static bool TryTime(ReadOnlySpan<char> text, string? timeZone, out DateTimeOffset time)
    {
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            time = timeZone is null ? new DateTimeOffset(local, TimeSpan.Zero) : SiteCalendar.For(timeZone).ToUtc(local);
        else if (!DateTimeOffset.TryParseExact(text, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time))
            return false;
        time = time.ToUniversalTime();
        return UtcTime.Fits(time);
    }

    private static Rejection? ToIntervals(List<Row> rows, CsvHistoryOptions options, out ImmutableArray<Interval> intervals)
    {
        intervals = [];
        var step = options.Seconds > 0 ? options.Seconds : 3_600L;
        for (var i = 1; i < rows.Count; i++)
        {
            var gap = (long)(rows[i].Start - rows[i - 1].Start).TotalSeconds;
            if (gap == 0)
                return Reject.Because("reading.overlap", $"line {rows[i].Line}, time", UtcTime.Format(rows[i].Start), $"is there twice; line {rows[i - 1].Line} has it too");
            step = options.Seconds > 0 ? step : i == 1 ? gap : Math.Min(step, gap);
        }
        long Length(Row row) => row.Seconds > 0 ? row.Seconds : step;
        foreach (var row in rows)
        {
            if (!DecimalText.Fits(row.Value))
                return Reject.Because("reading.digits", $"line {row.Line}, value", row.Value.ToString(CultureInfo.InvariantCulture), $"must have at most {DecimalText.MaxDigits} digits");
            if (Slots.CheckLength("seconds", Length(row)) is { } bad)
                return bad;
        }
        intervals = [.. rows.Select(row => new Interval(row.Start, (int)Length(row), row.Value, row.Quality))];
        return null;
    }
}
