using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// A wind turbine by its power curve, with the corrections that windpowerlib (github.com/wind-python/windpowerlib) makes: wind speed at the hub from the logarithmic profile (Hau, Wind Turbines, 2008), air density
/// from pressure and temperature at the hub, and the curve's wind speeds moved by density with an exponent of ⅓ below 7.5 m/s, ⅔ above 12.5 m/s and linear between (Svenningsen, Power Curve Air Density
/// Correction, EMD, 2010).
/// </summary>
/// <param name="HubHeight">Height of the hub above ground, m.</param>
/// <param name="PowerCurve">Wind speed at the hub, m/s, and power, kW, in order of wind speed; still below the first and above the last.</param>
public sealed record WindTurbine(decimal HubHeight, ImmutableArray<(decimal WindSpeed, decimal Power)> PowerCurve)
{
    private const double StandardDensity = 1.225;

    /// <summary>A turbine of 10 kW as farms and small sites have it: cut-in 3 m/s, rated at 11 m/s, cut-out 25 m/s, on a mast of 18 m.</summary>
    public static WindTurbine TenKilowatt { get; } = new(
        18m,
        [
            (3m, 0.1m), (4m, 0.5m), (5m, 1.1m), (6m, 2m), (7m, 3.2m), (8m, 4.7m), (9m, 6.6m), (10m, 8.6m), (11m, 10m), (12m, 10m), (25m, 10m),
        ]);

    /// <summary>The curve with its power in proportion, for a turbine of another size.</summary>
    public WindTurbine Scaled(decimal ratedKw) =>
        this with { PowerCurve = [.. PowerCurve.Select(point => (point.WindSpeed, point.Power * ratedKw / PowerCurve.Max(other => other.Power)))] };

    /// <summary>Power in kW, 6 digits after the point, at least zero.</summary>
    /// <param name="windSpeed">Wind speed where it is measured, m/s.</param>
    /// <param name="measuredAt">Height of that above ground, m.</param>
    /// <param name="temperature">Air temperature at 2 m, °C.</param>
    /// <param name="pressure">Air pressure at the ground, hPa.</param>
    /// <param name="roughness">Roughness length of the land around, m: 0.03 open grass, 0.1 farmland with hedges, 0.5 suburbs.</param>
    public decimal Power(decimal windSpeed, decimal measuredAt = 10, decimal temperature = 15, decimal pressure = 1013.25m, decimal roughness = 0.1m)
    {
        if (windSpeed < 0)
            throw new ArgumentOutOfRangeException(nameof(windSpeed), windSpeed, "must not be negative");
        if (roughness <= 0 || measuredAt <= roughness || HubHeight <= roughness)
            throw new ArgumentOutOfRangeException(nameof(roughness), roughness, "must be above zero and below the heights of measurement and hub");
        var (hub, rough) = ((double)HubHeight, (double)roughness);
        var speed = (double)windSpeed * Elementary.Log(hub / rough) / Elementary.Log((double)measuredAt / rough);
        var kelvin = (double)temperature + 273.15 - 0.0065 * (hub - 2);
        var density = ((double)pressure - hub / 8) * StandardDensity * 288.15 * 100 / (101_330 * kelvin);
        var before = (Speed: 0.0, Power: 0.0);
        for (var i = 0; i < PowerCurve.Length; i++)
        {
            var standard = (double)PowerCurve[i].WindSpeed;
            var exponent = 1.0 / 3 + Math.Clamp((standard - 7.5) / 5, 0, 1) / 3;
            var point = (Speed: standard * Elementary.Pow(StandardDensity / density, exponent), Power: (double)PowerCurve[i].Power);
            if (i == 0 && speed < point.Speed)
                return 0;
            if (speed <= point.Speed)
            {
                var share = point.Speed > before.Speed ? (speed - before.Speed) / (point.Speed - before.Speed) : 1;
                return Figures.Round(before.Power + share * (point.Power - before.Power), 6) ?? 0;
            }
            before = point;
        }
        return 0;
    }
}
