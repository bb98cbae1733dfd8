namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>What the building asks for: offices of some 4,200 m², by the hour of the local day, the week, the season and the weather.</summary>
internal readonly record struct NimbusLoad(double HvacKw, double LightingKw, double PlugsKw, double OtherKw, double HeatKw)
{
    private const int PlugsStream = 40;
    private const int HvacStream = 50;
    private const int HeatStream = 60;
    private const int CompressorStream = 1_000;

    public static NimbusLoad At(Noise noise, long minute, in LocalClock clock, in NimbusWeather weather)
    {
        var people = Occupancy(clock) * (1 + 0.06 * noise.Smooth(PlugsStream, minute, 1440));
        var cold = Math.Max(0, 15.5 - weather.TemperatureC);
        var warm = Math.Max(0, weather.TemperatureC - 17);
        var flicker = noise.Smooth(PlugsStream + 1, minute, 6);
        var compressor = noise.Uniform(CompressorStream, minute / 4) < 0.5 ? 1.0 : 0.0;

        var hvac = 3.6 + people * (9 + 2.4 * warm + 0.7 * cold) + 1.6 * compressor + 0.5 * noise.Smooth(HvacStream + 1, minute, 30);
        var lighting = 2.1 + 15 * people * (1 - 0.6 * weather.Daylight) + (people < 0.02 ? 0.4 : 0);
        var plugs = 8.4 + 24 * people + 0.7 * flicker;
        var other = 6.2 + 1.8 * people + 0.2 * noise.Smooth(PlugsStream + 2, minute, 10);
        return new(Math.Max(1, hvac), lighting, Math.Max(4, plugs), Math.Max(3, other), Heat(noise, minute, clock, cold, people));
    }

    /// <summary>Space heating against the outside, boosted before people come; hot water with them.</summary>
    private static double Heat(Noise noise, long minute, in LocalClock clock, double cold, double people)
    {
        var schedule = clock switch
        {
            { IsFree: true } => 0.4,
            { HourOfDay: >= 4.5 and < 7 } => 1.75,
            { HourOfDay: >= 7 and < 18 } => 1.0,
            { HourOfDay: >= 18 and < 20 } => 0.7,
            _ => 0.4,
        };
        return Math.Max(2, 9.5 * cold * schedule * (1 + 0.05 * noise.Smooth(HeatStream, minute, 45)) + 4 + 9 * people);
    }

    /// <summary>Share of the people in the building, 0 to 1, with a dip at lunch.</summary>
    private static double Occupancy(in LocalClock clock)
    {
        if (clock.IsFree)
            return clock.Weekday == DayOfWeek.Saturday ? 0.15 * Between(clock.HourOfDay, 9, 14) : 0.01;
        var present = Between(clock.HourOfDay, 7.2, 18.2);
        var lunch = 0.12 * Between(clock.HourOfDay, 12.7, 13.8);
        return Math.Max(0.01, present - lunch);
    }

    /// <summary>Rises over the first hour and falls over the last.</summary>
    private static double Between(double hour, double from, double to) =>
        Math.Clamp(hour - from, 0, 1) * Math.Clamp(to - hour, 0, 1);
}
