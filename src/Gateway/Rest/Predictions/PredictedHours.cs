using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Forecasts;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Hours of an answer in parallel arrays; null where not known.</summary>
sealed class PredictedHours(DateTimeOffset start, int count)
{
    public int Count => count;

    public decimal?[] Actual { get; } = new decimal?[count];

    public decimal?[] Predicted { get; } = new decimal?[count];

    public decimal?[] Lower { get; } = new decimal?[count];

    public decimal?[] Upper { get; } = new decimal?[count];

    public decimal?[] Baseline { get; } = new decimal?[count];

    public List<PredictionSource> Sources { get; } = [];

    public DateTimeOffset At(int hour) => start.AddHours(hour);

    /// <summary>Puts a forecast in; slots shorter than an hour are added up.</summary>
    public void Take(DateTimeOffset from, int seconds, ImmutableArray<decimal> values, ImmutableArray<decimal> lower, ImmutableArray<decimal> upper)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var offset = (from - start).Ticks / TimeSpan.TicksPerSecond + (long)i * seconds;
            if (offset < 0 || offset / 3600 >= count) continue;
            var hour = (int)(offset / 3600);
            Predicted[hour] = (Predicted[hour] ?? 0) + values[i];
            Lower[hour] = (Lower[hour] ?? 0) + lower[i];
            Upper[hour] = (Upper[hour] ?? 0) + upper[i];
        }
    }

    public PredictionAnswer ByHour(MeterInfo meter, DateOnly first, DateOnly last, string? baseline) => new(
        meter.Id, meter.Unit, first, last, "hour", DemandForecaster.UsualCoverage, [.. Enumerable.Range(0, count).Select(hour => At(hour).UtcDateTime)], Actual, Predicted, Lower, Upper, Baseline,
        baseline, Sources);

    /// <summary>Sums of local days; a day with an hour missing has none. There is no band: the errors of a day's hours go together, and nobody measured how far.</summary>
    public PredictionAnswer ByDay(MeterInfo meter, SiteCalendar calendar, DateOnly first, DateOnly last, string? baseline)
    {
        var days = Enumerable.Range(0, last.DayNumber - first.DayNumber).Select(day => calendar.Day(first.AddDays(day))).ToList();
        IReadOnlyList<decimal?> Sums(decimal?[] hours) => [.. days.Select(day => Sum(hours, day))];
        return new(meter.Id, meter.Unit, first, last, "day", DemandForecaster.UsualCoverage, days.ConvertAll(day => day.Start.UtcDateTime), Sums(Actual), Sums(Predicted),
            new decimal?[days.Count], new decimal?[days.Count], Sums(Baseline), baseline, Sources);
    }

    decimal? Sum(decimal?[] hours, TimeSpanUtc day)
    {
        decimal sum = 0;
        for (var hour = (int)((day.Start - start).Ticks / TimeSpan.TicksPerHour); At(hour) < day.End; hour++)
        {
            if (hour >= hours.Length || hours[hour] is not { } value) return null;
            sum += value;
        }
        return sum;
    }
}
