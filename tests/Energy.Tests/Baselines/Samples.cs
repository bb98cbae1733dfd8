using System.Collections.Immutable;
using System.IO.Compression;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.Energy.Tests.Baselines;

/// <summary>OpenEEMeter's simulated meters beside the repository; the tests that read them skip visibly where they are absent.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset BaselineEnd = new(2016, 12, 26, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset ReportingStart = new(2017, 1, 4, 0, 0, 0, TimeSpan.Zero);

    public static HourlySeries Temperatures() => HourlySeries.From(Read("il-tempF", 3600));

    public static HourlySeries Hours(string sample) => HourlySeries.From(Read(sample, 3600));

    public static IReadOnlyList<MeterPeriod> Days(string sample) => MeterPeriods.ByUtcDay(Read(sample, 86_400));

    /// <summary>A column of a file of hours, with zeros as they are.</summary>
    public static ImmutableArray<Interval> Hours(string path, string? column) => Open(path, new CsvHistoryOptions(column, Seconds: 3600));

    private static ImmutableArray<Interval> Read(string name, int seconds) => Open($"eemeter/{name}.csv.gz", new CsvHistoryOptions(Seconds: seconds));

    private static ImmutableArray<Interval> Open(string path, CsvHistoryOptions options)
    {
        using var gzip = new GZipStream(new MemoryStream(TestData.Read(path)), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        CsvHistory.TryParse(plain.ToArray(), options, out var history, out var why).ShouldBeTrue(why?.Detail);
        return history.Intervals;
    }
}
