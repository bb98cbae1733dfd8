using System.Globalization;
using System.Runtime.CompilerServices;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>
/// History of one meter, cut into transactions whose time and nonce follow from what is imported and the moment its import first began: broken off anywhere and begun
/// again, it makes the same transactions, and the ledger answers those it has with the same receipt.
/// </summary>
public sealed class ImportJob
{
    private const int TransactionsPerBatch = 16;

    private readonly string meter;
    private readonly string name;
    private readonly string noncePrefix;
    private readonly Positions positions;
    private readonly List<DecodedReadings> chunks;
    private readonly DateTimeOffset began;

    /// <param name="meter">The meter.</param>
    /// <param name="name">Names the job in <paramref name="positions"/>: the same name, the same transactions.</param>
    /// <param name="noncePrefix">What the nonces begin with; follows from the content, such as its digest.</param>
    /// <param name="readings">The history.</param>
    /// <param name="valuesPerTransaction">Most values in one transaction.</param>
    /// <param name="positions">Where to remember how far the import has come.</param>
    /// <param name="time">Clock.</param>
    public ImportJob(string meter, string name, string noncePrefix, DecodedReadings readings, int valuesPerTransaction, Positions positions, TimeProvider time)
    {
        (this.meter, this.name, this.noncePrefix, this.positions) = (meter, name, noncePrefix, positions);
        chunks =
        [
            .. readings.Runs(valuesPerTransaction).Select(DecodedReadings.Of),
            .. readings.Registers.Chunk(valuesPerTransaction).Select(DecodedReadings.Of),
        ];
        (began, Done) = Resume(time);
    }

    /// <summary>Transactions the history makes.</summary>
    public int Transactions => chunks.Count;

    /// <summary>Transactions already in the outbox or on the ledger.</summary>
    public int Done { get; private set; }

    /// <summary>What is left to do.</summary>
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

    private string Nonce(int index) => string.Create(CultureInfo.InvariantCulture, $"{noncePrefix}-{index}");

    private (DateTimeOffset Began, int Done) Resume(TimeProvider time)
    {
        var parts = positions[name]?.Split(' ') ?? [];
        if (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var done))
            return (DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), done);
        return (DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), 0);
    }

    private void Remember(int done)
    {
        positions.Set(name, string.Create(CultureInfo.InvariantCulture, $"{began.ToUnixTimeMilliseconds()} {done}"));
        Done = done;
    }
}
