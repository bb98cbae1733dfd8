using System.Collections.Immutable;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Hourly means of a weather series; null where not known.</summary>
public sealed record WeatherAnswer(
    string Site, string Quantity, string Unit, DateTime Start, int Seconds, IReadOnlyList<decimal?> Values, DateTime? First, DateTime? End);

/// <summary>A weather forecast as it stands on the ledger.</summary>
/// <param name="Quantity">temperature, windSpeed, irradiance or pressure.</param>
/// <param name="Unit">°C, m/s, W/m² or hPa.</param>
/// <param name="Issued">When it was issued.</param>
/// <param name="Start">Start of its first slot.</param>
/// <param name="Seconds">Length of a slot.</param>
/// <param name="Values">Means over the slots.</param>
/// <param name="Source">Whose it is, and how it was made.</param>
public sealed record WeatherForecastView(string Quantity, string Unit, DateTime Issued, DateTime Start, int Seconds, ImmutableArray<decimal> Values, string Source);

/// <summary>A weather forecast to post before the fact: means over consecutive slots, none of them over.</summary>
/// <param name="Quantity">temperature, windSpeed, irradiance or pressure.</param>
/// <param name="Issued">When it was issued: at most 24 hours ago, and after every other of the series.</param>
/// <param name="Start">Start of its first slot.</param>
/// <param name="Seconds">Length of a slot.</param>
/// <param name="Values">At most 1,000 means.</param>
/// <param name="Source">Whose it is, and how it was made.</param>
public sealed record NewWeatherForecast(string Quantity, DateTimeOffset Issued, DateTimeOffset Start, int Seconds, IReadOnlyList<decimal> Values, string Source);

/// <summary>A weather forecast that another forecast stands on.</summary>
public sealed record WeatherReferenceView(string Quantity, DateTime Issued);

/// <summary>Weather to record: means over consecutive slots.</summary>
public sealed record NewWeather(string Quantity, DateTimeOffset Start, int Seconds, IReadOnlyList<decimal> Values, string? Source = null);

/// <summary>A baseline to fit to what the ledger has.</summary>
/// <param name="Id">Its name: lower case letters, digits and hyphens.</param>
/// <param name="Method">daily or hourly.</param>
/// <param name="From">First UTC day of the baseline period.</param>
/// <param name="To">The UTC day after the last, at most 400 days later.</param>
public sealed record NewBaseline(string Id, string Method, DateOnly From, DateOnly To);

/// <summary>A non-routine adjustment to record.</summary>
public sealed record NewAdjustment(string Id, DateTimeOffset From, DateTimeOffset Until, decimal EnergyPerDay, string Reason);

/// <summary>All of something.</summary>
public sealed record Listed<T>(IReadOnlyList<T> Items);

/// <summary>A model in words of °C: energy of a day without heating and cooling, and per degree and day beyond each balance point. An hourly one has its kind alone.</summary>
public sealed record BaselineModelView(
    string Kind, decimal? Intercept, decimal? HeatingSlope, decimal? HeatingBalancePoint, decimal? CoolingSlope, decimal? CoolingBalancePoint);

/// <summary>How a model fits, as shares; errors relative to the mean.</summary>
public sealed record BaselineFitView(int Count, decimal? RSquared, decimal? AdjustedRSquared, decimal? Rmse, decimal? CvRmse, decimal? Nmbe);

/// <summary>The verdict of ASHRAE Guideline 14.</summary>
public sealed record VerdictView(bool Holds, decimal CvRmseLimit, bool CvRmseHolds, decimal NmbeLimit, bool NmbeHolds);

/// <summary>Something to know before paying on a baseline.</summary>
public sealed record WarningView(string Code, string Detail);

/// <summary>A non-routine adjustment, with who recorded it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when, which is not included.</param>
/// <param name="EnergyPerDay">What the baseline grows by in 24 hours, meter's unit; below zero when it shrinks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Energy">What the baseline grew by in the days asked for, those left out not counted; null beside a baseline alone.</param>
/// <param name="By">The party whose key signed it; null when the ledger no longer has the transaction.</param>
/// <param name="ByName">What people call that party; null when it is no member.</param>
/// <param name="Block">The block that recorded it.</param>
/// <param name="At">That block's time.</param>
/// <param name="Transaction">The transaction; null when the ledger no longer has it.</param>
public sealed record AdjustmentView(string Id, DateTime From, DateTime Until, decimal EnergyPerDay, string Reason, decimal? Energy, string? By, string? ByName, long? Block,
    DateTime? At, string? Transaction);

/// <summary>A baseline as it stands on the ledger.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Method">daily or hourly.</param>
/// <param name="From">Start of its period.</param>
/// <param name="To">End of its period.</param>
/// <param name="Data">Digest of the data it was fitted to.</param>
/// <param name="Block">The block that recorded it, after every validator had fitted it again.</param>
/// <param name="Transaction">The transaction.</param>
/// <param name="Model">The model.</param>
/// <param name="Fit">How it fits its own period.</param>
/// <param name="Verdict">Whether that is good enough.</param>
/// <param name="Warnings">What falls short of the method's demands on the data.</param>
/// <param name="Adjustments">Its non-routine adjustments.</param>
/// <param name="Words">All of this in plain words.</param>
public sealed record BaselineView(
    string Id, string Meter, string Method, DateTime From, DateTime To, string Data, long? Block, string? Transaction, BaselineModelView Model, BaselineFitView Fit, VerdictView Verdict,
    IReadOnlyList<WarningView> Warnings, IReadOnlyList<AdjustmentView> Adjustments, IReadOnlyList<string> Words);

/// <summary>UTC days in parallel arrays; null where not known.</summary>
public sealed record BaselineDays(
    IReadOnlyList<DateTime> Start, IReadOnlyList<decimal?> Observed, IReadOnlyList<decimal?> Predicted, IReadOnlyList<decimal?> Temperature);

/// <summary>Since when a meter no longer behaves towards its baseline as before; savings per day or hour.</summary>
public sealed record ChangeView(DateTime At, decimal SavedBefore, decimal SavedAfter);

/// <summary>A baseline with its residuals, and what came after it.</summary>
/// <param name="Baseline">The baseline.</param>
/// <param name="Days">The days it was fitted to.</param>
/// <param name="Since">The days since its end, at most 400.</param>
/// <param name="ChangePoint">Since when it no longer fits, when that is so.</param>
public sealed record BaselineDetail(BaselineView Baseline, BaselineDays Days, BaselineDays Since, ChangeView? ChangePoint);

/// <summary>How far savings may be off.</summary>
/// <param name="Confidence">Two-sided confidence of the bands.</param>
/// <param name="Band">Half the width of the band by ASHRAE Guideline 14, in the meter's unit.</param>
/// <param name="Fraction">Its share of the savings; null when nothing was saved.</param>
/// <param name="ReferenceBand">The same as OpenEEMeter 3.2.0 writes it: equal for a reporting period as long as the baseline, too wide for a shorter one.</param>
/// <param name="Significant">Whether the savings are larger than the band, so that they can be told from chance.</param>
public sealed record UncertaintyView(decimal Confidence, decimal Band, decimal? Fraction, decimal ReferenceBand, bool Significant);

/// <summary>UTC days of a reporting period in parallel arrays.</summary>
public sealed record SavingsDays(IReadOnlyList<DateTime> Start, IReadOnlyList<decimal> Baseline, IReadOnlyList<decimal> Observed, IReadOnlyList<decimal> CumulativeSaved);

/// <summary>Savings against a baseline in the weather of the reporting period.</summary>
public sealed record SavingsAnswer(
    string Meter, string Baseline, string Unit, DateOnly From, DateOnly To, decimal AdjustedBaseline, decimal Observed, decimal Saved, decimal? Share, UncertaintyView? Uncertainty,
    int PeriodsLeftOut, SavingsDays Days, IReadOnlyList<AdjustmentView> Adjustments, ChangeView? ChangePoint, IReadOnlyList<string> Words);

/// <summary>Where predicted values come from: posted on the ledger before the fact, or a hindcast of the same models for days without.</summary>
/// <param name="From">Start of the days it covers.</param>
/// <param name="To">End of them.</param>
/// <param name="Kind">posted, hindcast or now.</param>
/// <param name="Method">How it was made, in words.</param>
/// <param name="Weather">The weather forecasts it stands on; empty when it stands on the meter alone.</param>
public sealed record PredictionSource(DateTime From, DateTime To, string Kind, string Method, IReadOnlyList<WeatherReferenceView> Weather);

/// <summary>Actual, predicted and baseline in parallel arrays; null where not known.</summary>
public sealed record PredictionAnswer(
    string Meter, string Unit, DateOnly From, DateOnly To, string Resolution, decimal Coverage, IReadOnlyList<DateTime> Start, IReadOnlyList<decimal?> Actual, IReadOnlyList<decimal?> Predicted,
    IReadOnlyList<decimal?> Lower, IReadOnlyList<decimal?> Upper, IReadOnlyList<decimal?> Baseline, string? BaselineId, IReadOnlyList<PredictionSource> Sources);

/// <summary>How good a forecast was, counted from the readings on the ledger; shares are of what was counted.</summary>
public sealed record ScoreView(
    int Slots, int Measured, decimal Expected, decimal Observed, decimal? MeanError, decimal? Mape, decimal? CvRmse, decimal? Bias, decimal? Within, decimal? WeekBefore);

/// <summary>A forecast as it stands on the ledger.</summary>
public sealed record ForecastView(
    string Horizon, DateOnly Date, DateTime Known, DateTime Start, int Seconds, ImmutableArray<decimal> Values, ImmutableArray<decimal> Lower, ImmutableArray<decimal> Upper, decimal Coverage,
    string Method, ScoreView? Score, IReadOnlyList<WeatherReferenceView> Weather);

/// <summary>A forecast's score.</summary>
public sealed record DatedScore(DateOnly Date, ScoreView Score);

/// <summary>Scores of a meter's forecasts, each and together.</summary>
public sealed record ScoresAnswer(string Meter, string Unit, string Horizon, IReadOnlyList<DatedScore> Items, ScoreView? Total, IReadOnlyList<string> Words);

/// <summary>The models that a meter would be forecast with now.</summary>
public sealed record ModelsAnswer(int Seconds, int DaysTested, decimal Coverage, IReadOnlyList<CandidateView> Candidates);

/// <summary>A candidate model, how it did in the back-test, and its share of the forecast.</summary>
public sealed record CandidateView(string Model, decimal? RmseNextDay, decimal? RmseLater, decimal ShareNextDay, decimal ShareLater);
