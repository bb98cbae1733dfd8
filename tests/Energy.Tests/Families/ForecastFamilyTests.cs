using System.Collections.Immutable;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

public sealed class ForecastFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void A_forecast_is_put_on_record_before_the_fact_and_never_rewritten()
    {
        var forecast = Day("2026-11-22T00:00:00Z", 24);
        ledger.Accept(ForecastPayload.Family, forecast.ToJson(), TestLedger.OperatorKey, Roles.Operator);

        ledger.State.Forecast("main", ForecastHorizon.Day, new DateOnly(2026, 11, 22))!.ToJson().ShouldBe(forecast.ToJson());
        Code(forecast with { Method = "a better one" }).ShouldBe("forecast.exists");
        ledger.Now = TestLedger.At("2026-11-23T00:00:01Z");
        Code(Day("2026-11-23T00:00:00Z", 24)).ShouldBe("forecast.late");
        ledger.State.Forecasts("main", ForecastHorizon.Day, new DateOnly(2026, 11, 22), new DateOnly(2026, 11, 23)).Count().ShouldBe(1);
        ledger.State.Forecasts("main", ForecastHorizon.Day, new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 29)).ShouldBeEmpty();
    }

    [Fact]
    public void It_covers_whole_local_days()
    {
        Code(Day("2026-11-22T01:00:00Z", 24)).ShouldBe("forecast.days");
        Code(Day("2026-11-22T00:00:00Z", 23)).ShouldBe("forecast.days");
        Code(Day("2026-11-22T00:00:00Z", 24) with { Horizon = ForecastHorizon.Week }).ShouldBe("forecast.days");
        Code(Day("2026-11-22T00:00:00Z", 168) with { Horizon = ForecastHorizon.Week }).ShouldBeNull();
        Code(Day("2026-11-30T00:00:00Z", 24)).ShouldBe("forecast.early");
        // Clocks in Dublin go back on 25 October 2026: a day of 25 hours that begins at 23:00 UTC.
        ledger.Now = TestLedger.At("2026-10-24T12:00:00Z");
        Code(Day("2026-10-24T23:00:00Z", 24)).ShouldBe("forecast.days");
        Code(Day("2026-10-24T23:00:00Z", 25)).ShouldBeNull();
    }

    [Fact]
    public void Its_band_holds_its_values_and_its_history_ends_before_it()
    {
        var forecast = Day("2026-11-22T00:00:00Z", 24);
        Code(forecast with { Lower = forecast.Lower.SetItem(3, 99) }).ShouldBe("forecast.band");
        Code(forecast with { Upper = forecast.Upper.RemoveAt(0) }).ShouldBe("forecast.band");
        Code(forecast with { Known = TestLedger.At("2026-11-22T01:00:00Z") }).ShouldBe("forecast.known");
        Code(forecast with { Coverage = 1 }).ShouldBe("forecast.coverage");
        Code(forecast with { Meter = "nobody" }).ShouldBe("meter.unknown");
    }

    [Fact]
    public void A_score_is_counted_from_what_was_measured()
    {
        var forecast = Day("2026-11-22T00:00:00Z", 24);
        decimal?[] counted = [.. Enumerable.Range(0, 24).Select(hour => hour < 20 ? hour % 2 == 0 ? 12m : 8m : (decimal?)null)];
        var observed = new MeterSeries(forecast.Start.AddDays(-7), 3600, [.. Enumerable.Repeat<decimal?>(15m, 7 * 24), .. counted]);

        var score = ForecastScore.Of(forecast, observed);

        (score.Slots, score.Measured, score.Expected, score.Observed).ShouldBe((24, 20, 200m, 200m));
        score.MeanError.ShouldBe(2);
        score.Bias.ShouldBe(0);
        score.CvRmse.ShouldBe(0.2m);
        score.Mape.ShouldBe(0.208333m);
        score.Within.ShouldBe(1);
        score.WeekBefore.ShouldBe(5);
        ForecastScore.Of(forecast, new MeterSeries(forecast.Start, 3600, [])).Measured.ShouldBe(0);
    }

    private static ForecastPayload Day(string start, int hours) => new(
        "main", ForecastHorizon.Day, TestLedger.At(start).AddHours(-15), TestLedger.At(start), 3600,
        Repeat(10, hours), Repeat(7, hours), Repeat(13, hours), 0.8m, "same hour a week before");

    private static ImmutableArray<decimal> Repeat(decimal value, int count) => [.. Enumerable.Repeat(value, count)];

    private string? Code(ForecastPayload forecast) => ledger.Apply(ForecastPayload.Family, forecast.ToJson(), TestLedger.OperatorKey, Roles.Operator)?.Code;
}
