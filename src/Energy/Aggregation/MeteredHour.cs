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

/// <summary>What is known of one hour of one meter. Time without a reading stays without: it is missing from <see cref="Seconds"/>.</summary>
/// <param name="Start">Start of the hour, Unix seconds.</param>
/// <param name="Value">Sum of the effective values, in the meter's unit.</param>
/// <param name="Seconds">Seconds of the hour that readings cover, 0 to 3,600.</param>
/// <param name="Estimated">Seconds of them with an estimated value.</param>
/// <param name="Corrected">Seconds of them with a corrected value.</param>
/// <param name="Shared">Seconds of them whose value is this hour's share, by time, of a longer span: measured as a whole, not in this hour.</param>
/// <param name="Count">Readings that began in the hour.</param>
/// <param name="Peak">The highest mean rate of any span in it, in the meter's unit an hour: kW for kWh.</param>
public readonly record struct MeteredHour(
    long Start, decimal Value, int Seconds, int Estimated = 0, int Corrected = 0, int Shared = 0, int Count = 1, decimal Peak = 0)
{
    /// <summary>Length of an hour, s.</summary>
    public const int Length = 3600;
}
