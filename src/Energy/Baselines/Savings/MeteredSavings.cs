using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Metered savings, also called avoided energy use (CalTRACK 3.6.1; IPMVP options B and C): the baseline model in the weather of the reporting period, less what was used.
/// Each period's adjusted baseline is rounded to 9 digits, and the sums are sums of what is written.
/// </summary>
/// <param name="Periods">The periods with energy and temperature.</param>
/// <param name="PeriodsLeftOut">Periods without one of them; they count neither way.</param>
/// <param name="AdjustedBaseline">Sum of the adjusted baseline.</param>
/// <param name="Observed">Sum of what was used.</param>
/// <param name="Uncertainty">How uncertain the savings are; null for hourly models and where the fit has no residuals to tell from.</param>
public sealed record MeteredSavings(
    ImmutableArray<PeriodSavings> Periods, int PeriodsLeftOut, decimal AdjustedBaseline, decimal Observed, SavingsUncertainty? Uncertainty)
{
    /// <summary>The confidence at which uncertainty is told when nothing else is asked: 90 %, two-sided.</summary>
    public const decimal UsualConfidence = 0.9m;

    /// <summary>The savings: above zero when energy was saved.</summary>
    public decimal Saved => AdjustedBaseline - Observed;

    /// <summary>The non-routine adjustments that the adjusted baseline includes, in the order they were made.</summary>
    public ImmutableArray<NonRoutineAdjustment> Adjustments { get; init; } = [];

    /// <summary>
    /// The same savings with one more non-routine adjustment (IPMVP Core Concepts): each period's adjusted baseline grows by the adjustment's
    /// energy for the time they share. The bands stay as they are, their share of the savings follows.
    /// </summary>
    public MeteredSavings With(NonRoutineAdjustment adjustment)
    {
        ArgumentNullException.ThrowIfNull(adjustment);
        var adjusted = Sum(
            [.. Periods.Select(period => period with { AdjustedBaseline = period.AdjustedBaseline + adjustment.EnergyIn(period.Start, period.End) })],
            PeriodsLeftOut);
        return adjusted with
        {
            Adjustments = Adjustments.Add(adjustment),
            Uncertainty = Uncertainty is { } bands ? bands with { Fraction = SavingsUncertainty.FractionOf(bands.Band, adjusted.Saved) } : null,
        };
    }

    /// <summary>Savings against a daily or billing baseline.</summary>
    /// <param name="baseline">A fitted baseline.</param>
    /// <param name="reporting">The reporting period's days or bills in order of time.</param>
    /// <param name="temperatures">Outdoor temperatures of the same time, °F, hourly.</param>
    /// <param name="confidence">Two-sided confidence of the uncertainty, above zero and below one.</param>
    /// <exception cref="ArgumentException">The baseline was not fitted, periods overlap, or a value is outside of what a meter or weather station reports.</exception>
    public static MeteredSavings Of(
        UsagePerDayBaseline baseline, IReadOnlyList<MeterPeriod> reporting, HourlySeries temperatures, decimal confidence = UsualConfidence)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(temperatures);
        MeterPeriods.Check(reporting, nameof(reporting));
        if (confidence is <= 0 or >= 1)
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must be above zero and below one");
        if (baseline is not { Model: { } model, Fit: { } fit })
            throw new ArgumentException($"the baseline is {baseline.Status}: must be {BaselineStatus.Fitted}", nameof(baseline));

        var predicted = UsagePerDayBaseline.Predict(model, reporting, temperatures);
        var periods = ImmutableArray.CreateBuilder<PeriodSavings>();
        for (var i = 0; i < predicted.Length; i++)
            if (reporting[i].Energy is { } observed && predicted[i] is { } energy && Figures.Energy(energy) is { } written)
                periods.Add(new PeriodSavings(reporting[i].Start, reporting[i].End, written, observed));
        var savings = Sum(periods.ToImmutable(), predicted.Length - periods.Count);
        var observations = baseline.Method == UsagePerDayMethod.Daily ? periods.Count : Months(reporting);
        return periods.Count == 0 ? savings : savings with { Uncertainty = SavingsUncertainty.Of(fit, baseline.Method, savings, observations, confidence) };
    }

    internal static MeteredSavings Sum(ImmutableArray<PeriodSavings> periods, int leftOut)
    {
        decimal adjusted = 0, observed = 0;
        foreach (var period in periods)
        {
            adjusted += period.AdjustedBaseline;
            observed += period.Observed;
        }
        return new MeteredSavings(periods, leftOut, adjusted, observed, null);
    }

    /// <summary>Months that bills cover, a month of 30 days.</summary>
    private static int Months(IReadOnlyList<MeterPeriod> periods) =>
        (int)decimal.Round((periods[^1].End - periods[0].Start).Days / 30m, MidpointRounding.ToEven);
}
