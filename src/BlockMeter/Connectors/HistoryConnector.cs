using System.Globalization;
using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A CSV file of history, plain or gzip, as an <see cref="ImportJob"/>.</summary>
public sealed class HistoryConnector : IConnector
{
    private readonly string meter;
    private readonly ImportJob job;

    /// <param name="path">The file.</param>
    /// <param name="meter">The meter it is about.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="valuesPerTransaction">Most slots in one transaction.</param>
    /// <param name="positions">Where to remember how far the import has come.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="AgentException">The file cannot be read.</exception>
    public HistoryConnector(string path, string meter, CsvHistoryOptions options, int valuesPerTransaction, Positions positions, TimeProvider? time = null)
    {
        this.meter = meter;
        var bytes = HistoryFile.Read(path);
        if (!CsvHistory.TryParse(bytes, options, out var history, out var why))
            throw new AgentException($"{path}: {why!.Detail}");
        History = history;
        Name = Path.GetFileName(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var name = string.Create(CultureInfo.InvariantCulture, $"import/{meter}/{digest}/{valuesPerTransaction}/{options.ZeroIsGap}/{options.Column}");
        job = new ImportJob(meter, name, digest, DecodedReadings.Of(history.Intervals), valuesPerTransaction, positions, time ?? TimeProvider.System);
    }

    public string Name { get; }

    public IReadOnlyList<string> Meters => [meter];

    /// <summary>What the file holds, gaps counted.</summary>
    public CsvHistory History { get; }

    /// <inheritdoc cref="ImportJob.Transactions"/>
    public int Transactions => job.Transactions;

    /// <inheritdoc cref="ImportJob.Done"/>
    public int Done => job.Done;

    public IAsyncEnumerable<ReadingBatch> ReadAsync(CancellationToken cancellation) => job.ReadAsync(cancellation);
}
