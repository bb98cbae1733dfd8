using System.Collections.Immutable;
using SmartBlocks.Energy.Families;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Forecasts;

/// <summary>Forecasts that stand on the weather: as it was, and as it was foretold at the time.</summary>
public sealed class WeatherOutlookTests
{
    private const int Days = 90;
    private static readonly DateTimeOffset start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset end = start.AddDays(Days);
    private static readonly DateTimeOffset tomorrow = end.AddDays(1);

    /// <summary>Each day's weather has nothing to do with the day's before.</summary>
    private static decimal Weather(int hour) => 8 + 6 * Noise(hour / 24) + hour % 24 * 0.1m;

    private static MeterSeries Heat(int hours) => Series(start, hours, hour => 40 - 2 * Weather(hour) + 0.2m * Noise(10_000 + hour));

    [Fact]
    public void What_was_foretold_well_makes_a_better_forecast_and_a_narrower_band()
    {
        var heat = Heat(24 * Days);
        var blind = DemandForecaster.Of(heat, SiteCalendar.Utc, 1)!.Forecast(tomorrow);
        var seeing = DemandForecaster.Of(heat, SiteCalendar.Utc, 1, Outlook(_ => 0))!;
        seeing.SeesWeather.ShouldBeTrue();
        var forecast = seeing.Forecast(tomorrow);

        for (var hour = 0; hour < 24; hour++)
            forecast.Values[hour].ShouldBe(40 - 2 * Weather(24 * Days + hour), 1.5m);
        Width(forecast).ShouldBeLessThan(Width(blind) / 3);
    }

    [Fact]
    public void Errors_of_the_weather_forecasts_are_in_the_band()
    {
        var heat = Heat(24 * Days);
        var good = DemandForecaster.Of(heat, SiteCalendar.Utc, 1, Outlook(_ => 0))!.Forecast(tomorrow);
        var poor = DemandForecaster.Of(heat, SiteCalendar.Utc, 1, Outlook(day => 3 * Noise(500 + day)))!.Forecast(tomorrow);
        Width(poor).ShouldBeGreaterThan(2 * Width(good));
    }

    [Fact]
    public void A_weather_forecast_that_was_issued_later_is_not_seen_on_the_days_before()
    {
        // The same forecasts, right to the digit, but each issued when its day was nearly over: on the days of the back-test nobody had them.
        var late = Outlook(_ => 0, issuedHour: 23);
        var heat = Heat(24 * Days);
        var good = DemandForecaster.Of(heat, SiteCalendar.Utc, 1, Outlook(_ => 0))!.Forecast(tomorrow);
        Width(DemandForecaster.Of(heat, SiteCalendar.Utc, 1, late)!.Forecast(tomorrow)).ShouldBeGreaterThan(2 * Width(good));
    }

    [Fact]
    public void A_wind_turbine_is_forecast_by_its_power_curve()
    {
        var turbine = WindTurbine.TenKilowatt;
        decimal Speed(int hour) => 7 + 4 * Noise(hour / 6);
        var wind = Series(start, 24 * Days, hour => 0.8m * turbine.Power(Speed(hour)));
        MeterSeries Power(int from, int hours) => Series(start.AddHours(from), hours, hour => turbine.Power(Speed(from + hour)));
        var outlook = WeatherOutlook.Of(WeatherDrive.Power, Power(0, 24 * Days), Enumerable.Range(20, Days - 19).Select(day => new ForetoldSeries(start.AddDays(day), Power(24 * day, 24))));

        var forecaster = DemandForecaster.Of(wind, SiteCalendar.Utc, 1, outlook)!;

        forecaster.Candidates.OrderByDescending(candidate => candidate.ShareNextDay).First().Model.ShouldBe("power curve in the weather foretold");
        var forecast = forecaster.Forecast(tomorrow);
        for (var hour = 0; hour < 24; hour++)
            forecast.Values[hour].ShouldBe(0.8m * turbine.Power(Speed(24 * Days + hour)), 0.1m);
    }

    [Fact]
    public void Weather_that_is_known_too_little_is_left_out()
    {
        var observed = Series(start, 24 * Days, hour => hour % 5 == 0 ? null : Weather(hour));
        var forecaster = DemandForecaster.Of(Heat(24 * Days), SiteCalendar.Utc, 1, WeatherOutlook.Of(WeatherDrive.Temperature, observed, Outlook(_ => 0).Foretold))!;
        forecaster.SeesWeather.ShouldBeFalse();
        DemandForecaster.Of(Heat(24 * Days), SiteCalendar.Utc, 1, WeatherOutlook.Of(WeatherDrive.Temperature, Series(start, 24 * Days, hour => Weather(hour)), []))!.SeesWeather.ShouldBeFalse();
    }

    [Fact]
    public void The_ledger_says_what_drives_a_meter_and_what_had_been_foretold()
    {
        var ledger = TestLedger.WithMeters();
        ledger.Accept(TestLedger.Meter("turbine") with { Direction = Direction.Generation, Source = MeterSource.Wind, CapacityKw = 20 });
        ledger.Accept(TestLedger.Meter("roof") with { Direction = Direction.Generation, Source = MeterSource.Solar, CapacityKw = 5 });
        ledger.Accept(TestLedger.Meter("pack") with { Source = MeterSource.Battery });
        var now = ledger.Now;
        WeatherOutlook? Of(string meter, DateTimeOffset until, DateTimeOffset asOf) =>
            MeterWeather.Of(ledger.State, ledger.State.Meter(meter)!, now.AddDays(-2), now, until, asOf);

        Of("main", now.AddHours(24), now).ShouldBeNull("nothing was foretold");
        foreach (var quantity in new[] { WeatherQuantity.Temperature, WeatherQuantity.WindSpeed, WeatherQuantity.Irradiance })
        {
            ledger.Accept(WeatherPayload.Family, new WeatherPayload("nimbus", quantity, now.AddDays(-1), 3600, [.. Enumerable.Repeat(8m, 24)]).ToJson(), TestLedger.OperatorKey, Roles.Operator);
            ledger.Accept(
                WeatherForecastPayload.Family, new WeatherForecastPayload("nimbus", quantity, now.AddHours(-1), now, 7200, [.. Enumerable.Repeat(11m, 24)], "a service").ToJson(),
                TestLedger.OperatorKey, Roles.Operator);
        }

        var heat = Of("main", now.AddHours(48), now)!;
        heat.Drive.ShouldBe(WeatherDrive.Temperature);
        heat.StoodOn.ShouldBe([new WeatherReference(WeatherQuantity.Temperature, now.AddHours(-1))]);
        heat.Observed.At(now.AddHours(-1)).ShouldBe(8);
        heat.Foretold.Single().Series.Values.ShouldBe(Enumerable.Repeat<decimal?>(11, 48));
        Of("main", now.AddHours(49), now).ShouldBeNull("it does not reach so far");
        Of("main", now.AddHours(48), now.AddHours(-2)).ShouldBeNull("it was issued later");
        Of("pack", now.AddHours(48), now).ShouldBeNull("a battery does as it is told");

        var wind = Of("turbine", now.AddHours(48), now)!;
        (wind.Drive, wind.StoodOn.Single().Quantity).ShouldBe((WeatherDrive.Power, WeatherQuantity.WindSpeed));
        wind.Foretold.Single().Series.Values[0].ShouldBe(WindTurbine.TenKilowatt.Scaled(20).Power(11));
        var sun = Of("roof", now.AddHours(48), now)!;
        (sun.Drive, sun.StoodOn.Single().Quantity).ShouldBe((WeatherDrive.Power, WeatherQuantity.Irradiance));
        sun.Foretold.Single().Series.Values[0].ShouldBe(new PhotovoltaicPlant(5, 51.885m, -8.533m).Power(now.AddMinutes(30), 11, 15));
    }

    /// <summary>Each day foretold at its beginning or later, with an error; of the day ahead too.</summary>
    private static WeatherOutlook Outlook(Func<int, decimal> error, int issuedHour = 0) => WeatherOutlook.Of(
        WeatherDrive.Temperature, Series(start, 24 * Days, hour => Weather(hour)),
        Enumerable.Range(20, Days - 19).Select(day => new ForetoldSeries(start.AddDays(day).AddHours(issuedHour), Series(start.AddDays(day), 24, hour => Weather(24 * day + hour) + error(day)))));

    private static MeterSeries Series(DateTimeOffset from, int hours, Func<int, decimal?> value) => new(from, 3600, [.. Enumerable.Range(0, hours).Select(value)]);

    private static decimal Width(DemandForecast forecast) => forecast.Upper.Zip(forecast.Lower, (upper, lower) => upper - lower).Average();

    /// <summary>A number from −1 to 1 that looks like chance and is the same everywhere.</summary>
    private static decimal Noise(int seed)
    {
        var x = (uint)seed * 2654435761u + 12345;
        x ^= x >> 15;
        x *= 2246822519u;
        x ^= x >> 13;
        return (x % 20_001) / 10_000m - 1;
    }
}
