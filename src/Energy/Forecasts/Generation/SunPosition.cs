namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Where the sun stands, as unit vector, by the series of Spencer (Fourier series representation of the position of the sun, 1971): good to a quarter of a degree.
/// </summary>
/// <param name="East">Its part towards the east.</param>
/// <param name="North">Its part towards the north.</param>
/// <param name="Up">Its part upwards: the sine of its height, the cosine of its zenith angle.</param>
/// <param name="Extraterrestrial">Irradiance outside of the atmosphere, W/m², on a plane towards the sun.</param>
internal readonly record struct SunPosition(double East, double North, double Up, double Extraterrestrial)
{
    private const double SolarConstant = 1367;
    private const double Degree = Elementary.Pi / 180;

    public static SunPosition At(DateTimeOffset instant, double latitude, double longitude)
    {
        var utc = instant.UtcDateTime;
        var hours = utc.TimeOfDay.Ticks / (double)TimeSpan.TicksPerHour;
        var year = 2 * Elementary.Pi * (utc.DayOfYear - 1 + hours / 24) / 365;
        double sin = Elementary.Sin(year), cos = Elementary.Cos(year), sin2 = Elementary.Sin(2 * year), cos2 = Elementary.Cos(2 * year);
        var declination = 0.006918 - 0.399912 * cos + 0.070257 * sin - 0.006758 * cos2 + 0.000907 * sin2
            - 0.002697 * Elementary.Cos(3 * year) + 0.00148 * Elementary.Sin(3 * year);
        var equationOfTime = 229.18 / 60 * (0.000075 + 0.001868 * cos - 0.032077 * sin - 0.014615 * cos2 - 0.040849 * sin2);
        var distance = 1.00011 + 0.034221 * cos + 0.00128 * sin + 0.000719 * cos2 + 0.000077 * sin2;
        var hourAngle = (hours - 12 + equationOfTime) * 15 * Degree + longitude * Degree;
        var (sinLatitude, cosLatitude) = (Elementary.Sin(latitude * Degree), Elementary.Cos(latitude * Degree));
        var (sinDeclination, cosDeclination) = (Elementary.Sin(declination), Elementary.Cos(declination));
        var cosHour = Elementary.Cos(hourAngle);
        return new SunPosition(
            -cosDeclination * Elementary.Sin(hourAngle),
            sinDeclination * cosLatitude - cosDeclination * sinLatitude * cosHour,
            sinLatitude * sinDeclination + cosLatitude * cosDeclination * cosHour,
            SolarConstant * distance);
    }
}
