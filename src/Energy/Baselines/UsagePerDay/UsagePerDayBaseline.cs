using System.Collections.Immutable;

namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// A baseline of the usage per day after CalTRACK 2.0 (docs.caltrack.org, sections 2 and 3), daily and billing, with the defaults of OpenEEMeter 3.2.0.
/// </summary>
/// <param name="Method">Daily or billing.</param>
/// <param name="Status">Whether a model was found.</param>
/// <param name="Model">The selected model, when there is one.</param>
/// <param name="Fit">How the selected model fits the periods it was made from.</param>
/// <param name="Periods">Periods with energy and temperature that the candidates were fitted to.</param>
/// <param name="CandidatesTried">Candidates with degree days enough to be fitted.</param>
/// <param name="CandidatesQualified">Candidates without a negative parameter.</param>
/// <param name="Warnings">What falls short of the method's demands on the data (CalTRACK 2.2).</param>
public sealed record UsagePerDayBaseline(
    UsagePerDayMethod Method,
    BaselineStatus Status,
    UsagePerDayModel? Model,
    GoodnessOfFit? Fit,
    int Periods,
    int CandidatesTried,
    int CandidatesQualified,
    ImmutableArray<BaselineWarning> Warnings)
{
    /// <summary>Temperatures a weather station reports, °F.</summary>
    internal const decimal Coldest = -150;

    /// <summary>The hottest temperature a weather station reports, °F.</summary>
    internal const decimal Hottest = 200;

    /// <summary>Fits a baseline.</summary>
    /// <param name="periods">The baseline period's days or bills in order of time, such as <see cref="MeterPeriods.Before"/> selects them.</param>
    /// <param name="temperatures">Outdoor temperatures of the same time, °F, hourly.</param>
    /// <param name="method">Daily or billing.</param>
    /// <param name="fitCooling">False for meters that cannot cool, such as gas (CalTRACK 3.3.2).</param>
    /// <exception cref="ArgumentException">Periods overlap, or a value is outside of what a meter or weather station reports.</exception>
    public static UsagePerDayBaseline Of(IReadOnlyList<MeterPeriod> periods, HourlySeries temperatures, UsagePerDayMethod method, bool fitCooling = true)
    {
        ArgumentNullException.ThrowIfNull(temperatures);
        MeterPeriods.Check(periods, nameof(periods));
        var hours = temperatures.ToNumbers(Coldest, Hottest, nameof(temperatures));
        int? longest = method == UsagePerDayMethod.Billing ? PeriodTemperatures.LongestBill : null;
        var all = periods.Select(period => (Period: period, Temperatures: PeriodTemperatures.Of(period, temperatures.Start, hours, longest))).ToArray();
        var warnings = DataSufficiency.Warnings(all);
        var rows = all.Where(row => row.Period.Energy is not null && row.Temperatures.Known).ToArray();
        if (rows.Length == 0)
            return new(method, BaselineStatus.NoData, null, null, 0, 0, 0, warnings);

        var search = new CandidateSearch(new DesignMatrix(rows, method), method, fitCooling);
        var model = search.Run()?.ToModel();
        if (model is null)
            return new(method, BaselineStatus.NoModel, null, null, rows.Length, search.Tried, search.Qualified, warnings);
        return new(method, BaselineStatus.Fitted, model, FitOf(model, rows), rows.Length, search.Tried, search.Qualified, warnings);
    }

    /// <summary>What the model says of each period, in the period's total; null where the temperature is not known.</summary>
    internal static double?[] Predict(UsagePerDayModel model, IReadOnlyList<MeterPeriod> periods, HourlySeries temperatures)
    {
        var hours = temperatures.ToNumbers(Coldest, Hottest, nameof(temperatures));
        var energies = new double?[periods.Count];
        for (var i = 0; i < energies.Length; i++)
        {
            var weather = PeriodTemperatures.Of(periods[i], temperatures.Start, hours, null);
            if (!weather.Known)
                continue;
            var (heating, cooling) = DegreeDays(model, weather);
            energies[i] = model.Energy(periods[i].Days, heating * weather.Days, cooling * weather.Days);
        }
        return energies;
    }

    private static GoodnessOfFit FitOf(UsagePerDayModel model, (MeterPeriod Period, PeriodTemperatures Temperatures)[] rows)
    {
        var observed = new double[rows.Length];
        var predicted = new double[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var (period, weather) = rows[i];
            var (heating, cooling) = DegreeDays(model, weather);
            observed[i] = (double)(period.Energy ?? 0);
            predicted[i] = model.Energy(period.Days, heating * period.Days, cooling * period.Days);
        }
        return GoodnessOfFit.Of(observed, predicted, model.Slopes);
    }

    private static (double Heating, double Cooling) DegreeDays(UsagePerDayModel model, PeriodTemperatures weather) => (
        model.HeatingBalancePoint is { } heating ? weather.MeanHeating(heating) : 0,
        model.CoolingBalancePoint is { } cooling ? weather.MeanCooling(cooling) : 0);
}
