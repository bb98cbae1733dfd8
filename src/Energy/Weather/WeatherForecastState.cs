using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Reading of weather forecasts from the state.</summary>
public static class WeatherForecastState
{
    /// <summary>When the newest forecast of a series was issued; null when there is none.</summary>
    public static DateTimeOffset? NewestWeatherForecast(this IStateReader state, string site, WeatherQuantity quantity)
    {
        if (state.Get(EnergyPaths.WeatherForecastHead(site, quantity)) is not { } entry)
            return null;
        using var fields = new PayloadObject(entry, ["issued"]);
        return fields.Time("issued");
    }

    /// <summary>The forecast of a series that was issued at an instant; null when there is none.</summary>
    public static WeatherForecastPayload? WeatherForecast(this IStateReader state, string site, WeatherQuantity quantity, DateTimeOffset issued) =>
        state.Get(EnergyPaths.WeatherForecast(site, quantity, issued)) is { } entry ? WeatherForecastPayload.Parse(entry) : null;

    /// <summary>The forecasts of a series that were issued from one instant to another, both included, in order of issue.</summary>
    /// <param name="state">The state.</param>
    /// <param name="site">The site.</param>
    /// <param name="quantity">Which series.</param>
    /// <param name="from">The first issue time.</param>
    /// <param name="to">The last issue time.</param>
    /// <param name="apart">Of forecasts issued within this time of the one before, none but the first is read.</param>
    public static IEnumerable<WeatherForecastPayload> WeatherForecasts(
        this IStateReader state, string site, WeatherQuantity quantity, DateTimeOffset from, DateTimeOffset to, TimeSpan apart = default)
    {
        if (state.NewestWeatherForecast(site, quantity) is null)
            yield break;
        var prefix = EnergyPaths.WeatherForecasts(site, quantity);
        var last = UtcTime.Format(to);
        DateTimeOffset? taken = null;
        foreach (var entry in state.Range(prefix, EnergyPaths.WeatherForecast(site, quantity, from.AddSeconds(-1))))
        {
            if (string.CompareOrdinal(entry.Key[prefix.Length..], last) > 0)
                yield break;
            var forecast = WeatherForecastPayload.Parse(entry.Value);
            if (taken is { } before && forecast.Issued < before + apart)
                continue;
            taken = forecast.Issued;
            yield return forecast;
        }
    }
}
