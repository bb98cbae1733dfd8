using System.Collections.Immutable;
using System.IO.Compression;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>A gzip file of history as the data folders have it.</summary>
static class HistoryFile
{
    public static ImmutableArray<Interval> Read(string path, CsvHistoryOptions options)
    {
        using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return CsvHistory.TryParse(plain.ToArray(), options, out var history, out var why)
            ? history.Intervals
            : throw new InvalidDataException($"{path}: {why?.Detail}");
    }
}
