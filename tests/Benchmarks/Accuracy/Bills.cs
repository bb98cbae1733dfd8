using System.Globalization;
using System.IO.Compression;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>Bills as eemeter's samples have them: the start of each period with its energy, the last line ending the last one.</summary>
static class Bills
{
    public static IReadOnlyList<MeterPeriod> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1..];
        var rows = lines.Select(line => line.Split(',')).Select(cells => (
            Start: DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture),
            Energy: decimal.TryParse(cells[1], NumberStyles.Number, CultureInfo.InvariantCulture, out var energy) ? energy : (decimal?)null)).ToArray();
        return [.. rows.Zip(rows.Skip(1), (row, next) => new MeterPeriod(row.Start, next.Start, row.Energy))];
    }
}
