namespace SmartBlocks.Energy;

/// <summary>What a cumulative register showed at an instant.</summary>
/// <param name="At">When it was read, UTC, whole seconds.</param>
/// <param name="Value">What it showed, in the meter's unit.</param>
public readonly record struct RegisterReading(DateTimeOffset At, decimal Value);
