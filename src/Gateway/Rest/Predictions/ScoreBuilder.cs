using SmartBlocks.Energy;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Forecasts of the ledger and their scores, counted anew from the readings.</summary>
public sealed class ScoreBuilder(RuleBook book, MeterHistory history, TimeProvider clock)
{
    /// <summary>Most days of one answer.</summary>
    public const int MostDays = 366;

    /// <summary>The forecasts that begin on local days, with the scores of those that are over.</summary>
    public async Task<IReadOnlyList<ForecastView>> ListAsync(MeterInfo meter, string timeZone, ForecastHorizon horizon, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var calendar = LocalDays.Of(timeZone).Calendar;
        var now = clock.GetUtcNow();
        var last = to ?? calendar.DateOf(now).AddDays(2);
        var first = from ?? last.AddDays(-30);
        if (last <= first) throw ProblemException.Invalid("to", LocalDay.Format(last), "it is exclusive and must lie after from.");
        if (last.DayNumber - first.DayNumber > MostDays) throw ProblemException.Invalid("to", LocalDay.Format(last), $"a range may have at most {MostDays} days.");
        if (first.Year < 2000 || last.Year > 2099) throw ProblemException.Invalid("from", LocalDay.Format(first), "days lie in the years 2000 to 2099.");
        var state = await book.StateAsync(meter.Ledger, cancellation);
        var forecasts = state.Forecasts(meter.Id, horizon, first, last).ToList();
        var observed = new Dictionary<int, MeterSeries>();
        foreach (var group in forecasts.Where(f => f.End <= now).GroupBy(f => f.Seconds))
        {
            var start = group.Min(f => f.Start).AddDays(-7);
            var seconds = MeterHistory.SecondsOf(MeterKind.Interval, group.Key);
            observed[group.Key] = await history.ReadAsync(meter.Ledger, meter.Id, seconds, start, group.Max(f => f.End), cancellation);
        }
        return [.. forecasts.Select(f => new ForecastView(f.Horizon.Text(), calendar.DateOf(f.Start), f.Known.UtcDateTime, f.Start.UtcDateTime, f.Seconds, f.Values, f.Lower, f.Upper, f.Coverage, f.Method,
            f.End <= now && observed.TryGetValue(f.Seconds, out var series) && series.Seconds == f.Seconds ? Describe(ForecastScore.Of(f, series)) : null, PredictionBuilder.Describe(f.Weather)))];
    }

    /// <summary>The scores alone, and all of them together.</summary>
    public static ScoresAnswer Scores(MeterInfo meter, ForecastHorizon horizon, IReadOnlyList<ForecastView> forecasts)
    {
        var scores = forecasts.Where(f => f.Score is { Measured: > 0 }).Select(f => new DatedScore(f.Date, f.Score!)).ToList();
        var total = scores.Count == 0 ? null : Total([.. scores.Select(s => s.Score)]);
        return new ScoresAnswer(meter.Id, meter.Unit, horizon.Text(), scores, total, BaselineWords.Scores(total, scores.Count, DemandForecaster.UsualCoverage));
    }

    static ScoreView Total(IReadOnlyList<ScoreView> scores)
    {
        var measured = scores.Sum(s => s.Measured);
        var (expected, observed) = (scores.Sum(s => s.Expected), scores.Sum(s => s.Observed));
        var squares = scores.Where(s => s.CvRmse is not null).Sum(s => s.Measured * Square((double)s.CvRmse!.Value * (double)s.Observed / s.Measured));
        var rmse = Math.Sqrt(squares / measured) / (observed == 0 ? double.NaN : (double)observed / measured);
        return new ScoreView(scores.Sum(s => s.Slots), measured, expected, observed, Mean(scores, s => s.MeanError), Mean(scores, s => s.Mape),
            double.IsFinite(rmse) ? decimal.Round((decimal)rmse, 6) : null, observed == 0 ? null : decimal.Round((expected - observed) / observed, 6), Mean(scores, s => s.Within), Mean(scores, s => s.WeekBefore));
    }

    static decimal? Mean(IReadOnlyList<ScoreView> scores, Func<ScoreView, decimal?> figure)
    {
        var known = scores.Where(s => figure(s) is not null).ToList();
        return known.Count == 0 ? null : decimal.Round(known.Sum(s => s.Measured * (figure(s) ?? 0)) / known.Sum(s => s.Measured), 6);
    }

    static ScoreView Describe(ForecastScore s) => new(s.Slots, s.Measured, s.Expected, s.Observed, s.MeanError, s.Mape, s.CvRmse, s.Bias, s.Within, s.WeekBefore);

    static double Square(double value) => value * value;
}
