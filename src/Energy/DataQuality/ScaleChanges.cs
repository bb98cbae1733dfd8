namespace SmartBlocks.Energy.DataQuality;

/// <summary>
/// Finds the days from which on everything is many times larger or smaller. The two weeks of use before a day and the two weeks from it on must be apart by a factor of eight even at
/// their edges (the smallest tenth of the larger, the largest tenth of the smaller), which no season does from one day to the next; days without use are passed over.
/// </summary>
internal static class ScaleChanges
{
    private const int Fortnight = 14, LeastHours = 12, Factor = 8;
    private const long DaySeconds = 86_400, LongestPause = 45 * DaySeconds;

    /// <summary>Adds what is found.</summary>
    public static void Find(ReadOnlySpan<MeteredHour> hours, List<QualityFinding> findings)
    {
        var days = DaysInUse(hours);
        (int Day, decimal Ratio, decimal Apart) best = default;
        for (var i = Fortnight; i + Fortnight <= days.Count; i++)
        {
            if (days[i + Fortnight - 1].Start - days[i - Fortnight].Start > 2 * Fortnight * DaySeconds + LongestPause)
                continue;
            var before = Sorted(days, i - Fortnight);
            var after = Sorted(days, i);
            var apart = after[^1] > before[^1] ? after[1] / before[^2] : before[1] / after[^2];
            var ratio = after[Fortnight / 2] / before[Fortnight / 2];
            if (apart >= Factor && apart > best.Apart)
                best = (i, ratio, apart);
            // A change shows on the days around it: only the clearest of them is it.
            else if (best.Apart > 0 && i - best.Day > Fortnight)
                Take(ref best);
        }
        if (best.Apart > 0)
            Take(ref best);

        void Take(ref (int Day, decimal Ratio, decimal Apart) found)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(days[found.Day].Start);
            findings.Add(new(QualityKind.Scale, at, at.AddDays(1), decimal.Round(found.Ratio, 3)));
            found = default;
        }
    }

    private static List<(long Start, decimal Mean)> DaysInUse(ReadOnlySpan<MeteredHour> hours)
    {
        var days = new List<(long Start, decimal Mean)>();
        for (var i = 0; i < hours.Length;)
        {
            var start = hours[i].Start - hours[i].Start % DaySeconds;
            decimal sum = 0;
            var used = 0;
            for (; i < hours.Length && hours[i].Start < start + DaySeconds; i++)
            {
                if (hours[i].Value <= 0)
                    continue;
                sum += hours[i].Value;
                used++;
            }
            if (used >= LeastHours)
                days.Add((start, sum / used));
        }
        return days;
    }

    private static decimal[] Sorted(List<(long Start, decimal Mean)> days, int first)
    {
        var means = new decimal[Fortnight];
        for (var i = 0; i < Fortnight; i++)
            means[i] = days[first + i].Mean;
        Array.Sort(means);
        return means;
    }
}
