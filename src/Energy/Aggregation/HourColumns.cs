namespace SmartBlocks.Energy;

/// <summary>
/// Consecutive hours of one meter in columns, for those who add up a hundred million of them. An hour of which nothing is known has its place too, with
/// nothing in it and no second covered. Made once and filled again and again.
/// </summary>
/// <param name="most">Room for so many hours.</param>
public sealed class HourColumns(int most)
{
    private readonly long[] values = new long[most];
    private readonly long[] peaks = new long[most];
    private readonly short[] covered = new short[most];
    private readonly short[] estimated = new short[most];
    private readonly short[] corrected = new short[most];

    /// <summary>Start of the first hour, Unix seconds.</summary>
    public long Start { get; private set; }

    /// <summary>Number of hours.</summary>
    public int Count { get; private set; }

    /// <summary>No value and no peak lies further from zero than this, billionths.</summary>
    public long Highest { get; set; }

    /// <summary>Whether some hour's highest rate is another than its value: only then <see cref="Peaks"/> says anything.</summary>
    public bool HasPeaks { get; set; }

    /// <summary>Whether anything was estimated or corrected: only then <see cref="Estimated"/> and <see cref="Corrected"/> say anything.</summary>
    public bool Altered { get; set; }

    /// <summary>Sums of the effective values, in billionths of the meter's unit.</summary>
    public Span<long> Values => values.AsSpan(0, Count);

    /// <summary>The highest mean rates, in billionths of the meter's unit an hour.</summary>
    public Span<long> Peaks => peaks.AsSpan(0, Count);

    /// <summary>Seconds of each hour that readings cover.</summary>
    public Span<short> Covered => covered.AsSpan(0, Count);

    /// <summary>Seconds of them with an estimated value.</summary>
    public Span<short> Estimated => estimated.AsSpan(0, Count);

    /// <summary>Seconds of them with a corrected value.</summary>
    public Span<short> Corrected => corrected.AsSpan(0, Count);

    /// <summary>Begins other hours, all of which the caller writes.</summary>
    public void Begin(long start, int count)
    {
        (Start, Count, Highest, HasPeaks, Altered) = (start, count, 0, false, false);
    }
}
