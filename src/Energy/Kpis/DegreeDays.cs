namespace SmartBlocks.Energy.Kpis;

/// <summary>
/// Heating degree days by the day's mean temperature (ASHRAE Fundamentals, "mean temperature method"): how far, on each local day, it lay below the base.
/// </summary>
public static class DegreeDays
{
    /// <summary>Base in °C as used for buildings in Ireland and Britain.</summary>
    public const decimal Base = 15.5m;

    /// <summary>Hours of a day that must be known for its mean to count.</summary>
    public const int LeastHours = 20;

    /// <summary>The degree days of each local day; null where too little is known.</summary>
    /// <param name="temperatures">Mean outdoor temperature of each hour, °C; null where not known.</param>
    /// <param name="days">First hour of each day, and at the end the number of hours.</param>
    /// <param name="heatingBase">Base, °C.</param>
    public static decimal?[] Heating(IReadOnlyList<decimal?> temperatures, IReadOnlyList<int> days, decimal heatingBase = Base)
    {
        var result = new decimal?[Math.Max(0, days.Count - 1)];
        for (var day = 0; day < result.Length; day++)
        {
            decimal sum = 0;
            var known = 0;
            for (var hour = days[day]; hour < days[day + 1]; hour++)
            {
                if (temperatures[hour] is not { } temperature)
                    continue;
                sum += temperature;
                known++;
            }
            if (known >= LeastHours)
                result[day] = decimal.Round(Math.Max(0, heatingBase - sum / known), 6);
        }
        return result;
    }
}
