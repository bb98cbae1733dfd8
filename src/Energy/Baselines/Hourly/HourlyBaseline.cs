using System.Collections.Immutable;
using System.Globalization;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// An hourly baseline by time of week and temperature after CalTRACK 2.0 (docs.caltrack.org, 3.7 to 3.11; Mathieu and others,
/// Quantifying Changes in Building Electricity Use, 2011), with the defaults of OpenEEMeter 3.2.0: twelve months, each from three with weights ½, 1, ½; occupancy by the 65 % rule on the residuals of
/// a model of HDD 50 °F and CDD 65 °F; temperature bins of at least 20 hours.
/// </summary>
/// <param name="Status">Whether a model was found.</param>
/// <param name="Segments">The models of the months that have one, in their order.</param>
/// <param name="Fit">How the models fit the hours they were made from, each hour by its own month's model; parameters are not counted.</param>
/// <param name="Hours">Hours with energy and temperature that the models were fitted to.</param>
/// <param name="Warnings">What falls short of the method's demands on the data.</param>
public sealed record HourlyBaseline(
    BaselineStatus Status, ImmutableArray<HourlySegment> Segments, GoodnessOfFit? Fit, int Hours, ImmutableArray<BaselineWarning> Warnings)
{
    private const int Months = 12;
    private const int LeastCoveragePercent = 90;

    /// <summary>Fits a baseline.</summary>
    /// <param name="energy">Energies of the baseline period's hours, such as <see cref="HourlySeries.Between"/> cuts them out.</param>
    /// <param name="temperatures">Outdoor temperatures of the same time, °F.</param>
    /// <exception cref="ArgumentException">A value is outside of what a meter or weather station reports.</exception>
    public static HourlyBaseline Of(HourlySeries energy, HourlySeries temperatures)
    {
        ArgumentNullException.ThrowIfNull(energy);
        ArgumentNullException.ThrowIfNull(temperatures);
        var hours = MeasuredHour.Of(energy, temperatures);
        var warnings = Warn(energy, hours);
        if (hours.Count == 0)
            return new(BaselineStatus.NoData, [], null, 0, warnings);
        var segments = ImmutableArray.CreateBuilder<HourlySegment>();
        for (var month = 1; month <= Months; month++)
            if (SegmentFit.Of(month, hours) is { } segment)
                segments.Add(segment);
        var baseline = new HourlyBaseline(BaselineStatus.Fitted, segments.ToImmutable(), null, hours.Count, warnings);
        return baseline with { Fit = baseline.FitOf(hours) };
    }

    /// <summary>Savings against this baseline: of every hour with energy, temperature, and a model of its month and hour of week.</summary>
    /// <param name="energy">Energies of the reporting period's hours.</param>
    /// <param name="temperatures">Outdoor temperatures of the same time, °F.</param>
    /// <exception cref="ArgumentException">A value is outside of what a meter or weather station reports.</exception>
    public MeteredSavings Savings(HourlySeries energy, HourlySeries temperatures)
    {
        ArgumentNullException.ThrowIfNull(energy);
        ArgumentNullException.ThrowIfNull(temperatures);
        var predict = Predictor();
        var periods = ImmutableArray.CreateBuilder<PeriodSavings>();
        foreach (var hour in MeasuredHour.Of(energy, temperatures))
            if (predict(hour) is { } predicted && Figures.Energy(predicted) is { } written && energy.At(hour.Start) is { } observed)
                periods.Add(new PeriodSavings(hour.Start, hour.Start.AddHours(1), written, observed));
        return MeteredSavings.Sum(periods.ToImmutable(), energy.Count - periods.Count);
    }

    private GoodnessOfFit FitOf(List<MeasuredHour> hours)
    {
        var predict = Predictor();
        var pairs = hours.Select(hour => (hour.Energy, Predicted: predict(hour))).Where(pair => pair.Predicted is not null).ToArray();
        return GoodnessOfFit.Of([.. pairs.Select(pair => pair.Energy)], [.. pairs.Select(pair => pair.Predicted ?? 0)], 0);
    }

    private Func<MeasuredHour, double?> Predictor()
    {
        var months = new HourlySegment?[Months + 1];
        foreach (var segment in Segments)
            months[segment.Month] = segment;
        return hour => months[hour.Month]?.Energy(hour.HourOfWeek, hour.Temperature);
    }

    private static ImmutableArray<BaselineWarning> Warn(HourlySeries energy, List<MeasuredHour> hours)
    {
        var warnings = ImmutableArray.CreateBuilder<BaselineWarning>();
        if (energy.Count == 0)
            warnings.Add(new("baseline.empty", "there is no hour to fit a baseline to"));
        else if (energy.Count != MeterPeriods.Year * 24)
            warnings.Add(new("baseline.days", Text($"the baseline spans {energy.Count} hours; CalTRACK asks for {MeterPeriods.Year * 24}")));
        var byMonth = new int[Months + 1];
        foreach (var hour in hours)
            byMonth[hour.Month]++;
        var expected = new int[Months + 1];
        for (var i = 0; i < energy.Count; i++)
            expected[energy.Start.AddHours(i).Month]++;
        for (var month = 1; month <= Months; month++)
            if (energy.Count > 0 && (expected[month] == 0 || byMonth[month] * 100 < LeastCoveragePercent * expected[month]))
                warnings.Add(new(
                    "baseline.month", Text($"month {month} has {byMonth[month]} of {expected[month]} hours with energy and temperature; CalTRACK asks for 90 %")));
        return warnings.ToImmutable();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
