using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// What the transactions of a block say about meters, as rows of the read model and as notices. Every transaction here was accepted by its
/// family, so its payload is well formed.
/// </summary>
internal sealed class BlockReadings(string ledger, string tenant, Func<string, MeterRegistration?> meters, Func<string, ReadingRow?> latest)
{
    private readonly Dictionary<string, ReadingRow> _registers = new(StringComparer.Ordinal);

    /// <summary>Rows in ledger order; a later row of the same meter and start replaces an earlier one.</summary>
    public List<ReadingRow> Rows { get; } = [];

    /// <summary>Notices in ledger order.</summary>
    public ImmutableArray<ReadingNotice>.Builder Notices { get; } = ImmutableArray.CreateBuilder<ReadingNotice>();

    /// <summary>True when a site or meter was registered.</summary>
    public bool ChangesDirectory { get; private set; }

    /// <summary>Takes in one transaction.</summary>
    public void Add(Transaction transaction, long block, long index)
    {
        switch (transaction.Header.Family)
        {
            case IntervalPayload.Family when IntervalPayload.TryParse(transaction.Payload, out var interval, out _):
                var quality = interval.Quality == Quality.Estimated ? "estimated" : interval.Attested is null ? "measured" : "attested";
                AddSlots(interval.Meter, interval.Start, interval.Seconds, interval.Values, quality, transaction, block, index);
                break;
            case CorrectionPayload.Family when CorrectionPayload.TryParse(transaction.Payload, out var correction, out _):
                AddSlots(correction.Meter, correction.Start, correction.Seconds, correction.Values, "corrected", transaction, block, index);
                break;
            case RegisterPayload.Family when RegisterPayload.TryParse(transaction.Payload, out var register, out _):
                AddRegisters(register.Meter, register.Readings, register.Attested is null ? "measured" : "attested", transaction, block, index);
                break;
            case OcmfPayload.Family when OcmfPayload.TryParse(transaction.Payload, out var ocmf, out _):
                if (meters(ocmf.Meter) is { } meter && OcmfRecord.TryParse(ocmf.Record, out var record, out _) && record.TryGetRegister(meter, out var readings, out _))
                    AddRegisters(ocmf.Meter, readings, "measured", transaction, block, index);
                break;
            case SitePayload.Family or MeterPayload.Family:
                ChangesDirectory = true;
                break;
        }
    }

    private void AddSlots(
        string meter, DateTimeOffset start, int seconds, ImmutableArray<decimal> values, string quality, Transaction transaction, long block, long index)
    {
        var slots = ImmutableArray.CreateBuilder<SlotNotice>(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var at = start.AddSeconds((long)i * seconds);
            Rows.Add(new ReadingRow(meter, at.ToUnixTimeSeconds(), seconds, values[i], values[i], quality, transaction.Id, block));
            slots.Add(new SlotNotice(at, seconds, values[i], quality));
        }
        Notice(meter, slots.MoveToImmutable(), [], transaction, block, index);
    }

    private void AddRegisters(string meter, ImmutableArray<RegisterReading> readings, string quality, Transaction transaction, long block, long index)
    {
        foreach (var reading in readings)
        {
            var before = _registers.GetValueOrDefault(meter) ?? latest(meter);
            var at = reading.At.ToUnixTimeSeconds();
            // The first reading of a register starts the count; what it showed before was used before.
            var row = new ReadingRow(meter, at, 0, reading.Value, before is null ? 0 : reading.Value - before.Value, quality, transaction.Id, block);
            if (before is null || at > before.Start)
                _registers[meter] = row;
            if (before is null || at != before.Start)
                Rows.Add(row);
        }
        Notice(meter, [], [.. readings.Select(r => new RegisterNotice(r.At, r.Value))], transaction, block, index);
    }

    private void Notice(
        string meter, ImmutableArray<SlotNotice> slots, ImmutableArray<RegisterNotice> registers, Transaction transaction, long block, long index)
    {
        if (meters(meter) is { } registration)
            Notices.Add(new ReadingNotice(ledger, tenant, registration.Site, meter, registration.Unit.Text(), slots, registers, transaction.Id, block, index));
    }
}
