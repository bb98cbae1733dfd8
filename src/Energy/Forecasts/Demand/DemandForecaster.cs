using System.Collections.Immutable;
using System.Globalization;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Forecasts a meter from its own history: candidates are tried in a rolling back-test on that history alone, and combined by how they did. The same history gives the same digits on every machine.
/// </summary>
public sealed class DemandForecaster
{
    /// <summary>Share of outcomes that a band should hold when nothing else is asked.</summary>
    public const decimal UsualCoverage = 0.8m;

    /// <summary>The furthest a forecast reaches, days: a week from tomorrow on, and the rest of today.</summary>
    public const int MostDays = 9;

    /// <summary>Digits after the point of a forecast: a milliwatt-hour is six of them in kWh, and nobody forecasts better.</summary>
    private const int Digits = 6;

    private readonly SiteCalendar calendar;
    private readonly DemandGrid grid;
    private readonly RollingBackTest test;
    private readonly ErrorBands bands;
    private readonly MeterSeries history;
    private readonly int days;

    private DemandForecaster(SiteCalendar calendar, MeterSeries history, DemandGrid grid, RollingBackTest test, ErrorBands bands, int days, decimal coverage)
    {
        (this.calendar, this.history, this.grid, this.test, this.bands, this.days, Coverage) = (calendar, history, grid, test, bands, days, coverage);
        foreach (var model in test.Models)
            model.Fit(grid, grid.Rows);
        Candidates = [.. test.Models.Select((model, m) => new CandidateModel(
            model.Name, Figures.Round(Math.Sqrt(test.Near.Errors[m]), Digits), Figures.Round(Math.Sqrt(test.Far.Errors[m]), Digits),
            Figures.Ratio(test.Near.Shares[m]) ?? 0, Figures.Ratio(test.Far.Shares[m]) ?? 0))];
    }

    /// <summary>The candidates, how they did and what share each has.</summary>
    public ImmutableArray<CandidateModel> Candidates { get; }

    /// <summary>Share of outcomes that the band should hold.</summary>
    public decimal Coverage { get; }

    /// <summary>Whether candidates saw the weather.</summary>
    public bool SeesWeather => grid.Weather is not null;

    /// <summary>Where on the ledger the weather forecasts stand that candidates saw; empty when they saw none.</summary>
    public ImmutableArray<WeatherReference> StoodOn => grid.Weather?.StoodOn ?? [];

    /// <summary>Days of the history that the candidates were tried on.</summary>
    public int DaysTested => test.Origins;

    /// <summary>The site's clock at the end of the history: a later history must end at the same.</summary>
    public TimeSpan TimeOfDay => calendar.ClockOf(history.End).TimeOfDay;

    /// <summary>Learns a meter's ways from its history; null when that is too short: two weeks and a day at least, five weeks for the better candidates.</summary>
    /// <param name="history">What was counted until the forecast begins.</param>
    /// <param name="calendar">The site's calendar: people keep to its clock and its days of the week.</param>
    /// <param name="days">How many days ahead are asked for, 1 to 9.</param>
    /// <param name="weather">The weather of the history and what was foretold; without it, or when it is not known well enough, the forecast stands on the meter alone.</param>
    /// <param name="coverage">Share of outcomes that the band should hold, above zero and below one.</param>
    public static DemandForecaster? Of(
        MeterSeries history, SiteCalendar calendar, int days, WeatherOutlook? weather = null, decimal coverage = UsualCoverage)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(calendar);
        if (days is < 1 or > MostDays)
            throw new ArgumentOutOfRangeException(nameof(days), days, $"must be 1 to {MostDays}");
        if (coverage is <= 0 or >= 1)
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "must be above zero and below one");
        var grid = DemandGrid.Of(history, calendar, weather, days);
        IDemandModel[] candidates =
        [
            new MovedWeek(1), new MovedWeek(4), new DayBefore(), new LagRegression(0.01), new LagRegression(0.1),
            new DoubleSeasonalSmoothing(false), new DoubleSeasonalSmoothing(true),
            new WeatherDriven(),
        ];
        if (grid.Rows == 0 || RollingBackTest.Of(grid, candidates, days) is not { } test)
            return null;
        return new DemandForecaster(calendar, history, grid, test, ErrorBands.Of(test.Errors(grid, 0), grid.Slots, (double)coverage), days, coverage);
    }

    /// <summary>Forecasts from the end of the history on.</summary>
    /// <param name="until">The end of the last slot; no further than the days that were asked for.</param>
    public DemandForecast Forecast(DateTimeOffset until) => Forecast(history, grid, bands, until);

    /// <summary>
    /// Forecasts from the end of a later history, with the models of this one; the bands learn from the days between. It must end at the same hour of the site's day.
    /// </summary>
    public DemandForecast Forecast(MeterSeries later, DateTimeOffset until, WeatherOutlook? weather = null)
    {
        ArgumentNullException.ThrowIfNull(later);
        if (later.Seconds != history.Seconds || calendar.ClockOf(later.End).TimeOfDay != TimeOfDay)
            throw new ArgumentException("the later history must end at the same hour of the day and have the same slots", nameof(later));
        var grid = DemandGrid.Of(later, calendar, weather, days);
        if (grid.Weather?.Drive != this.grid.Weather?.Drive)
            throw new ArgumentException("the weather must be known of both histories or of none", nameof(weather));
        var since = (calendar.ClockOf(later.End) - calendar.ClockOf(history.End)).Days;
        return Forecast(later, grid, since > 0 ? ErrorBands.Of(test.Errors(grid, since), grid.Slots, (double)Coverage) : bands, until);
    }

    private DemandForecast Forecast(MeterSeries from, DemandGrid grid, ErrorBands bands, DateTimeOffset until)
    {
        var horizon = days * grid.Slots;
        var forecasts = test.Ahead(grid, grid.Rows);
        var combined = new double[horizon];
        test.Combine(m => forecasts[m], combined);
        // What never went below zero will not tomorrow.
        var floor = grid.Lowest >= 0 ? 0 : double.NegativeInfinity;
        var count = (int)((until - from.End).Ticks / (from.Seconds * TimeSpan.TicksPerSecond));
        var (values, lower, upper) = (new decimal[count], new decimal[count], new decimal[count]);
        for (var i = 0; i < count; i++)
        {
            var at = DemandGrid.IndexAhead(from, calendar, from.End.AddSeconds((long)i * from.Seconds));
            if (at >= horizon)
                throw new ArgumentOutOfRangeException(nameof(until), until, $"must lie within {days} days of the history's end");
            values[i] = Written(Math.Max(combined[at], floor));
            // Where nearly all errors of the back-test lay on one side, so does the band; it still reaches to the value.
            lower[i] = Math.Min(values[i], Written(Math.Max(combined[at] + bands.Lower(at), floor)));
            upper[i] = Math.Max(values[i], Written(Math.Max(combined[at] + bands.Upper(at), floor)));
        }
        return new DemandForecast(from.End, from.Seconds, [.. values], [.. lower], [.. upper], Coverage, Method());
    }

    private string Method()
    {
        var best = Candidates.OrderByDescending(candidate => candidate.ShareNextDay).First();
        var others = Candidates.Count(candidate => candidate.ShareNextDay >= 0.01m) - 1;
        return others == 0
            ? best.Model
            : string.Create(CultureInfo.InvariantCulture, $"{best.Model} ({decimal.Round(100 * best.ShareNextDay)} %) and {others} more");
    }

    private static decimal Written(double value) => Figures.Round(value, Digits) ?? throw new ArgumentException("a forecast is beyond what a meter counts");
}
