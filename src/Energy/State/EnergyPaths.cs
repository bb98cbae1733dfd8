using System.Globalization;

namespace SmartBlocks.Energy;

/// <summary>Where this room keeps its state.</summary>
public static class EnergyPaths
{
    /// <summary>The site's registration.</summary>
    public static string Site(string site) => $"site/{site}";

    /// <summary>Before every meter of a site: <see cref="SiteMeter"/> entries, so that a site's meters are listed without walking their days.</summary>
    public static string SiteMeters(string site) => $"site/{site}/meter/";

    /// <summary>Says that a meter belongs to a site.</summary>
    public static string SiteMeter(string site, string meter) => $"site/{site}/meter/{meter}";

    /// <summary>The meter's registration.</summary>
    public static string Meter(string meter) => $"meter/{meter}";

    /// <summary>The meter's newest reading and its counts.</summary>
    public static string Head(string meter) => $"meter/{meter}/head";

    /// <summary>Before every day of a meter; the days come before all else that stands there.</summary>
    public static string Days(string meter) => $"meter/{meter}/";

    /// <summary>Before which day the meter's readings are not kept: a <see cref="RetentionRule"/>.</summary>
    public static string Retention(string meter) => RetentionRule.Prefix + meter;

    /// <summary>Everything recorded for a meter on a UTC day.</summary>
    public static string Day(string meter, DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"meter/{meter}/{day:O}");

    /// <summary>Before every virtual meter.</summary>
    public const string VirtualMeters = "virtual/";

    /// <summary>The definition of a virtual meter.</summary>
    public static string Virtual(string meter) => VirtualMeters + meter;

    /// <summary>Before every tariff of a site, or of the whole ledger when there is no site.</summary>
    public static string Tariffs(string? site) => $"tariff/{site ?? WholeLedger}/";

    /// <summary>A tariff in force from a local date.</summary>
    public static string Tariff(string? site, Commodity commodity, Direction direction, DateOnly from) => string.Create(
        CultureInfo.InvariantCulture, $"{Tariffs(site)}{commodity.Text()}/{direction.Text()}/{from:yyyy-MM-dd}");

    private static string Factors(string? site, FactorKind kind, Commodity commodity) => $"series/{site ?? WholeLedger}/{kind.Text()}/{commodity.Text()}/";

    /// <summary>Before the values of a series that stay until the next.</summary>
    public static string StayingFactors(string? site, FactorKind kind, Commodity commodity) => Factors(site, kind, commodity) + "since/";

    /// <summary>Before the values of a series that are for slots.</summary>
    public static string SlottedFactors(string? site, FactorKind kind, Commodity commodity) => Factors(site, kind, commodity) + "slots/";

    /// <summary>An entry of a series.</summary>
    public static string Factor(FactorSeries series) => (series.Seconds is null
        ? StayingFactors(series.Site, series.Kind, series.Commodity)
        : SlottedFactors(series.Site, series.Kind, series.Commodity)) + UtcTime.Format(series.Start);

    /// <summary>The newest value of a weather series and its counts.</summary>
    public static string WeatherHead(string site, WeatherQuantity quantity) => $"weather/{site}/{quantity.Text()}";

    /// <summary>What is recorded of a weather series on a UTC day.</summary>
    public static string WeatherDay(string site, WeatherQuantity quantity, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture, $"weather/{site}/{quantity.Text()}/{day:yyyy-MM-dd}");

    /// <summary>When the newest forecast of a weather series was issued.</summary>
    public static string WeatherForecastHead(string site, WeatherQuantity quantity) => $"weather-forecast/{site}/{quantity.Text()}";

    /// <summary>Before every forecast of a weather series.</summary>
    public static string WeatherForecasts(string site, WeatherQuantity quantity) => WeatherForecastHead(site, quantity) + "/";

    /// <summary>The forecast of a weather series that was issued at an instant.</summary>
    public static string WeatherForecast(string site, WeatherQuantity quantity, DateTimeOffset issued) => WeatherForecasts(site, quantity) + UtcTime.Format(issued);

    /// <summary>Before every baseline of a meter.</summary>
    public static string Baselines(string meter) => $"baseline/{meter}/";

    /// <summary>A fitted baseline.</summary>
    public static string Baseline(string meter, string baseline) => Baselines(meter) + baseline;

    /// <summary>Before every non-routine adjustment of a baseline.</summary>
    public static string Adjustments(string meter, string baseline) => $"adjustment/{meter}/{baseline}/";

    /// <summary>A non-routine adjustment.</summary>
    public static string Adjustment(string meter, string baseline, string adjustment) => Adjustments(meter, baseline) + adjustment;

    /// <summary>Before every forecast of a meter for a horizon.</summary>
    public static string Forecasts(string meter, ForecastHorizon horizon) => $"forecast/{meter}/{horizon.Text()}/";

    /// <summary>The forecast that begins on a local day.</summary>
    public static string Forecast(string meter, ForecastHorizon horizon, DateOnly first) => Forecasts(meter, horizon) + LocalDay.Format(first);

    // No identifier has this character.
    private const string WholeLedger = "_";
}
