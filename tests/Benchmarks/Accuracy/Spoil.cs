using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Benchmarks.Accuracy;

/// <summary>What happens to records elsewhere, done to a building's first year. Nothing is random: every run spoils the same hours.</summary>
static class Spoil
{
    public static readonly ImmutableArray<(string Name, Func<BuildingMeter, BuildingMeter> Apply)> All =
    [
        ("nothing", meter => meter),
        ("noise of 30 % on every hour", meter => FirstYear(meter, (value, hour) => value * (1 + 0.3m * Noise(hour)))),
        ("30 % less from October on, for good", meter => Every(meter, (value, at) => at >= meter.Year.AddMonths(-3) ? 0.7m * value : value)),
        ("no readings from March to May", meter => FirstYear(meter, (value, hour) => hour is >= 59 * 24 and < 151 * 24 ? null : value)),
        ("no readings from July on", meter => FirstYear(meter, (value, hour) => hour >= 181 * 24 ? null : value)),
        ("twelve hours a hundred times too large", meter => FirstYear(meter, (value, hour) => hour % 730 == 400 ? 100 * value : value)),
        ("every third hour missing", meter => FirstYear(meter, (value, hour) => hour % 3 == 1 ? null : value)),
    ];

    static BuildingMeter FirstYear(BuildingMeter meter, Func<decimal, int, decimal?> spoil) =>
        Every(meter, (value, at) => at >= meter.Year.AddYears(-1) && at < meter.Year ? spoil(value, (int)(at - meter.Year.AddYears(-1)).TotalHours) : value);

    static BuildingMeter Every(BuildingMeter meter, Func<decimal, DateTimeOffset, decimal?> spoil)
    {
        var start = meter.Energy.Start;
        return meter with
        {
            Energy = new HourlySeries(start, [.. Enumerable.Range(0, meter.Energy.Count).Select(i => meter.Energy.At(start.AddHours(i)) is { } value ? spoil(value, start.AddHours(i)) : null)]),
        };
    }

    /// <summary>A number from −1 to 1.</summary>
    static decimal Noise(int seed)
    {
        var x = (uint)seed * 2654435761u + 12345;
        x ^= x >> 15;
        x *= 2246822519u;
        x ^= x >> 13;
        return x % 20_001 / 10_000m - 1;
    }
}
