namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// The daily mean temperatures of a period (CalTRACK 2.2.2.3, 2.2.3.2, 3.3.4.1, 3.3.5.1): days of 24 hours counted from the period's start, a day kept when more
/// than half of its hours are known, a period of several days when at least 90 % of its hours are.
/// </summary>
/// <param name="Means">Mean of each kept day, °F.</param>
/// <param name="Days">Days the period has, kept or not.</param>
internal sealed record PeriodTemperatures(double[] Means, int Days)
{
    /// <summary>A bill's temperatures are looked for no further than this from its start.</summary>
    public const int LongestBill = 35;

    private const int HoursOfDay = 24;

    public bool Known => Means.Length > 0;

    /// <summary>The temperatures of a period, from numbers that begin at an hour; NaN where not known.</summary>
    public static PeriodTemperatures Of(MeterPeriod period, DateTimeOffset start, double[] hours, int? longestDays)
    {
        var end = period.End;
        // An hour exactly at the limit still belongs to the period, as in the reference implementation.
        if (longestDays is { } limit && period.Start.AddDays(limit).AddHours(1) < end)
            end = period.Start.AddDays(limit).AddHours(1);
        var first = FullHoursUntil(period.Start, start);
        var count = (int)(FullHoursUntil(end, start) - first);
        if (count <= 0)
            return new([], 0);
        var days = (count + HoursOfDay - 1) / HoursOfDay;
        var means = new List<double>(days);
        var known = 0;
        for (var day = 0; day < days; day++)
        {
            double sum = 0;
            var n = 0;
            for (var i = day * HoursOfDay; i < Math.Min(count, (day + 1) * HoursOfDay); i++)
            {
                var at = first + i;
                if (at < 0 || at >= hours.Length || double.IsNaN(hours[at]))
                    continue;
                sum += hours[at];
                n++;
            }
            known += n;
            if (n * 2 > HoursOfDay)
                means.Add(sum / n);
        }
        return count > HoursOfDay && known * 10 < count * 9 ? new([], days) : new([.. means], days);
    }

    /// <summary>Heating degree days of an average kept day.</summary>
    public double MeanHeating(int balancePoint)
    {
        double sum = 0;
        foreach (var mean in Means)
            sum += Math.Max(balancePoint - mean, 0);
        return sum / Means.Length;
    }

    /// <summary>Cooling degree days of an average kept day.</summary>
    public double MeanCooling(int balancePoint)
    {
        double sum = 0;
        foreach (var mean in Means)
            sum += Math.Max(mean - balancePoint, 0);
        return sum / Means.Length;
    }

    private static long FullHoursUntil(DateTimeOffset instant, DateTimeOffset start) =>
        (instant.UtcTicks + TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour - start.UtcTicks / TimeSpan.TicksPerHour;
}
