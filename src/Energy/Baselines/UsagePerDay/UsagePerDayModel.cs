namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// A fitted model of the usage per day: intercept + β<sub>heating</sub> · HDD + β<sub>cooling</sub> · CDD. Everything predicted from it follows from these
/// written digits alone, so that whoever reads them from the ledger arrives at the same energies.
/// </summary>
/// <param name="Kind">Its shape.</param>
/// <param name="Intercept">Energy of a day without heating and cooling, meter's unit.</param>
/// <param name="HeatingSlope">Energy per heating degree day, meter's unit per °F·day; zero without heating.</param>
/// <param name="HeatingBalancePoint">Outdoor temperature below which heating starts, °F; null without heating.</param>
/// <param name="CoolingSlope">Energy per cooling degree day; zero without cooling.</param>
/// <param name="CoolingBalancePoint">Outdoor temperature above which cooling starts, °F; null without cooling.</param>
/// <param name="AdjustedRSquared">Share of the variance explained, adjusted for the number of parameters.</param>
public sealed record UsagePerDayModel(
    UsagePerDayKind Kind,
    decimal Intercept,
    decimal HeatingSlope,
    int? HeatingBalancePoint,
    decimal CoolingSlope,
    int? CoolingBalancePoint,
    decimal AdjustedRSquared)
{
    /// <summary>Slopes of the model; the intercept is not counted.</summary>
    public int Slopes => (HeatingBalancePoint is null ? 0 : 1) + (CoolingBalancePoint is null ? 0 : 1);

    /// <summary>Energy of a period of the given length in days with the given degree days per day.</summary>
    internal double Energy(double days, double heatingDegreeDays, double coolingDegreeDays) =>
        (double)Intercept * days + (double)HeatingSlope * heatingDegreeDays + (double)CoolingSlope * coolingDegreeDays;
}
