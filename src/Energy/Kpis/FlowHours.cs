namespace SmartBlocks.Energy.Kpis;

/// <summary>
/// A sum of meters, hour by hour, and what stands behind it. An hour of a sum is covered as far as the least covered of its meters: what one of
/// them lacks, the sum lacks. A meter counts from its first reading on; the time before is not missing, for it was not there.
/// </summary>
/// <param name="count">Number of hours.</param>
public sealed class FlowHours(int count)
{
    private readonly decimal[] values = new decimal[count];
    private readonly decimal[] peaks = new decimal[count];
    private readonly short[] covered = new short[count];
    private readonly short[] estimated = new short[count];
    private readonly short[] corrected = new short[count];
    private int next;
    private int first;
    private int beginning;

    /// <summary>Number of hours.</summary>
    public int Count => count;

    /// <summary>Meters in the sum; 0: there is no such flow.</summary>
    public int Terms { get; private set; }

    /// <summary>Sum of what is known of an hour.</summary>
    public decimal Value(int hour) => values[hour];

    /// <summary>Seconds of an hour for which every meter is known; none before the first of them came.</summary>
    public int Covered(int hour) => hour < beginning ? 0 : covered[hour];

    /// <summary>Seconds of an hour for which some meter was estimated.</summary>
    public int Estimated(int hour) => estimated[hour];

    /// <summary>Seconds of an hour for which some meter was corrected.</summary>
    public int Corrected(int hour) => corrected[hour];

    /// <summary>The highest rate in an hour: of a single meter its highest slot, of a sum the mean of the hour.</summary>
    public decimal Peak(int hour) => Terms == 1 ? peaks[hour] : values[hour];

    /// <summary>Begins another meter of the sum.</summary>
    public void Begin()
    {
        if (Terms++ == 0)
        {
            covered.AsSpan().Fill(MeteredHour.Length);
            beginning = count;
        }
        (next, first) = (-1, count);
    }

    /// <summary>Takes some hours of the meter, in order of time; those outside of the flow are passed over.</summary>
    /// <param name="hours">The hours.</param>
    /// <param name="start">Start of the flow, Unix seconds.</param>
    /// <param name="factor">What the values are multiplied with.</param>
    /// <param name="factors">What they are multiplied with besides, by the hour; an hour without a factor is not known.</param>
    public void Take(ReadOnlySpan<MeteredHour> hours, long start, decimal factor = 1, decimal?[]? factors = null)
    {
        foreach (ref readonly var hour in hours)
        {
            var place = (hour.Start - start) / MeteredHour.Length;
            if (hour.Start < start || place >= count)
                continue;
            var at = (int)place;
            if (next < 0)
                first = at;
            else
                covered.AsSpan(next, at - next).Clear();
            next = at + 1;
            if (factors is not null && factors[at] is null)
            {
                covered[at] = 0;
                continue;
            }
            var multiplier = factors is null ? factor : factors[at]!.Value * factor;
            values[at] += multiplier == 1 ? hour.Value : hour.Value * multiplier;
            peaks[at] = multiplier == 1 ? hour.Peak : hour.Peak * multiplier;
            covered[at] = (short)Math.Min(covered[at], hour.Seconds);
            estimated[at] = (short)Math.Max(estimated[at], hour.Estimated);
            corrected[at] = (short)Math.Max(corrected[at], hour.Corrected);
        }
    }

    /// <summary>Ends the meter. Answers the first hour that it had; if that is not 0, say with <see cref="Settle"/> whether it was there before.</summary>
    public int End()
    {
        if (next >= 0 && next < count)
            covered.AsSpan(next).Clear();
        if (first == 0)
            beginning = 0;
        return first;
    }

    /// <summary>Says of a meter whose first hour was <paramref name="firstHour"/> whether it had readings before the flow: then it is missing until there.</summary>
    public void Settle(int firstHour, bool wasThere)
    {
        if (wasThere)
            covered.AsSpan(0, firstHour).Clear();
        beginning = Math.Min(beginning, wasThere ? 0 : firstHour);
    }

    /// <summary>Takes another flow into the sum, as one more meter. The first one taken says when the sum begins.</summary>
    public void Add(FlowHours other, decimal factor)
    {
        if (Terms++ == 0)
        {
            covered.AsSpan().Fill(MeteredHour.Length);
            beginning = other.beginning;
        }
        for (var i = 0; i < count; i++)
        {
            values[i] += other.values[i] * factor;
            peaks[i] = other.Peak(i) * factor;
            covered[i] = Math.Min(covered[i], other.covered[i]);
            estimated[i] = Math.Max(estimated[i], other.estimated[i]);
            corrected[i] = Math.Max(corrected[i], other.corrected[i]);
        }
    }

    /// <summary>Empties it for another use.</summary>
    public void Clear()
    {
        if (Terms == 0)
            return;
        (Terms, beginning) = (0, 0);
        values.AsSpan().Clear();
        peaks.AsSpan().Clear();
        covered.AsSpan().Clear();
        estimated.AsSpan().Clear();
        corrected.AsSpan().Clear();
    }
}
