using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// The weather that a meter's forecast can stand on, from the ledger: temperature for what is consumed, the power curve in the wind for wind turbines, the sun's irradiance for solar modules. Each needs
/// observations (<c>weather/1</c>) and a forecast (<c>weather-forecast/1</c>) that was issued before and reaches over the first day to forecast.
/// </summary>
public static class MeterWeather
{
    /// <summary>How far back forecasts are read, days: as far as the back-test goes, and some.</summary>
    private const int MostDays = 70;

    /// <summary>Of forecasts issued closer together, one is read for the back-test.</summary>
    private static readonly TimeSpan apart = TimeSpan.FromHours(6);

    /// <summary>Cells are as warm as the day: a model of the modules takes the same on every side, and the proportion that is learned takes in the rest.</summary>
    private const decimal UsualTemperature = 15;

    private const decimal UsualPeak = 10;

    /// <summary>The outlook for a meter; null when the weather does not drive it, or not enough is on the ledger.</summary>
    /// <param name="state">The ledger's state.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="from">Where the meter's history begins.</param>
    /// <param name="known">Where it ends.</param>
    /// <param name="until">What the newest weather forecast must reach to: the end of the first day to forecast.</param>
    /// <param name="asOf">When the forecast is made: weather forecasts issued later are not looked at.</param>
    public static WeatherOutlook? Of(
        IStateReader state, MeterRegistration meter, DateTimeOffset from, DateTimeOffset known, DateTimeOffset until, DateTimeOffset asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(meter);
        if (QuantityOf(meter) is not { } quantity || state.Site(meter.Site) is not { } site)
            return null;
        if (state.WeatherForecasts(meter.Site, quantity, asOf.AddDays(-1), asOf).LastOrDefault() is not { } newest || newest.End < until)
            return null;
        var power = PowerOf(meter, site);
        var start = Hour(from);
        var observed = state.WeatherHours(meter.Site, quantity, start, Hour(known));
        var foretold = state.WeatherForecasts(meter.Site, quantity, known.AddDays(-MostDays), newest.Issued.AddSeconds(-1), apart).Append(newest)
            .Select(one => new ForetoldSeries(one.Issued, Driven(WeatherState.HourMeans(one.Intervals(), Hour(one.Start), Hour(one.End.AddHours(1).AddSeconds(-1))), power)));
        return WeatherOutlook.Of(power is null ? WeatherDrive.Temperature : WeatherDrive.Power, Driven(observed, power), foretold, new WeatherReference(quantity, newest.Issued));
    }

    /// <summary>What drives a meter; null for batteries, cogeneration and water, which people's decisions drive.</summary>
    private static WeatherQuantity? QuantityOf(MeterRegistration meter) => meter switch
    {
        { Source: MeterSource.Wind } => WeatherQuantity.WindSpeed,
        { Source: MeterSource.Solar } => WeatherQuantity.Irradiance,
        { Source: MeterSource.Battery or MeterSource.Chp } or { Commodity: Commodity.Water } or { Direction: Direction.Storage or Direction.Export } => null,
        _ => WeatherQuantity.Temperature,
    };

    private static Func<DateTimeOffset, decimal, decimal>? PowerOf(MeterRegistration meter, SiteRegistration site)
    {
        if (meter.Source == MeterSource.Wind)
        {
            var turbine = WindTurbine.TenKilowatt.Scaled(meter.CapacityKw ?? UsualPeak);
            return (_, speed) => turbine.Power(Math.Max(speed, 0));
        }
        if (meter.Source == MeterSource.Solar)
        {
            var plant = new PhotovoltaicPlant(meter.CapacityKw ?? UsualPeak, site.Latitude, site.Longitude);
            return (hour, irradiance) => plant.Power(hour.AddMinutes(30), irradiance, UsualTemperature);
        }
        return null;
    }

    private static MeterSeries Driven(HourlySeries hours, Func<DateTimeOffset, decimal, decimal>? power)
    {
        var values = ImmutableArray.CreateBuilder<decimal?>(hours.Count);
        for (var i = 0; i < hours.Count; i++)
        {
            var hour = hours.Start.AddHours(i);
            values.Add(hours.At(hour) is { } value && power is not null ? power(hour, value) : hours.At(hour));
        }
        return new MeterSeries(hours.Start, MeteredHour.Length, values.MoveToImmutable());
    }

    private static DateTimeOffset Hour(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / MeteredHour.Length * MeteredHour.Length);
}
