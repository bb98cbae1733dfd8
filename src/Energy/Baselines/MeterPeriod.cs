namespace SmartBlocks.Energy.Baselines;

/// <summary>Energy of one period of a baseline: a day, or the time between two bills.</summary>
/// <param name="Start">Start, UTC.</param>
/// <param name="End">End, which is not part of the period.</param>
/// <param name="Energy">What was used, in the meter's unit; null when it is not known.</param>
public readonly record struct MeterPeriod(DateTimeOffset Start, DateTimeOffset End, decimal? Energy)
{
    internal double Days => (End - Start).Ticks / (double)TimeSpan.TicksPerDay;
}
