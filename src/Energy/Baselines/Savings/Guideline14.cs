namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The verdict of ASHRAE Guideline 14 on a baseline: CV(RMSE) and NMBE of its fit against the limits of a calibrated model, 15 % and 5 % for bills, 30 % and 10 % for hours.
/// The guideline has no limits for days; practice holds them to those for hours. With savings, the
/// guideline also asks that at 68 % confidence their uncertainty is below half of them.
/// </summary>
/// <param name="CvRmseLimit">The largest CV(RMSE) allowed, as a ratio.</param>
/// <param name="NmbeLimit">The largest NMBE allowed either way, as a ratio.</param>
/// <param name="CvRmseHolds">Whether CV(RMSE) is known and at or below its limit.</param>
/// <param name="NmbeHolds">Whether NMBE is known and within its limit.</param>
/// <param name="SavingsHold">Whether savings are larger than twice their uncertainty; null when no savings were judged.</param>
public sealed record Guideline14(decimal CvRmseLimit, decimal NmbeLimit, bool CvRmseHolds, bool NmbeHolds, bool? SavingsHold)
{
    /// <summary>The confidence at which the guideline judges the uncertainty of savings.</summary>
    public const decimal SavingsConfidence = 0.68m;

    /// <summary>The largest uncertainty, as a share of the savings.</summary>
    public const decimal LargestFraction = 0.5m;

    /// <summary>Whether everything judged holds.</summary>
    public bool Holds => CvRmseHolds && NmbeHolds && SavingsHold != false;

    /// <summary>Judges a daily or billing baseline, and savings of it at <see cref="SavingsConfidence"/> when there are.</summary>
    public static Guideline14 Judge(UsagePerDayBaseline baseline, MeteredSavings? savings = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        if (savings?.Uncertainty is { Confidence: not SavingsConfidence } other)
            throw new ArgumentException($"the savings' confidence is {Figures.Text(other.Confidence)}: must be {Figures.Text(SavingsConfidence)}", nameof(savings));
        bool? hold = savings is null ? null : savings.Saved > 0 && savings.Uncertainty?.Fraction < LargestFraction;
        return baseline.Method == UsagePerDayMethod.Billing ? Judge(baseline.Fit, 0.15m, 0.05m, hold) : Judge(baseline.Fit, 0.30m, 0.10m, hold);
    }

    /// <summary>Judges a baseline as it stands on a ledger.</summary>
    public static Guideline14 Judge(BaselineResult baseline)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return baseline.Daily is { } daily ? Judge(daily) : Judge(baseline.Fit, 0.30m, 0.10m, null);
    }

    private static Guideline14 Judge(GoodnessOfFit? fit, decimal cvRmse, decimal nmbe, bool? savingsHold) =>
        new(cvRmse, nmbe, fit?.CvRmseAdjusted <= cvRmse, fit?.Nmbe is { } bias && Math.Abs(bias) <= nmbe, savingsHold);
}
