namespace SmartBlocks.Energy;

/// <summary>
/// What was counted in a local hour, day or month. Time without a reading stays without: it shows in <see cref="Completeness"/> and is
/// never filled in.
/// </summary>
/// <param name="Start">Start of the period, UTC.</param>
/// <param name="End">End of the period, UTC, not part of it.</param>
/// <param name="Value">Sum of the effective values in it, in the meter's unit; null when nothing was recorded.</param>
/// <param name="MeasuredShare">Share of the period's time with measured values, 0 to 1, four digits.</param>
/// <param name="EstimatedShare">Share of the period's time with estimated values, 0 to 1, four digits.</param>
/// <param name="CorrectedSlots">How many of its slots count with a corrected value.</param>
/// <param name="Slots">How many slots touch it.</param>
public sealed record AggregatedPeriod(
    DateTimeOffset Start, DateTimeOffset End, decimal? Value, decimal MeasuredShare, decimal EstimatedShare, int CorrectedSlots, int Slots)
{
    /// <summary>Share of the period's time with any value.</summary>
    public decimal Completeness => Math.Min(1m, MeasuredShare + EstimatedShare);
}
