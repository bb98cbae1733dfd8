using System.ComponentModel;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What the weather at a site was, and what was foretold.</summary>
public static class WeatherEndpoints
{
    /// <summary>Most days of one answer.</summary>
    const int MostDays = 400;

    /// <summary>Most days of issue of one answer.</summary>
    const int MostForecastDays = 31;

    /// <summary>The table.</summary>
    public static void MapWeather(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sites/{site}/weather").WithTags("Baselines and forecasts");
        group.MapGet("", ReadAsync).WithName("siteWeather").WithSummary("Hourly means of a weather series").Refuses(404);
        group.MapPost("", RecordAsync).WithName("recordWeather").WithSummary("Record weather; a slot is recorded once").Refuses(403, 404, 422);
        group.MapGet("/forecasts", ForecastsAsync).WithName("listWeatherForecasts").WithSummary("Weather forecasts as they were issued; forecasts of meters name those they stand on").Refuses(404);
        group.MapPost("/forecasts", ForetellAsync).WithName("postWeatherForecast").WithSummary("Post a weather forecast before the fact; none is rewritten or dated back").Refuses(403, 404, 422);
    }

    static async Task<Ok<Listed<WeatherForecastView>>> ForecastsAsync(string site, HttpContext context, Viewer viewer, RuleBook book, TimeProvider clock, CancellationToken cancellation,
        [Description("temperature, windSpeed, irradiance or pressure; temperature unless said.")] string? quantity = null,
        [Description("First UTC day of issue; two days before `to` unless said.")] DateOnly? from = null,
        [Description("The UTC day after the last; tomorrow unless said. At most 31 days.")] DateOnly? to = null)
    {
        var (_, info) = await viewer.SiteAsync(context, site);
        var kind = QuantityOf(quantity);
        var last = to ?? UtcTime.DayOf(clock.GetUtcNow()).AddDays(1);
        var first = from ?? last.AddDays(-2);
        CheckDays(first, last, MostForecastDays);
        var state = await book.StateAsync(info.Ledger, cancellation);
        return TypedResults.Ok(new Listed<WeatherForecastView>([.. state.WeatherForecasts(info.Id, kind, UtcTime.StartOf(first), UtcTime.StartOf(last).AddSeconds(-1))
            .Select(f => new WeatherForecastView(f.Quantity.Text(), UnitOf(f.Quantity), f.Issued.UtcDateTime, f.Start.UtcDateTime, f.Seconds, f.Values, f.Source))]));
    }

    static async Task<Created<Registered>> ForetellAsync(string site, NewWeatherForecast body, HttpContext context, Viewer viewer, RuleBook book)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var payload = RuleBook.Payload(new
        {
            site = info.Id,
            quantity = body.Quantity,
            issued = UtcTime.Format(body.Issued),
            start = UtcTime.Format(body.Start),
            seconds = body.Seconds,
            values = body.Values.Select((v, i) => RuleBook.Number($"values[{i}]", v)),
            source = body.Source,
        });
        if (!WeatherForecastPayload.TryParse(payload, out var forecast, out var why)) throw ProblemException.Of(why!);
        var id = $"{forecast.Quantity.Text()}/{UtcTime.Format(forecast.Issued)}";
        return TypedResults.Created($"{RestSetup.Base}/sites/{site}/weather/forecasts",
            await book.RecordAsync(view, info.Ledger, WeatherForecastPayload.Family, forecast.ToJson(), id, "post weather forecasts"));
    }

    static WeatherQuantity QuantityOf(string? quantity) => quantity is null or "" ? WeatherQuantity.Temperature
        : Vocabulary.TryParse(quantity, out WeatherQuantity value) ? value : throw ProblemException.Invalid("quantity", quantity, "it must be temperature, windSpeed, irradiance or pressure.");

    static void CheckDays(DateOnly first, DateOnly last, int most)
    {
        if (last <= first) throw ProblemException.Invalid("to", LocalDay.Format(last), "it is exclusive and must lie after from.");
        if (last.DayNumber - first.DayNumber > most) throw ProblemException.Invalid("to", LocalDay.Format(last), $"a range may have at most {most} days.");
        if (first.Year < 2000 || last.Year > 2099) throw ProblemException.Invalid("from", LocalDay.Format(first), "days lie in the years 2000 to 2099.");
    }

    static async Task<Ok<WeatherAnswer>> ReadAsync(string site, HttpContext context, Viewer viewer, RuleBook book, TimeProvider clock, CancellationToken cancellation,
        [Description("temperature, windSpeed, irradiance or pressure; temperature unless said.")] string? quantity = null,
        [Description("First local day; seven days before `to` unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said. At most 400 days.")] DateOnly? to = null)
    {
        var (_, info) = await viewer.SiteAsync(context, site);
        var kind = QuantityOf(quantity);
        var days = LocalDays.Of(info.TimeZone);
        var last = to ?? days.DayAt(clock.GetUtcNow()).AddDays(1);
        var first = from ?? last.AddDays(-7);
        CheckDays(first, last, MostDays);
        var state = await book.StateAsync(info.Ledger, cancellation);
        var (start, end) = (Hour(days.Midnight(first)), Hour(days.Midnight(last)));
        var hours = state.WeatherHours(info.Id, kind, start, end);
        var head = state.WeatherHead(info.Id, kind);
        return TypedResults.Ok(new WeatherAnswer(info.Id, kind.Text(), UnitOf(kind), start.UtcDateTime, 3600, [.. Enumerable.Range(0, hours.Count).Select(i => hours.At(start.AddHours(i)))],
            head?.First.UtcDateTime, head?.End.UtcDateTime));
    }

    static async Task<Created<Registered>> RecordAsync(string site, NewWeather body, HttpContext context, Viewer viewer, RuleBook book)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var payload = RuleBook.Payload(new
        {
            site = info.Id,
            quantity = body.Quantity,
            start = UtcTime.Format(body.Start),
            seconds = body.Seconds,
            values = body.Values.Select((v, i) => RuleBook.Number($"values[{i}]", v)),
            source = body.Source,
        });
        if (!WeatherPayload.TryParse(payload, out var weather, out var why)) throw ProblemException.Of(why!);
        var id = $"{weather.Quantity.Text()}/{UtcTime.Format(weather.Start)}";
        return TypedResults.Created($"{RestSetup.Base}/sites/{site}/weather", await book.RecordAsync(view, info.Ledger, WeatherPayload.Family, weather.ToJson(), id, "record weather"));
    }

    static string UnitOf(WeatherQuantity quantity) => quantity switch
    {
        WeatherQuantity.Temperature => "°C",
        WeatherQuantity.WindSpeed => "m/s",
        WeatherQuantity.Irradiance => "W/m²",
        _ => "hPa",
    };

    static DateTimeOffset Hour(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds / 3600 * 3600);
}
