namespace SmartBlocks.Energy.Kpis;

/// <summary>
/// A sum of meters, hour by hour, and what stands behind it. An hour of a sum is covered as far as the least covered of its meters: what one of
/// them lacks, the sum lacks. A meter counts from its first reading on; the time before is not missing, for it was not there.
/// </summary>
/// <remarks>
/// Values are billionths in 64 bits, because the figures of a portfolio add up a hundred million of them. An hour of more than two billion kWh, which no meter
/// counts, does not fit, with room for four such flows in a balance, and is not known.
/// </remarks>
/// <param name="count">Number of hours.</param>
public sealed class FlowHours(int count)
{
    private const long Largest = long.MaxValue / 4;

    private readonly long[] values = new long[count];
    private readonly long[] peaks = new long[count];
    private readonly short[] covered = new short[count];
    private readonly short[] estimated = new short[count];
    private readonly short[] corrected = new short[count];
    private int next;
    private int first;
    private int beginning;
    private Coverage? coverage;

    /// <summary>Number of hours.</summary>
    public int Count => count;

    /// <summary>Meters in the sum; 0: there is no such flow.</summary>
    public int Terms { get; private set; }

    /// <summary>What stands behind the flow over all of its hours.</summary>
    public Coverage Coverage => coverage ??= Coverage.Of(count, this);

    /// <summary>Sum of what is known of an hour.</summary>
    public decimal Value(int hour) => Billionths.ToDecimal(values[hour]);

    /// <summary>Seconds of an hour for which every meter is known; none before the first of them came.</summary>
    public int Covered(int hour) => hour < beginning ? 0 : covered[hour];

    /// <summary>Seconds of an hour for which some meter was estimated.</summary>
    public int Estimated(int hour) => estimated[hour];

    /// <summary>Seconds of an hour for which some meter was corrected.</summary>
    public int Corrected(int hour) => corrected[hour];

    /// <summary>The values in billionths.</summary>
    internal ReadOnlySpan<long> Values => values;

    /// <summary>The highest rates in billionths: of a single meter its highest slots, of a sum the means of the hours.</summary>
    internal ReadOnlySpan<long> Peaks => Terms == 1 ? peaks : values;

    /// <summary>Seconds covered, to be looked at from <see cref="Beginning"/> on.</summary>
    internal ReadOnlySpan<short> CoveredSeconds => covered;

    internal ReadOnlySpan<short> EstimatedSeconds => estimated;

    internal ReadOnlySpan<short> CorrectedSeconds => corrected;

    /// <summary>Whether anything in it was estimated or corrected.</summary>
    internal bool Altered { get; private set; }

    /// <summary>The first hour of which anything can be known.</summary>
    internal int Beginning => beginning;

    /// <summary>Begins another meter of the sum.</summary>
    public void Begin()
    {
        coverage = null;
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
        var by = Billionths.Of(factor);
        decimal? last = null;
        var follows = next;
        var (sums, rates, known) = (values, peaks, covered);
        foreach (ref readonly var hour in hours)
        {
            // Most hours follow the one before.
            var place = follows >= 0 && hour.Start == start + follows * (long)MeteredHour.Length ? follows : (hour.Start - start) / MeteredHour.Length;
            if (hour.Start < start || place >= sums.Length)
                continue;
            var at = (int)place;
            if (follows < 0)
                first = at;
            else if (at > follows)
                known.AsSpan(follows, at - follows).Clear();
            follows = at + 1;
            if (factors is not null && factors[at] != last)
                by = (last = factors[at]) is { } found ? Billionths.Of(found * factor) : 0;
            var (value, peak) = (hour.ValueBillionths, hour.PeakBillionths);
            var rate = (long)peak;
            if ((factors is not null && last is null) || !Fits(value) || (peak != value && !Fits(peak)) || !Fits(by)
                || !Multiply((long)by, ref value, ref rate) || sums[at] + (long)value is not (>= -Largest and <= Largest))
            {
                known[at] = 0;
                continue;
            }
            sums[at] += (long)value;
            rates[at] = rate;
            known[at] = Math.Min(known[at], (short)hour.Seconds);
            if ((hour.Estimated | hour.Corrected) == 0)
                continue;
            Altered = true;
            estimated[at] = Math.Max(estimated[at], (short)hour.Estimated);
            corrected[at] = Math.Max(corrected[at], (short)hour.Corrected);
        }
        next = follows;
    }

    // False when a product would be too large.
    private static bool Multiply(long by, ref Int128 value, ref long rate)
    {
        if (by == Billionths.One)
            return true;
        var same = rate == value;
        var product = Billionths.Multiply((long)value, by);
        var scaled = same ? product : Billionths.Multiply(rate, by);
        (value, rate) = (product, (long)scaled);
        return Fits(product) && Fits(scaled);
    }

    private static bool Fits(Int128 value) => (long)value is >= -Largest and <= Largest and var low && low == value;

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
        coverage = null;
        if (wasThere)
            covered.AsSpan(0, firstHour).Clear();
        beginning = Math.Min(beginning, wasThere ? 0 : firstHour);
    }

    /// <summary>Adds another flow, or takes it away, as one more meter. The first one taken says when the sum begins.</summary>
    public void Add(FlowHours other, int sign)
    {
        coverage = null;
        Altered |= other.Altered;
        if (Terms++ == 0)
        {
            covered.AsSpan().Fill(MeteredHour.Length);
            beginning = other.beginning;
        }
        var rates = other.Peaks;
        for (var i = 0; i < count; i++)
        {
            values[i] += other.values[i] * sign;
            peaks[i] = rates[i] * sign;
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
        (Terms, beginning, coverage, Altered) = (0, 0, null, false);
        values.AsSpan().Clear();
        peaks.AsSpan().Clear();
        covered.AsSpan().Clear();
        estimated.AsSpan().Clear();
        corrected.AsSpan().Clear();
    }
}
