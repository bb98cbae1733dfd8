using System.Collections.Immutable;
using System.IO.Compression;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>A gzip file of history as the data folders have it.</summary>
static class HistoryFile
{
    const int Hour = 3600;

    public static ImmutableArray<Interval> Read(string path, CsvHistoryOptions options)
    {
        using var plain = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            gzip.CopyTo(plain);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: cannot be read as gzip: {e.Message}", e);
        }
        return CsvHistory.TryParse(plain.ToArray(), options, out var history, out var why)
            ? history.Intervals
            : throw new InvalidDataException($"{path}: {why?.Detail}");
    }

    /// <summary>Energies by the hour: shorter slots that fill one are added up. What lies between most lines is the length of a slot.</summary>
    public static IEnumerable<(DateTimeOffset Hour, decimal Value)> Energies(string path)
    {
        var intervals = Slotted(path, new CsvHistoryOptions(ZeroIsGap: true));
        if (intervals.IsEmpty) return [];
        var from = FullHour(intervals[0].Start);
        var hours = MeterSeries.From(intervals, from, FullHour(intervals[^1].Start).AddHours(1), Hour);
        return hours.Values.Select((value, i) => (from.AddHours(i), value)).Where(hour => hour.value is not null).Select(hour => (hour.Item1, hour.value ?? 0));
    }

    /// <summary>Temperatures by the hour: the mean of those that lie in it.</summary>
    public static IEnumerable<(DateTimeOffset Hour, decimal Value)> Temperatures(string path, string column) =>
        Slotted(path, new CsvHistoryOptions(column)).GroupBy(slot => FullHour(slot.Start)).Select(hour => (hour.Key, hour.Average(slot => slot.Value)));

    static ImmutableArray<Interval> Slotted(string path, CsvHistoryOptions options)
    {
        // Any length reads the times; what most of them lie apart says the right one.
        var lines = Read(path, options with { Seconds = 60 });
        if (lines.Length < 2) return [];
        var step = lines.Zip(lines.Skip(1), (a, b) => (int)(b.Start - a.Start).TotalSeconds).GroupBy(s => s).MaxBy(s => s.Count())!.Key;
        return step is > 0 and <= Hour && Hour % step == 0
            ? [.. lines.Select(line => line with { Seconds = step })]
            : throw new InvalidDataException($"{path}: most lines lie {step} s apart: must be an hour, or a part that divides it");
    }

    static DateTimeOffset FullHour(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / Hour * Hour);

    /// <summary>A series of hours from some files.</summary>
    public static HourlySeries Join(IEnumerable<IEnumerable<(DateTimeOffset Hour, decimal Value)>> files) => HourlySeries.From(files.SelectMany(file => file));
}
