namespace SmartBlocks.Energy.DataQuality;

/// <summary>
/// Looks over a meter's hours as a person who knows the meter would: what is missing, what repeats itself, what jumps, which zeros cannot be. Each rule compares the meter with itself, so
/// that none needs to be told what is normal; only a rated capacity is taken from the registration. Thresholds are wide on purpose: an alert that is wrong is worse than one that comes a
/// day later. Nothing is changed, estimated or left out by it.
/// </summary>
public static class QualityInspector
{
    /// <summary>Hours that must be known before a meter can be compared with itself: two weeks.</summary>
    public const int LeastHours = 336;

    /// <summary>A run shorter than this is never stuck.</summary>
    public const int LeastStuck = 24;

    /// <summary>A run of zeros shorter than this is never a gap.</summary>
    public const int LeastZeros = 6;

    /// <summary>Runs of zeros closer together than this are one stretch: what works for an hour between is the same trouble, and one alert says so.</summary>
    public const int SameStretch = 24;

    private const int WeekHours = 168;

    /// <summary>What is found in the hours of a meter.</summary>
    /// <param name="hours">Its hours, ascending, those without readings left out.</param>
    /// <param name="capacityKw">Rated power of what it measures, kW; null when not known, or when it does not count kWh.</param>
    /// <returns>The findings, by time.</returns>
    public static IReadOnlyList<QualityFinding> Inspect(ReadOnlySpan<MeteredHour> hours, decimal? capacityKw = null)
    {
        var findings = new List<QualityFinding>();
        if (hours.IsEmpty)
            return findings;
        FindGaps(hours, findings);
        FindBeyondCapacity(hours, capacityKw, findings);
        if (hours.Length >= LeastHours)
        {
            FindSpikes(hours, findings);
            FindZeros(hours, findings);
            ScaleChanges.Find(hours, findings);
            FindStuck(hours, findings);
        }
        findings.Sort((a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.Kind.CompareTo(b.Kind));
        return findings;
    }

    /// <summary>Compares the times readings are about with the times at which their blocks were made.</summary>
    /// <param name="arrivals">The newest readings: end of what they are about, and time of their block.</param>
    /// <param name="slot">How often the meter reads, s.</param>
    public static QualityFinding? InspectClock(IReadOnlyList<(DateTimeOffset About, DateTimeOffset Block)> arrivals, int slot)
    {
        const int Tolerance = 60, Least = 12;
        if (arrivals.Count == 0)
            return null;
        var ahead = arrivals.Max(arrival => (arrival.About - arrival.Block).Ticks / TimeSpan.TicksPerSecond);
        if (ahead > Tolerance)
            return new(QualityKind.ClockAhead, arrivals[0].About, arrivals[^1].About, ahead);
        // History that was imported comes years late and spread out; a slow clock is late by the same time again and again.
        var late = arrivals.Select(arrival => (arrival.Block - arrival.About).Ticks / TimeSpan.TicksPerSecond).ToList();
        return late.Count >= Least && late.Min() > Math.Max(600, 2L * slot) && late.Max() - late.Min() < slot
            ? new(QualityKind.ClockBehind, arrivals[0].About, arrivals[^1].About, late.Min())
            : null;
    }

    private static void FindGaps(ReadOnlySpan<MeteredHour> hours, List<QualityFinding> findings)
    {
        for (var i = 1; i < hours.Length; i++)
        {
            var missing = (hours[i].Start - hours[i - 1].Start) / MeteredHour.Length - 1;
            if (missing > 0)
                findings.Add(Found(QualityKind.Gap, hours[i - 1].Start + MeteredHour.Length, hours[i].Start, missing));
        }
    }

    private static void FindBeyondCapacity(ReadOnlySpan<MeteredHour> hours, decimal? capacityKw, List<QualityFinding> findings)
    {
        // A fifth beyond what the plate says: machines are run above their rating for a while.
        if (capacityKw is not > 0)
            return;
        foreach (var hour in hours)
        {
            if (hour.Value > 1.2m * capacityKw)
                findings.Add(Found(QualityKind.Spike, hour.Start, hour.Start + MeteredHour.Length, hour.Value));
        }
    }

    private static void FindSpikes(ReadOnlySpan<MeteredHour> hours, List<QualityFinding> findings)
    {
        var sorted = new decimal[hours.Length];
        for (var i = 0; i < hours.Length; i++)
            sorted[i] = Math.Abs(hours[i].Value);
        if (SpikeLimit.Of(sorted) is not { } spike)
            return;
        foreach (var hour in hours)
        {
            if (Math.Abs(hour.Value) > spike.Limit && !findings.Exists(f => f.Kind == QualityKind.Spike && f.From.ToUnixTimeSeconds() == hour.Start))
                findings.Add(Found(QualityKind.Spike, hour.Start, hour.Start + MeteredHour.Length, hour.Value, spike.Usual));
        }
    }

    /// <summary>
    /// A run of zeros is a gap when the same hours of other weeks are hardly ever zero. What is off for a season (a boiler in summer) or at night has zeros at those hours in other weeks
    /// too, unless the whole record is the run.
    /// </summary>
    private static void FindZeros(ReadOnlySpan<MeteredHour> hours, List<QualityFinding> findings)
    {
        Span<int> all = stackalloc int[WeekHours], zero = stackalloc int[WeekHours], inRun = stackalloc int[WeekHours];
        all.Clear();
        zero.Clear();
        foreach (var hour in hours)
        {
            all[Slot(hour)]++;
            zero[Slot(hour)] += hour.Value == 0 ? 1 : 0;
        }
        var gaps = new List<(int First, int Length)>();
        // The longest first: what has been found to be a gap says nothing about the hours that are left.
        foreach (var (first, length) in Runs(hours, zeros: true).Where(run => run.Length >= LeastZeros).OrderByDescending(run => run.Length))
        {
            inRun.Clear();
            for (var i = first; i < first + length; i++)
                inRun[Slot(hours[i])]++;
            int others = 0, zerosElsewhere = 0;
            for (var slot = 0; slot < WeekHours; slot++)
            {
                if (inRun[slot] == 0)
                    continue;
                others += all[slot] - inRun[slot];
                zerosElsewhere += zero[slot] - inRun[slot];
            }
            if (others < LeastZeros || zerosElsewhere * 20 > others)
                continue;
            for (var slot = 0; slot < WeekHours; slot++)
            {
                all[slot] -= inRun[slot];
                zero[slot] -= inRun[slot];
            }
            gaps.Add((first, length));
        }
        gaps.Sort();
        for (var i = 0; i < gaps.Count;)
        {
            var (from, to, zeros) = (hours[gaps[i].First].Start, 0L, 0);
            do
            {
                to = hours[gaps[i].First + gaps[i].Length - 1].Start + MeteredHour.Length;
                zeros += gaps[i].Length;
                i++;
            }
            while (i < gaps.Count && hours[gaps[i].First].Start - to < SameStretch * MeteredHour.Length);
            findings.Add(Found(QualityKind.Zeros, from, to, zeros));
        }
    }

    private static void FindStuck(ReadOnlySpan<MeteredHour> hours, List<QualityFinding> findings)
    {
        var runs = Runs(hours, zeros: false);
        if (runs.Count == 0)
            return;
        runs.Sort((a, b) => b.Length != a.Length ? b.Length.CompareTo(a.Length) : a.First.CompareTo(b.First));
        // Of a hundred runs the longest may be stuck ones: what the others reach is what the meter does by itself.
        var usual = runs[Math.Min(runs.Count - 1, Math.Max(1, runs.Count / 100))].Length;
        if (runs.Count == 1)
            usual = 1;
        foreach (var (first, length) in runs)
        {
            // Shares of a longer span are alike because they were shared out, not because they were measured so.
            if (length < Math.Max(LeastStuck, 3 * usual) || hours[first].Shared > 0)
                continue;
            findings.Add(Found(QualityKind.Stuck, hours[first].Start, hours[first + length - 1].Start + MeteredHour.Length, length, usual));
        }
    }

    /// <summary>Runs of hours that follow each other with the same value: of zeros, or of one that is not zero.</summary>
    private static List<(int First, int Length)> Runs(ReadOnlySpan<MeteredHour> hours, bool zeros)
    {
        var runs = new List<(int First, int Length)>();
        var first = 0;
        for (var i = 1; i <= hours.Length; i++)
        {
            if (i < hours.Length && hours[i].Value == hours[first].Value && hours[i].Start == hours[i - 1].Start + MeteredHour.Length)
                continue;
            if (hours[first].Value == 0 == zeros)
                runs.Add((first, i - first));
            first = i;
        }
        return runs;
    }

    private static int Slot(MeteredHour hour) => (int)(hour.Start / MeteredHour.Length % WeekHours);

    private static QualityFinding Found(QualityKind kind, long from, long to, decimal value, decimal? usual = null) =>
        new(kind, DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(to), value, usual);
}
