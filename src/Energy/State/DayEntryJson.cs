using System.Collections.Immutable;

namespace SmartBlocks.Energy;

/// <summary>
/// Canonical JSON of day entries. Runs come last, so that the next reading of a day – the usual case – is put in by copying the
/// entry and splicing a few bytes before its end, and gives the same bytes as parsing and writing would.
/// </summary>
internal static class DayEntryJson
{
    private static ReadOnlySpan<byte> RunEnd => "]}]}"u8;

    private static ReadOnlySpan<byte> RegisterEnd => "]}"u8;

    public static byte[] Write(DayEntry entry)
    {
        var json = new JsonText(1024).Raw("{"u8);
        var separator = ReadOnlySpan<byte>.Empty;
        if (!entry.Corrections.IsEmpty)
        {
            json.Raw("\"corrections\":["u8);
            for (var i = 0; i < entry.Corrections.Length; i++)
                WriteCorrection(i == 0 ? json : json.Raw(","u8), entry.Corrections[i]);
            json.Raw("]"u8);
            separator = ","u8;
        }
        if (!entry.Registers.IsEmpty)
        {
            json.Raw(separator).Raw("\"registers\":["u8);
            for (var i = 0; i < entry.Registers.Length; i++)
                WriteRegister(i == 0 ? json : json.Raw(","u8), entry.Registers[i]);
            json.Raw("]"u8);
            separator = ","u8;
        }
        if (!entry.Runs.IsEmpty)
        {
            json.Raw(separator).Raw("\"runs\":["u8);
            for (var i = 0; i < entry.Runs.Length; i++)
            {
                var run = entry.Runs[i];
                WriteRun(i == 0 ? json : json.Raw(","u8), run.StartSecond, run.Seconds, run.Quality, run.Attested, run.Values.AsSpan());
            }
            json.Raw("]"u8);
        }
        return json.Raw("}"u8).ToArray();
    }

    /// <summary>The entry of a day that had none.</summary>
    public static ReadOnlySpan<byte> FirstRun(int startSecond, int seconds, Quality quality, string? attested, ReadOnlySpan<decimal> values)
    {
        var json = new JsonText(128 + values.Length * 10).Raw("{\"runs\":["u8);
        WriteRun(json, startSecond, seconds, quality, attested, values);
        return json.Raw("]}"u8).Written;
    }

    /// <summary>The entry with values appended to its last run, which they continue.</summary>
    public static ReadOnlySpan<byte> ContinueRun(ReadOnlySpan<byte> entry, ReadOnlySpan<decimal> values)
    {
        var json = new JsonText(entry.Length + values.Length * 12 + 42).Raw(entry[..^RunEnd.Length]);
        foreach (var value in values)
            json.Raw(","u8).Number(value);
        return json.Raw(RunEnd).Written;
    }

    /// <summary>The entry with a run after all others, which does not continue the last one.</summary>
    public static ReadOnlySpan<byte> AppendRun(ReadOnlySpan<byte> entry, int startSecond, int seconds, Quality quality, string? attested, ReadOnlySpan<decimal> values)
    {
        var json = new JsonText(entry.Length + 128 + values.Length * 12).Raw(entry[..^"]}"u8.Length]).Raw(","u8);
        WriteRun(json, startSecond, seconds, quality, attested, values);
        return json.Raw("]}"u8).Written;
    }

    /// <summary>The entry, or null for a day without one, with a register reading after all others.</summary>
    public static ReadOnlySpan<byte> AppendRegister(ReadOnlyMemory<byte>? entry, DayRegister register)
    {
        var json = entry is { } before
            ? new JsonText(before.Length + 48).Raw(before.Span[..^RegisterEnd.Length]).Raw(","u8)
            : new JsonText(128).Raw("{\"registers\":["u8);
        WriteRegister(json, register);
        return json.Raw(RegisterEnd).Written;
    }

    public static DayEntry Read(ReadOnlySpan<byte> bytes)
    {
        var corrections = ImmutableArray.CreateBuilder<DayCorrection>();
        var registers = ImmutableArray.CreateBuilder<DayRegister>();
        var runs = ImmutableArray.CreateBuilder<DayRun>();
        var entry = new EntryReader(bytes);
        while (entry.Next())
        {
            if (entry.Is("corrections"u8))
            {
                entry.StartArray();
                while (entry.NextElement())
                    corrections.Add(ReadCorrection(ref entry));
            }
            else if (entry.Is("registers"u8))
            {
                entry.StartArray();
                while (entry.NextElement())
                    registers.Add(ReadRegister(ref entry));
            }
            else if (entry.Is("runs"u8))
            {
                entry.StartArray();
                while (entry.NextElement())
                    runs.Add(ReadRun(ref entry));
            }
            else
                entry.Skip();
        }
        return new(corrections.DrainToImmutable(), registers.DrainToImmutable(), runs.DrainToImmutable());
    }

    private static void WriteRun(JsonText json, int startSecond, int seconds, Quality quality, string? attested, ReadOnlySpan<decimal> values)
    {
        json.Raw("{\"start\":"u8).TimeOfDay(startSecond, withSeconds: false).Raw(",\"seconds\":"u8).Integer(seconds);
        if (quality != Quality.Measured)
            json.Raw(",\"quality\":"u8).String(quality.Text());
        json.Optional(",\"attested\":"u8, attested).Raw(",\"values\":"u8).Numbers(values).Raw("}"u8);
    }

    private static void WriteRegister(JsonText json, DayRegister register)
    {
        json.Raw("["u8).TimeOfDay(register.Second, withSeconds: true).Raw(","u8).Number(register.Value);
        json.Optional(","u8, register.Attested).Raw("]"u8);
    }

    private static void WriteCorrection(JsonText json, DayCorrection correction) => json
        .Raw("{\"start\":"u8).TimeOfDay(correction.StartSecond, withSeconds: false)
        .Raw(",\"seconds\":"u8).Integer(correction.Seconds)
        .Raw(",\"values\":"u8).Numbers(correction.Values.AsSpan())
        .Raw(",\"reason\":"u8).String(correction.Reason)
        .Raw(",\"by\":"u8).String(correction.By)
        .Raw(",\"transaction\":"u8).String(correction.Transaction)
        .Raw("}"u8);

    private static DayRun ReadRun(ref EntryReader entry)
    {
        int start = 0, seconds = 0;
        var quality = Quality.Measured;
        string? attested = null;
        var values = ImmutableArray<decimal>.Empty;
        while (entry.Next())
        {
            if (entry.Is("start"u8)) start = entry.TimeOfDay();
            else if (entry.Is("seconds"u8)) seconds = entry.Integer();
            else if (entry.Is("quality"u8)) quality = entry.Text() == "estimated" ? Quality.Estimated : Quality.Measured;
            else if (entry.Is("attested"u8)) attested = entry.Text();
            else if (entry.Is("values"u8)) values = ReadNumbers(ref entry);
            else entry.Skip();
        }
        return new(start, seconds, quality, attested, values);
    }

    private static DayRegister ReadRegister(ref EntryReader entry)
    {
        entry.NextElement();
        var second = entry.CurrentTimeOfDay();
        entry.NextElement();
        var value = entry.CurrentNumber();
        string? attested = null;
        while (entry.NextElement())
            attested = entry.CurrentText();
        return new(second, value, attested);
    }

    private static DayCorrection ReadCorrection(ref EntryReader entry)
    {
        int start = 0, seconds = 0;
        var values = ImmutableArray<decimal>.Empty;
        string reason = "", by = "", transaction = "";
        while (entry.Next())
        {
            if (entry.Is("start"u8)) start = entry.TimeOfDay();
            else if (entry.Is("seconds"u8)) seconds = entry.Integer();
            else if (entry.Is("values"u8)) values = ReadNumbers(ref entry);
            else if (entry.Is("reason"u8)) reason = entry.Text();
            else if (entry.Is("by"u8)) by = entry.Text();
            else if (entry.Is("transaction"u8)) transaction = entry.Text();
            else entry.Skip();
        }
        return new(start, seconds, values, reason, by, transaction);
    }

    private static ImmutableArray<decimal> ReadNumbers(ref EntryReader entry)
    {
        var values = ImmutableArray.CreateBuilder<decimal>();
        entry.StartArray();
        while (entry.NextElement())
            values.Add(entry.CurrentNumber());
        return values.DrainToImmutable();
    }
}
