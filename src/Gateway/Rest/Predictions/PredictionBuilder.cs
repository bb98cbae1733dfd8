using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Actual against predicted against baseline, hour by hour. Posted forecasts come from the ledger; days without one are forecast now, from what was known at their midnight.</summary>
public sealed class PredictionBuilder(RuleBook book, MeterHistory history, TimeProvider clock)
{
    /// <summary>Most days of one answer.</summary>
    public const int MostDays = 62;

    const int Hour = 3600;

    /// <summary>Builds the answer for local days.</summary>
    public async Task<PredictionAnswer> BuildAsync(MeterInfo meter, string timeZone, DateOnly? from, DateOnly? to, Resolution resolution, string? baseline, CancellationToken cancellation)
    {
        var calendar = LocalDays.Of(timeZone).Calendar;
        var now = clock.GetUtcNow();
        var today = calendar.DateOf(now);
        var last = to ?? today.AddDays(2);
        var first = from ?? last.AddDays(-9);
        if (last <= first) throw ProblemException.Invalid("to", LocalDay.Format(last), "it is exclusive and must lie after from.");
        if (last.DayNumber - first.DayNumber > MostDays) throw ProblemException.Invalid("to", LocalDay.Format(last), $"a range may have at most {MostDays} days.");
        var (start, end) = (Floor(calendar.Day(first).Start), Floor(calendar.Day(last).Start));
        var known = Floor(now);
        var learned = Floor(start.AddDays(-MeterHistory.MostDays));
        var series = await history.ReadAsync(meter.Ledger, meter.Id, Hour, learned, known, cancellation);
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var hours = new PredictedHours(start, (int)((end - start).Ticks / TimeSpan.TicksPerHour));
        await Task.Run(() => Predict(hours, state, meter, calendar, series, first, last, now), cancellation);
        var (baselineId, baselineHours) = Baseline(state, meter, baseline, start, end < known ? end : known);
        for (var i = 0; i < hours.Count; i++)
        {
            hours.Actual[i] = series.At(hours.At(i));
            hours.Baseline[i] = baselineHours.TryGetValue(hours.At(i).ToUnixTimeSeconds(), out var value) ? decimal.Round(value, 6) : null;
        }
        return resolution == Resolution.Day ? hours.ByDay(meter, calendar, first, last, baselineId) : hours.ByHour(meter, first, last, baselineId);
    }

    /// <summary>The models that a meter would be forecast with now.</summary>
    public async Task<ModelsAnswer?> ModelsAsync(MeterInfo meter, string timeZone, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var known = Floor(now);
        var series = Trimmed(await history.ReadAsync(meter.Ledger, meter.Id, Hour, known.AddDays(-MeterHistory.MostDays), known, cancellation));
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var calendar = LocalDays.Of(timeZone).Calendar;
        var forecaster = await Task.Run(() => DemandForecaster.Of(series, calendar, 7, Outlook(state, meter, calendar, series, now)), cancellation);
        return forecaster is null ? null : new ModelsAnswer(Hour, forecaster.DaysTested, forecaster.Coverage,
            [.. forecaster.Candidates.Select(c => new CandidateView(c.Model, c.RmseNextDay, c.RmseLater, c.ShareNextDay, c.ShareLater))]);
    }

    static void Predict(PredictedHours hours, IStateReader state, MeterInfo meter, SiteCalendar calendar, MeterSeries series, DateOnly first, DateOnly last, DateTimeOffset now)
    {
        var measured = Trimmed(series);
        DemandForecaster? rolling = null, ahead = null;
        for (var day = first; day < last; day = day.AddDays(1))
        {
            var span = calendar.Day(day);
            if (state.Forecast(meter.Id, ForecastHorizon.Day, day) is { } posted)
            {
                hours.Take(posted.Start, posted.Seconds, posted.Values, posted.Lower, posted.Upper);
                hours.Sources.Add(new PredictionSource(span.Start.UtcDateTime, span.End.UtcDateTime, "posted", posted.Method, Describe(posted.Weather)));
                continue;
            }
            DemandForecast? forecast = null;
            var hindcast = false;
            if (Floor(span.Start) <= measured.End)
            {
                hindcast = true;
                var past = measured.Between(measured.Start, Floor(span.Start));
                rolling ??= DemandForecaster.Of(past, calendar, 2);
                forecast = rolling is null ? null : calendar.ClockOf(past.End).TimeOfDay == rolling.TimeOfDay ? rolling.Forecast(past, Floor(span.End)) : null;
            }
            else if ((Floor(span.End) - measured.End).TotalDays < DemandForecaster.MostDays - 1)
            {
                ahead ??= DemandForecaster.Of(measured, calendar, DemandForecaster.MostDays, Outlook(state, meter, calendar, measured, now));
                forecast = ahead?.Forecast(Floor(span.End));
            }
            if (forecast is null) continue;
            var skip = Math.Max(0, (int)((Floor(span.Start) - forecast.Start).Ticks / TimeSpan.TicksPerHour));
            hours.Take(forecast.Start.AddHours(skip), Hour, forecast.Values[skip..], forecast.Lower[skip..], forecast.Upper[skip..]);
            hours.Sources.Add(new PredictionSource(span.Start.UtcDateTime, span.End.UtcDateTime, hindcast ? "hindcast" : "now", forecast.Method, hindcast || ahead is null ? [] : Describe(ahead.StoodOn)));
        }
    }

    /// <summary>The weather forecasts that a forecast stands on.</summary>
    public static IReadOnlyList<WeatherReferenceView> Describe(ImmutableArray<WeatherReference> weather) =>
        [.. weather.Select(one => new WeatherReferenceView(one.Quantity.Text(), one.Issued.UtcDateTime))];

    static WeatherOutlook? Outlook(IStateReader state, MeterInfo meter, SiteCalendar calendar, MeterSeries measured, DateTimeOffset now) =>
        state.Meter(meter.Id) is { } registration ? MeterWeather.Of(state, registration, measured.Start, measured.End, calendar.Day(calendar.DateOf(now).AddDays(1)).End, now) : null;

    static (string? Id, Dictionary<long, decimal> Hours) Baseline(IStateReader state, MeterInfo meter, string? asked, DateTimeOffset from, DateTimeOffset to)
    {
        if (asked == "none" || to <= from) return (null, []);
        var all = asked is null ? state.Baselines(meter.Id).OrderByDescending(b => b.To).ToList() : [BaselineBuilder.Find(state, meter, asked).Baseline];
        // The one that ended before these days, if there is one: a baseline is for what came after it.
        if ((all.Find(b => b.To <= from) ?? all.FirstOrDefault()) is not { } baseline || state.Meter(meter.Id) is not { } registration) return (null, []);
        return (baseline.Baseline, BaselineBuilder.Hours(state, registration, baseline, UtcTime.StartOf(UtcTime.DayOf(from)), UtcTime.StartOf(UtcTime.DayOf(to).AddDays(1))));
    }

    /// <summary>The series from its first to its last known hour.</summary>
    static MeterSeries Trimmed(MeterSeries series)
    {
        var (first, last) = (0, series.Values.Length);
        while (last > 0 && series.Values[last - 1] is null) last--;
        while (first < last && series.Values[first] is null) first++;
        return series.Between(series.Start.AddHours(first), series.Start.AddHours(last));
    }

    static DateTimeOffset Floor(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / Hour * Hour);
}
