using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Photovoltaic modules on a plane: global irradiance is parted into direct and diffuse (Erbs, Klein, Duffie, Estimation of the diffuse radiation fraction, 1982), turned into the plane with an isotropic sky (Liu
/// and Jordan, 1963), and converted as PVWatts does (Dobos, PVWatts Version 5 Manual, NREL, 2014), with cells as warm as their nominal operating temperature says.
/// </summary>
/// <param name="PeakKw">Power at 1,000 W/m² and 25 °C, kW.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Tilt">Degrees from horizontal.</param>
/// <param name="Azimuth">Degrees from north over east: 180 faces south.</param>
/// <param name="PowerPerDegree">Change of power per °C of the cells, as a share: −0.004 when not known better.</param>
/// <param name="Losses">Share lost in wires, inverter and dirt.</param>
public sealed record PhotovoltaicPlant(
    decimal PeakKw, decimal Latitude, decimal Longitude, decimal Tilt = 35, decimal Azimuth = 180, decimal PowerPerDegree = -0.004m, decimal Losses = 0.14m)
{
    private const double NominalCellTemperature = 45;
    private const double Albedo = 0.2;
    private const double Degree = Elementary.Pi / 180;

    /// <summary>Below this height the sun is at the horizon, where a cosine in a denominator says nothing.</summary>
    private const double LowestSine = 0.05;

    /// <summary>Mean power over a slot, kW, 6 digits after the point.</summary>
    /// <param name="middle">Middle of the slot, UTC: where the sun stands then stands for the slot.</param>
    /// <param name="globalIrradiance">Mean global horizontal irradiance, W/m².</param>
    /// <param name="temperature">Air temperature, °C.</param>
    public decimal Power(DateTimeOffset middle, decimal globalIrradiance, decimal temperature)
    {
        if (globalIrradiance <= 0)
            return 0;
        var sun = SunPosition.At(middle, (double)Latitude, (double)Longitude);
        var global = (double)globalIrradiance;
        var clearness = sun.Up > LowestSine ? Math.Min(global / (sun.Extraterrestrial * sun.Up), 1) : 0;
        var diffuse = global * DiffuseShare(clearness);
        var (sinTilt, cosTilt) = (Elementary.Sin((double)Tilt * Degree), Elementary.Cos((double)Tilt * Degree));
        var incidence = sun.East * sinTilt * Elementary.Sin((double)Azimuth * Degree) + sun.North * sinTilt * Elementary.Cos((double)Azimuth * Degree) + sun.Up * cosTilt;
        var direct = sun.Up > LowestSine ? (global - diffuse) * Math.Max(incidence, 0) / sun.Up : 0;
        var plane = direct + diffuse * (1 + cosTilt) / 2 + global * Albedo * (1 - cosTilt) / 2;
        return InPlane(plane, (double)temperature);
    }

    /// <summary>Mean power of a slot whose irradiance is known in the plane of the modules already.</summary>
    /// <param name="planeIrradiance">W/m².</param>
    /// <param name="temperature">Air temperature, °C.</param>
    public decimal PowerInPlane(decimal planeIrradiance, decimal temperature) => InPlane((double)planeIrradiance, (double)temperature);

    private decimal InPlane(double plane, double temperature)
    {
        var cell = temperature + (NominalCellTemperature - 20) / 800 * plane;
        var power = (double)PeakKw * plane / 1000 * (1 + (double)PowerPerDegree * (cell - 25)) * (1 - (double)Losses);
        return Figures.Round(Math.Max(power, 0), 6) ?? 0;
    }

    private static double DiffuseShare(double clearness)
    {
        if (clearness <= 0.22)
            return 1 - 0.09 * clearness;
        if (clearness > 0.8)
            return 0.165;
        var square = clearness * clearness;
        return 0.9511 - 0.1604 * clearness + 4.388 * square - 16.638 * square * clearness + 12.336 * square * square;
    }
}
