namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>Weather at the site, some 8 km from the Irish south coast: mild, windy, little frost.</summary>
/// <param name="TemperatureC">Air temperature, °C.</param>
/// <param name="WindSpeed">At hub height, m/s.</param>
/// <param name="Daylight">0 at night to 1 at a bright noon.</param>
internal readonly record struct NimbusWeather(double TemperatureC, double WindSpeed, double Daylight)
{
    private const int TemperatureStream = 10;
    private const int WindStream = 20;
    private const int CloudStream = 30;

    /// <summary>The weather in a minute since the Unix epoch, UTC; the site lies near enough to Greenwich for solar time.</summary>
    public static NimbusWeather At(Noise noise, long minute)
    {
        var dayOfYear = minute / 1440.0 % 365.2425;
        var hour = minute % 1440 / 60.0;
        var season = Math.Cos(2 * Math.PI * (dayOfYear - 210) / 365.2425);
        var temperature = 10.3 + 5.2 * season
            + (1.5 + 1.2 * season) * Math.Cos(2 * Math.PI * (hour - 15) / 24)
            + 2.2 * noise.Smooth(TemperatureStream, minute, 4320) + 0.8 * noise.Smooth(TemperatureStream + 1, minute, 420);
        return new(temperature, Wind(noise, minute, season), Sun(noise, minute, dayOfYear, hour));
    }

    /// <summary>Weibull-distributed (shape 2, scale 7.4 m/s in winter, 5.6 in summer): a smooth normal through the quantile function.</summary>
    private static double Wind(Noise noise, long minute, double season)
    {
        var normal = 0.74 * noise.Smooth(WindStream, minute, 2880) + 0.52 * noise.Smooth(WindStream + 1, minute, 480)
            + 0.37 * noise.Smooth(WindStream + 2, minute, 60) + 0.2 * noise.Smooth(WindStream + 3, minute, 4);
        var quantile = 1 / (1 + Math.Exp(-1.702 * normal));
        return (6.5 - 0.9 * season) * Math.Sqrt(-Math.Log(Math.Max(1e-9, 1 - quantile)));
    }

    private static double Sun(Noise noise, long minute, double dayOfYear, double hour)
    {
        const double latitude = 51.885 * Math.PI / 180;
        var declination = -23.44 * Math.PI / 180 * Math.Cos(2 * Math.PI * (dayOfYear + 10) / 365.2425);
        // Solar noon at 8.5° west is 34 minutes after noon UTC.
        var hourAngle = 2 * Math.PI * (hour - 12.57) / 24;
        var elevation = Math.Sin(latitude) * Math.Sin(declination) + Math.Cos(latitude) * Math.Cos(declination) * Math.Cos(hourAngle);
        var clouds = Math.Clamp(0.62 + 0.25 * noise.Smooth(CloudStream, minute, 180), 0.2, 1);
        return Math.Max(0, elevation) * clouds;
    }
}
