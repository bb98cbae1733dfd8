namespace SmartBlocks.Energy;

/// <summary>Hours that follow each other with one factor.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The hour after the last.</param>
/// <param name="Value">The factor; null where nothing is said.</param>
public readonly record struct FactorRun(int First, int End, decimal? Value);

/// <summary>A factor hour by hour, and where it changes: hours of one factor are added up before they are multiplied.</summary>
public sealed class FactorRuns
{
    private readonly decimal?[] hours;
    private readonly FactorRun[] runs;

    private FactorRuns(decimal?[] hours, FactorRun[] runs)
    {
        (this.hours, this.runs) = (hours, runs);
        foreach (var run in runs)
            Bits = Math.Max(Bits, BitsOf(run.Value ?? 0));
    }

    /// <summary>The factor of an hour.</summary>
    public decimal? this[int hour] => hours[hour];

    /// <summary>Number of hours.</summary>
    public int Count => hours.Length;

    /// <summary>All hours in runs, in order.</summary>
    public ReadOnlySpan<FactorRun> Runs => runs;

    /// <summary>Finds the runs.</summary>
    public static FactorRuns Of(decimal?[] hours)
    {
        var runs = new List<FactorRun>();
        for (var at = 0; at < hours.Length;)
        {
            var first = at;
            while (at < hours.Length && hours[at] == hours[first])
                at++;
            runs.Add(new(first, at, hours[first]));
        }
        return new(hours, [.. runs]);
    }

    /// <summary>So many bits the greatest factor takes in billionths; very many when one has more than nine digits after the point.</summary>
    internal int Bits { get; }

    private static int BitsOf(decimal value)
    {
        var billionths = Billionths.Of(value);
        return Billionths.ToDecimal(billionths) == value ? 128 - (int)Int128.LeadingZeroCount(Int128.Abs(billionths)) : 128;
    }

    /// <summary>The run that an hour is in.</summary>
    internal int RunAt(int hour)
    {
        var (low, high) = (0, runs.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = runs[middle].End <= hour ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
