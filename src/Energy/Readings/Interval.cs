namespace SmartBlocks.Energy;

/// <summary>Energy or volume counted over one slot of time.</summary>
/// <param name="Start">Start of the slot, UTC.</param>
/// <param name="Seconds">Length of the slot in seconds.</param>
/// <param name="Value">What was counted, in the meter's unit.</param>
/// <param name="Quality">Measured, or estimated by somebody.</param>
public readonly record struct Interval(DateTimeOffset Start, int Seconds, decimal Value, Quality Quality = Quality.Measured)
{
    /// <summary>End of the slot, which is not part of it.</summary>
    public DateTimeOffset End => Start.AddSeconds(Seconds);
}
