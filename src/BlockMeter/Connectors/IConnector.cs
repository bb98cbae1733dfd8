using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>Where readings come from. It may end (a file) or go on for ever (a meter); it is read by one agent.</summary>
public interface IConnector
{
    /// <summary>For people: what it reads.</summary>
    string Name { get; }

    /// <summary>The meters it reads.</summary>
    IReadOnlyList<string> Meters { get; }

    /// <summary>Readings as they come. The next batch is asked for when the one before is safe in the outbox.</summary>
    IAsyncEnumerable<ReadingBatch> ReadAsync(CancellationToken cancellation);
}

/// <summary>Readings that are taken together.</summary>
/// <param name="Readings">The readings.</param>
/// <param name="Taken">Called when they are on disk, signed; the place to remember how far one has come.</param>
public sealed record ReadingBatch(IReadOnlyList<MeterReadings> Readings, Action? Taken = null);

/// <summary>Readings of one meter.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Readings">Slots or register readings, in the meter's unit.</param>
/// <param name="Nonce">
/// A nonce that says what the readings are, with <paramref name="IssuedAt"/>: the same readings then give the same transaction id, and the ledger answers them
/// with the same receipt however often they are sent. Random when null.
/// </param>
/// <param name="IssuedAt">Time of the transaction; now when null.</param>
/// <param name="OcmfRecord">An OCMF record to keep verbatim, with the meter's own signature in it; then <paramref name="Readings"/> is empty.</param>
public sealed record MeterReadings(string Meter, DecodedReadings Readings, string? Nonce = null, DateTimeOffset? IssuedAt = null, string? OcmfRecord = null)
{
    /// <summary>What is signed.</summary>
    public IEnumerable<UnsignedReading> ToPayloads() => OcmfRecord is null
        ? Readings.ToPayloads(Meter)
        : [new(OcmfPayload.Family, new OcmfPayload(Meter, OcmfRecord).ToJson())];
}
