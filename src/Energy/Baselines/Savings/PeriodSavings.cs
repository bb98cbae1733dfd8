namespace SmartBlocks.Energy.Baselines;

/// <summary>Savings of one reporting period, in the meter's unit.</summary>
/// <param name="Start">Start of the period, UTC.</param>
/// <param name="End">End of the period, which is not part of it.</param>
/// <param name="AdjustedBaseline">What would have been used without the measure, in this period's weather, with non-routine adjustments.</param>
/// <param name="Observed">What was used.</param>
public readonly record struct PeriodSavings(DateTimeOffset Start, DateTimeOffset End, decimal AdjustedBaseline, decimal Observed)
{
    /// <summary>The difference: above zero when energy was saved.</summary>
    public decimal Saved => AdjustedBaseline - Observed;
}
