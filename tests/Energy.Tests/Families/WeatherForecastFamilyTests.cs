using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests.Families;

/// <summary>Block time is 12:00 on 21 November 2026.</summary>
public sealed class WeatherForecastFamilyTests
{
    private readonly TestLedger ledger = TestLedger.WithMeters();

    [Fact]
    public void A_forecast_is_kept_as_it_was_issued_beside_those_before_it()
    {
        var first = Forecast("2026-11-21T06:00:00Z", "2026-11-21T12:00:00Z", 5, 6, 7);
        var second = Forecast("2026-11-21T11:55:00Z", "2026-11-21T12:00:00Z", 4, 5, 6);
        Code(first).ShouldBeNull();
        Code(second).ShouldBeNull();

        ledger.State.NewestWeatherForecast("nimbus", WeatherQuantity.Temperature).ShouldBe(second.Issued);
        ledger.State.WeatherForecast("nimbus", WeatherQuantity.Temperature, first.Issued)!.ToJson().ShouldBe(first.ToJson());
        Issued("2026-11-21T06:00:00Z", "2026-11-21T11:55:00Z").ShouldBe([first.Issued, second.Issued]);
        Issued("2026-11-21T06:00:01Z", "2026-11-21T12:00:00Z").ShouldBe([second.Issued]);
        Issued("2026-11-21T00:00:00Z", "2026-11-21T11:54:59Z").ShouldBe([first.Issued]);
        ledger.State.WeatherForecasts("nimbus", WeatherQuantity.Temperature, first.Issued, second.Issued, TimeSpan.FromHours(6)).Count().ShouldBe(1);
        ledger.State.WeatherForecasts("nimbus", WeatherQuantity.WindSpeed, first.Issued, second.Issued).ShouldBeEmpty();
        ledger.State.WeatherHead("nimbus", WeatherQuantity.Temperature).ShouldBeNull("a forecast is no observation");
    }

    [Fact]
    public void None_is_rewritten_dated_back_or_made_after_the_fact()
    {
        var forecast = Forecast("2026-11-21T06:00:00Z", "2026-11-21T12:00:00Z", 5, 6, 7);
        Code(forecast).ShouldBeNull();

        Code(forecast with { Values = [1, 2, 3] }).ShouldBe("weather.issued");
        Code(forecast with { Issued = forecast.Issued.AddHours(-1) }).ShouldBe("weather.issued");
        Code(Wind("2026-11-20T11:59:59Z", "2026-11-21T12:00:00Z")).ShouldBe("weather.issued");
        Code(Wind("2026-11-21T12:02:01Z", "2026-11-21T13:00:00Z")).ShouldBe("weather.issued");
        Code(Wind("2026-11-21T06:00:00Z", "2026-11-21T11:00:00Z")).ShouldBe("weather.late");
        Code(Wind("2026-11-20T12:00:00Z", "2026-12-07T11:00:00Z")).ShouldBeNull();
        Code(Forecast("2026-11-21T07:00:00Z", "2026-12-07T10:00:00Z", 5, 6, 7)).ShouldBe("weather.early");
    }

    [Theory]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"]}""", "payload.missing")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"],"source":"x"}""", "payload.missing")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"yesterday","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"],"source":"x"}""", "time.form")]
    [InlineData("""{"site":"nimbus","quantity":"humour","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"],"source":"x"}""", "payload.word")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:10:00Z","seconds":3600,"values":["5"],"source":"x"}""", "reading.align")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["61"],"source":"x"}""", "weather.range")]
    [InlineData("""{"site":"nimbus","quantity":"windSpeed","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["-1"],"source":"x"}""", "weather.range")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":[],"source":"x"}""", "reading.empty")]
    [InlineData("""{"site":"elsewhere","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"],"source":"x"}""", "site.unknown")]
    [InlineData("""{"site":"nimbus","quantity":"temperature","issued":"2026-11-21T06:00:00Z","start":"2026-11-21T12:00:00Z","seconds":3600,"values":["5"],"source":"x","sure":true}""", "payload.unknown")]
    [InlineData("[]", "payload.type")]
    public void What_is_no_forecast_is_refused_and_named(string payload, string code) =>
        (ledger.Apply(WeatherForecastPayload.Family, payload, TestLedger.OperatorKey, Roles.Operator)?.Code).ShouldBe(code);

    [Fact]
    public void A_meters_forecast_names_the_weather_it_stands_on_which_is_on_the_ledger()
    {
        var weather = new WeatherReference(WeatherQuantity.Temperature, TestLedger.At("2026-11-21T06:00:00Z"));
        var forecast = new ForecastPayload(
            "main", ForecastHorizon.Day, TestLedger.At("2026-11-21T11:00:00Z"), TestLedger.At("2026-11-22T00:00:00Z"), 43_200, [10, 12], [8, 9], [12, 14], 0.8m, "regression", [weather]);

        ledger.Apply(ForecastPayload.Family, forecast.ToJson(), TestLedger.OperatorKey, Roles.Operator)!.Code.ShouldBe("forecast.weather");
        ledger.Accept(WeatherForecastPayload.Family, Forecast("2026-11-21T06:00:00Z", "2026-11-21T12:00:00Z", 5, 6, 7).ToJson(), TestLedger.OperatorKey, Roles.Operator);
        ledger.Accept(ForecastPayload.Family, forecast.ToJson(), TestLedger.OperatorKey, Roles.Operator);

        ledger.State.Forecast("main", ForecastHorizon.Day, new DateOnly(2026, 11, 22))!.Weather.ShouldBe([weather]);
    }

    private static WeatherForecastPayload Forecast(string issued, string start, params decimal[] values) =>
        new("nimbus", WeatherQuantity.Temperature, TestLedger.At(issued), TestLedger.At(start), 3600, [.. values], "a service");

    private static WeatherForecastPayload Wind(string issued, string start) => Forecast(issued, start, 5) with { Quantity = WeatherQuantity.WindSpeed };

    private IEnumerable<DateTimeOffset> Issued(string from, string to) =>
        ledger.State.WeatherForecasts("nimbus", WeatherQuantity.Temperature, TestLedger.At(from), TestLedger.At(to)).Select(forecast => forecast.Issued);

    private string? Code(WeatherForecastPayload forecast) => ledger.Apply(WeatherForecastPayload.Family, forecast.ToJson(), TestLedger.OperatorKey, Roles.Operator)?.Code;
}
