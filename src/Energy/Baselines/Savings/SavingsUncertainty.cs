namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// How far savings may be off, as half the width of a band in the meter's unit. The fractional savings uncertainty is that of ASHRAE Guideline 14-2014,
/// equation 4-10, with the polynomial of Sun and Baltazar (Analysis and Improvement on the Estimation of Building Energy Savings Uncertainty, 2013) in place of
/// the factor 1.26, and with n′ periods where residuals are correlated. The band of ordinary least squares adds the error of the model's mean to
/// the noise of the days (Koran, Uncertainty Approaches and Analyses for Regression Models and ECAM).
/// <para>
/// The equation says what share of the reporting period's energy is uncertain. OpenEEMeter 3.2.0 takes that share of the whole baseline's energy instead: the same for a year beside a year, twelve times too much for a
/// month. <see cref="Band"/> is the equation's, and what people are told; <see cref="FsuBand"/> is what the reference writes, to compare with it.
/// </para>
/// </summary>
/// <param name="Confidence">Two-sided confidence of the bands.</param>
/// <param name="IndependentPeriods">n′: the baseline's periods that are independent, given their autocorrelation.</param>
/// <param name="Band">Half width of the band by fractional savings uncertainty: of days for the energy of as many average days, of bills for the adjusted baseline.</param>
/// <param name="FsuBand">The same as OpenEEMeter writes it, for the energy of the whole baseline.</param>
/// <param name="OlsBand">Half width of the band by ordinary least squares.</param>
/// <param name="OlsModelError">Its part from the model.</param>
/// <param name="OlsNoise">Its part from the noise.</param>
/// <param name="Fraction"><see cref="Band"/> by the savings: 0.5 says ± 50 %; null when nothing was saved.</param>
public sealed record SavingsUncertainty(
    decimal Confidence, decimal IndependentPeriods, decimal Band, decimal FsuBand, decimal OlsBand, decimal OlsModelError, decimal OlsNoise, decimal? Fraction)
{
    private const double DaysOfMonth = 30;

    /// <summary>The uncertainty, or null where the fit gives nothing to tell it from: no variance, residuals that do not vary, or too few periods.</summary>
    internal static SavingsUncertainty? Of(GoodnessOfFit fit, UsagePerDayMethod method, MeteredSavings savings, int reportingPeriods, decimal confidence)
    {
        if (reportingPeriods == 0 || fit is not { ObservedMean: > 0, ObservedVariance: > 0, Autocorrelation: > -1 and < 1, RmseAdjusted: not null })
            return null;
        double n = fit.Count, m = reportingPeriods;
        double mean = (double)fit.ObservedMean, variance = (double)fit.ObservedVariance, rmse = (double)fit.RmseAdjusted, correlation = (double)fit.Autocorrelation;
        var independent = n * (1 - correlation) / (1 + correlation);
        var t = StudentT.Quantile(1 - (1 - (double)confidence) / 2, fit.Count - fit.Slopes);
        var reportingMean = (double)savings.Observed / savings.Periods.Length;

        var distance = mean - reportingMean;
        var model = t * rmse * m / Math.Sqrt(n) * Math.Sqrt(1 + distance * distance / variance);
        var noise = t * rmse * Math.Sqrt(m * n / independent);

        var months = method == UsagePerDayMethod.Daily ? m / DaysOfMonth : m;
        var factor = method == UsagePerDayMethod.Daily
            ? -0.00024 * months * months + 0.03535 * months + 1.00286
            : -0.00022 * months * months + 0.03306 * months + 0.94054;
        var share = t * factor * (rmse / mean) * Math.Sqrt(n / independent * (1 + 2 / independent) * (1 / m));
        var reported = method == UsagePerDayMethod.Daily ? mean * m : Math.Abs((double)savings.AdjustedBaseline);

        return Figures.Ratio(independent) is { } written && Figures.Energy(reported * share) is { } band && Figures.Energy(mean * n * share) is { } fsu && Figures.Energy(Math.Sqrt(model * model + noise * noise)) is { } ols
            && Figures.Energy(model) is { } modelError && Figures.Energy(noise) is { } noiseError
            ? new SavingsUncertainty(
                confidence, written, band, fsu, ols, modelError, noiseError, FractionOf(band, savings.Saved))
            : null;
    }

    internal static decimal? FractionOf(decimal band, decimal saved) => saved == 0 ? null : Figures.Ratio(Math.Abs((double)band / (double)saved));
}
