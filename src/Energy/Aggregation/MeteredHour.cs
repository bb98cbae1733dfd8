namespace SmartBlocks.Energy;

/// <summary>What stands behind a value that is added up.</summary>
public enum SpanQuality
{
    /// <summary>Counted by the meter.</summary>
    Measured,

    /// <summary>Estimated by somebody, who said so.</summary>
    Estimated,

    /// <summary>Counts instead of what was first recorded.</summary>
    Corrected,
}

/// <summary>A stretch of time and what was counted in it: a slot, or the difference between two readings of a register.</summary>
/// <param name="Start">Unix seconds.</param>
/// <param name="End">Unix seconds, not part of it.</param>
/// <param name="Value">What was counted, in the meter's unit.</param>
/// <param name="Quality">What stands behind it.</param>
public readonly record struct MeteredSpan(long Start, long End, decimal Value, SpanQuality Quality);

/// <summary>
/// What is known of one hour of one meter. Time without a reading stays without: it is missing from <see cref="Seconds"/>. Values are kept as whole
/// billionths, which is exact for every number the ledger can hold, and is added up many times faster than decimals are.
/// </summary>
public readonly record struct MeteredHour
{
    /// <summary>Length of an hour, s.</summary>
    public const int Length = 3600;

    /// <summary>An hour.</summary>
    /// <param name="start">Start of the hour, Unix seconds.</param>
    /// <param name="value">Sum of the effective values, in the meter's unit, to nine digits.</param>
    /// <param name="seconds">Seconds of the hour that readings cover, 0 to 3,600.</param>
    /// <param name="estimated">Seconds of them with an estimated value.</param>
    /// <param name="corrected">Seconds of them with a corrected value.</param>
    /// <param name="shared">Seconds of them whose value is this hour's share, by time, of a longer span: measured as a whole, not in this hour.</param>
    /// <param name="count">Readings that began in the hour.</param>
    /// <param name="peak">The highest mean rate of any span in it, in the meter's unit an hour: kW for kWh. To nine digits.</param>
    public MeteredHour(long start, decimal value, int seconds, int estimated = 0, int corrected = 0, int shared = 0, int count = 1, decimal peak = 0)
        : this(start, Billionths.Of(value), seconds, estimated, corrected, shared, count, Billionths.Of(peak))
    {
    }

    /// <summary>The same, of billionths.</summary>
    public MeteredHour(long start, Int128 value, int seconds, int estimated, int corrected, int shared, int count, Int128 peak)
    {
        Start = start;
        ValueBillionths = value;
        PeakBillionths = peak;
        Seconds = (ushort)seconds;
        Estimated = (ushort)estimated;
        Corrected = (ushort)corrected;
        Shared = (ushort)shared;
        Count = (ushort)count;
    }

    /// <summary>Sum of the effective values in billionths of the meter's unit.</summary>
    public Int128 ValueBillionths { get; private init; }

    /// <summary>The highest mean rate in billionths of the meter's unit an hour.</summary>
    public Int128 PeakBillionths { get; private init; }

    /// <summary>Start of the hour, Unix seconds.</summary>
    public long Start { get; }

    /// <summary>Seconds of the hour that readings cover, 0 to 3,600.</summary>
    public ushort Seconds { get; init; }

    /// <summary>Seconds of them with an estimated value.</summary>
    public ushort Estimated { get; init; }

    /// <summary>Seconds of them with a corrected value.</summary>
    public ushort Corrected { get; init; }

    /// <summary>Seconds of them whose value is this hour's share of a longer span.</summary>
    public ushort Shared { get; init; }

    /// <summary>Readings that began in the hour.</summary>
    public ushort Count { get; init; }

    /// <summary>Sum of the effective values, in the meter's unit.</summary>
    public decimal Value
    {
        get => Billionths.ToDecimal(ValueBillionths);
        init => ValueBillionths = Billionths.Of(value);
    }

    /// <summary>The highest mean rate of any span in it, in the meter's unit an hour: kW for kWh.</summary>
    public decimal Peak
    {
        get => Billionths.ToDecimal(PeakBillionths);
        init => PeakBillionths = Billionths.Of(value);
    }
}
