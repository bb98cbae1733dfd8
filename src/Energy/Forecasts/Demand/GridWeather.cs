using System.Collections.Immutable;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>A <see cref="WeatherOutlook"/> on the rows of a <see cref="DemandGrid"/>.</summary>
internal sealed class GridWeather
{
    private readonly WeatherOutlook outlook;
    private readonly int slots;
    private readonly Func<int, DateTimeOffset> startOf;
    private readonly List<Run> runs;
    private readonly int lastRow;

    /// <param name="outlook">The weather.</param>
    /// <param name="observed">What was observed, row after row, gaps filled; and the rows ahead.</param>
    /// <param name="slots">Slots of a row.</param>
    /// <param name="startOf">When a row begins.</param>
    /// <param name="runs">What was foretold, in order of issue.</param>
    /// <param name="lastRow">The row that the forecast begins with.</param>
    public GridWeather(WeatherOutlook outlook, double[] observed, int slots, Func<int, DateTimeOffset> startOf, List<Run> runs, int lastRow) =>
        (this.outlook, Observed, this.slots, this.startOf, this.runs, this.lastRow) = (outlook, observed, slots, startOf, runs, lastRow);

    /// <summary>What a forecast says of slots, from one on; not a number where it says nothing.</summary>
    public readonly record struct Run(DateTimeOffset Issued, int First, double[] Values);

    /// <summary>How the weather drives the meter.</summary>
    public WeatherDrive Drive => outlook.Drive;

    /// <summary>Where on the ledger it stands.</summary>
    public ImmutableArray<WeatherReference> StoodOn => outlook.StoodOn;

    /// <summary>What was observed; of the rows ahead, what is known.</summary>
    public double[] Observed { get; }

    /// <summary>The weather of some rows as it was seen when the first of them began: the forecasts issued until then, the newest first, and the day before for hours without.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="before">Rows before it that are wanted too, as observed.</param>
    public double[] SeenFrom(int row, int rows, int before)
    {
        var seen = new double[(before + rows) * slots];
        var first = (row - before) * slots;
        Array.Copy(Observed, first, seen, 0, outlook.AllKnown ? seen.Length : before * slots);
        if (outlook.AllKnown)
            return seen;
        seen.AsSpan(before * slots).Fill(double.NaN);
        var now = startOf(row);
        // Oldest first: a newer forecast overwrites what it speaks of. The last row begins where the history ends, and whatever was foretold until the forecast is made may be used.
        foreach (var run in runs)
        {
            if (run.Issued > now && row < lastRow)
                break;
            for (var i = 0; i < run.Values.Length; i++)
            {
                var at = run.First + i - first;
                if (at >= before * slots && at < seen.Length && !double.IsNaN(run.Values[i]))
                    seen[at] = run.Values[i];
            }
        }
        for (var i = before * slots; i < seen.Length; i++)
            if (double.IsNaN(seen[i]))
                seen[i] = seen[i - slots];
        return seen;
    }
}
