using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>
/// A CSV file of history, plain or gzip. Its readings are cut into transactions whose time and nonce follow from the file and the moment its import first began, so
/// that an import broken off at any point and begun again sends nothing twice.
/// </summary>
public sealed class HistoryConnector : IConnector
{
    private const int TransactionsPerBatch = 16;

    private readonly string meter;
    private readonly Positions positions;
    private readonly List<DecodedReadings> chunks;
    private readonly string job;
    private readonly DateTimeOffset began;

    /// <param name="path">The file.</param>
    /// <param name="meter">The meter it is about.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="valuesPerTransaction">Most slots in one transaction.</param>
    /// <param name="positions">Where to remember how far the import has come.</param>
    /// <param name="time">Clock.</param>
    /// <exception cref="AgentException">The file cannot be read.</exception>
    public HistoryConnector(string path, string meter, CsvHistoryOptions options, int valuesPerTransaction, Positions positions, TimeProvider? time = null)
    {
        (this.meter, this.positions) = (meter, positions);
        var bytes = ReadFile(path);
        if (!CsvHistory.TryParse(bytes, options, out var history, out var why))
            throw new AgentException($"{path}: {why!.Detail}");
        History = history;
        chunks = [.. DecodedReadings.Of(history.Intervals).Runs(valuesPerTransaction).Select(DecodedReadings.Of)];
        Name = Path.GetFileName(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        job = string.Create(CultureInfo.InvariantCulture, $"import/{meter}/{digest}/{valuesPerTransaction}/{options.ZeroIsGap}/{options.Column}");
        (began, Done) = Resume(time ?? TimeProvider.System);
    }

    public string Name { get; }

    public IReadOnlyList<string> Meters => [meter];

    /// <summary>What the file holds, gaps counted.</summary>
    public CsvHistory History { get; }

    /// <summary>Transactions the file makes.</summary>
    public int Transactions => chunks.Count;

    /// <summary>Transactions already in the outbox or on the ledger.</summary>
    public int Done { get; private set; }

    public async IAsyncEnumerable<ReadingBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // The start is on disk before anything is signed with it.
        Remember(Done);
        while (Done < chunks.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
            var count = Math.Min(TransactionsPerBatch, chunks.Count - Done);
            var readings = Enumerable.Range(Done, count).Select(index => new MeterReadings(meter, chunks[index], Nonce(index), began)).ToList();
            yield return new(readings, () => Remember(Done + count));
        }
    }

    private string Nonce(int index) => string.Create(CultureInfo.InvariantCulture, $"{job.Split('/')[2]}-{index}");

    private (DateTimeOffset Began, int Done) Resume(TimeProvider time)
    {
        var parts = positions[job]?.Split(' ') ?? [];
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var done))
            return (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), done);
        return (DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), 0);
    }

    private void Remember(int done)
    {
        positions.Set(job, string.Create(CultureInfo.InvariantCulture, $"{began.ToUnixTimeMilliseconds()} {done}"));
        Done = done;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new AgentException($"cannot read {path}: {e.Message}");
        }
    }
}
