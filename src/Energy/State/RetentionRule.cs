using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>The state entry <c>retention/&lt;meter&gt;</c>: before which day the meter's readings are not kept, and since when that is so.</summary>
/// <param name="Before">The first UTC day whose readings stay.</param>
/// <param name="Transaction">Id of the transaction that said so.</param>
/// <param name="Block">Height of its block.</param>
public sealed record RetentionRule(DateOnly Before, string Transaction, long Block)
{
    /// <summary>Days before a block that are always kept: readings younger than that need not ask whether they are.</summary>
    public const int KeptDays = 30;

    /// <summary>Before every meter's rule.</summary>
    public const string Prefix = "retention/";

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(128)
        .Raw("{\"before\":"u8).String(LocalDay.Format(Before))
        .Raw(",\"transaction\":"u8).String(Transaction)
        .Raw(",\"block\":"u8).Integer(Block)
        .Raw("}"u8).ToArray();

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a rule.</exception>
    public static RetentionRule Parse(ReadOnlySpan<byte> json)
    {
        string before = "", transaction = "";
        long block = 0;
        var entry = new EntryReader(json);
        while (entry.Next())
        {
            if (entry.Is("before"u8)) before = entry.Text();
            else if (entry.Is("transaction"u8)) transaction = entry.Text();
            else if (entry.Is("block"u8)) block = entry.Integer();
            else entry.Skip();
        }
        return new RetentionRule(DateOnly.ParseExact(before, "yyyy-MM-dd", CultureInfo.InvariantCulture), transaction, block);
    }

    /// <summary>Whether a path of the state holds a day of the meter that is not kept.</summary>
    public bool CoversPath(string meter, string path) => path.StartsWith(EnergyPaths.Days(meter), StringComparison.Ordinal)
        && string.CompareOrdinal(path, EnergyPaths.Day(meter, Before)) < 0;

    /// <summary>
    /// Whether a transaction speaks of nothing but readings of the meter that are not kept. One that reaches beyond the day stays whole.
    /// </summary>
    public bool Covers(Transaction transaction, MeterRegistration meter)
    {
        var end = UtcTime.StartOf(Before);
        return transaction.Header.Family switch
        {
            IntervalPayload.Family => IntervalPayload.TryParse(transaction.Payload, out var interval, out _) && interval.Meter == meter.Meter && interval.End <= end,
            CorrectionPayload.Family => CorrectionPayload.TryParse(transaction.Payload, out var correction, out _) && correction.Meter == meter.Meter
                && correction.Start.AddSeconds((long)correction.Seconds * correction.Values.Length) <= end,
            RegisterPayload.Family => RegisterPayload.TryParse(transaction.Payload, out var register, out _) && register.Meter == meter.Meter && register.Readings[^1].At < end,
            OcmfPayload.Family => OcmfPayload.TryParse(transaction.Payload, out var ocmf, out _) && ocmf.Meter == meter.Meter
                && Formats.OcmfRecord.TryParse(ocmf.Record, out var record, out _) && record.TryGetRegister(meter, out var readings, out _) && readings[^1].At < end,
            _ => false,
        };
    }
}
