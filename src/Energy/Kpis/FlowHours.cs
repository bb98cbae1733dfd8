using System.Runtime.CompilerServices;

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

    // Whether the highest rates are others than the values. Bounds of what has been added up: all meters but the last one begun, and that one.
    private bool peaked;
    private long before;
    private long latest;

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
    internal ReadOnlySpan<long> Peaks => Terms == 1 && peaked ? peaks : values;

    /// <summary>Seconds covered, to be looked at from <see cref="Beginning"/> on.</summary>
    internal ReadOnlySpan<short> CoveredSeconds => covered;

    internal ReadOnlySpan<short> EstimatedSeconds => estimated;

    internal ReadOnlySpan<short> CorrectedSeconds => corrected;

    /// <summary>Whether anything in it was estimated or corrected.</summary>
    internal bool Altered { get; private set; }

    /// <summary>The first hour of which anything can be known.</summary>
    internal int Beginning => beginning;

    /// <summary>No value lies further from zero than this.</summary>
    internal long Highest => latest > long.MaxValue - before ? long.MaxValue : before + latest;

    /// <summary>Sum of the values of some hours, in billionths.</summary>
    internal Int128 Sum(int from, int to)
    {
        if (to <= from)
            return 0;
        if (Highest <= long.MaxValue / (to - from))
            return HourMath.Sum(values.AsSpan(from, to - from));
        var sum = new LongSum();
        foreach (var value in values.AsSpan(from, to - from))
            sum.Add(value);
        return sum.Total;
    }

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
        (before, latest) = (Math.Min(Largest, Highest), 0);
    }

    /// <summary>Takes some hours of the meter, in order of time; those outside of the flow are passed over.</summary>
    /// <param name="hours">The hours.</param>
    /// <param name="start">Start of the flow, Unix seconds.</param>
    /// <param name="factor">What the values are multiplied with.</param>
    /// <param name="factors">What they are multiplied with besides, by the hour; an hour without a factor is not known.</param>
    public void Take(ReadOnlySpan<MeteredHour> hours, long start, decimal factor = 1, FactorRuns? factors = null)
    {
        decimal? last = null;
        var by = Billionths.Of(factor);
        foreach (ref readonly var hour in hours)
        {
            var place = (hour.Start - start) / MeteredHour.Length;
            if (hour.Start < start || place >= count)
                continue;
            var at = (int)place;
            Reach(at, at + 1);
            if (factors is not null && factors[at] != last)
                by = (last = factors[at]) is { } found ? Billionths.Of(found * factor) : 0;
            if (factors is not null && last is null)
                covered[at] = 0;
            else
                TakeHour(at, hour.ValueBillionths, hour.PeakBillionths, (short)hour.Seconds, (short)hour.Estimated, (short)hour.Corrected, by);
        }
    }

    /// <summary>The same of hours in columns, many at a time.</summary>
    /// <exception cref="ArgumentException">The hours are not those of the flow: they begin at other minutes.</exception>
    public void Take(HourColumns hours, long start, decimal factor = 1, FactorRuns? factors = null)
    {
        var (shift, odd) = Math.DivRem(hours.Start - start, MeteredHour.Length);
        if (odd != 0)
            throw new ArgumentException($"Hours from {hours.Start} are none of a flow from {start}.", nameof(hours));
        var from = (int)Math.Clamp(-shift, 0, hours.Count);
        var known = hours.Covered[from..(int)Math.Clamp(count - shift, from, hours.Count)];
        var lead = known.IndexOfAnyExcept((short)0);
        if (lead < 0)
            return;
        known = known[lead..(known.LastIndexOfAnyExcept((short)0) + 1)];
        from += lead;
        var at = (int)(from + shift);
        var end = at + known.Length;
        Reach(at, end);
        if (factors is null)
        {
            TakeRun(hours, from, at, known.Length, Billionths.Of(factor));
            return;
        }
        for (var run = factors.RunAt(at); at < end; run++)
        {
            var (_, ends, value) = factors.Runs[run];
            var length = Math.Min(end, ends) - at;
            if (value is { } found)
                TakeRun(hours, from, at, length, Billionths.Of(found * factor));
            else
                covered.AsSpan(at, length).Clear();
            (from, at) = (from + length, at + length);
        }
    }

    // The hours up to these that the meter had not are not known.
    private void Reach(int at, int end)
    {
        if (next < 0)
            first = at;
        else if (at > next)
            covered.AsSpan(next, at - next).Clear();
        next = end;
    }

    private void TakeRun(HourColumns hours, int from, int at, int length, Int128 by)
    {
        var highest = by == Billionths.One ? hours.Highest : Fits(by) && by > 0 ? Billionths.Bound(hours.Highest, (long)by) : long.MaxValue;
        if (hours.Highest > Largest || highest > Largest - before)
        {
            for (var i = 0; i < length; i++)
            {
                if (hours.Covered[from + i] == 0)
                    covered[at + i] = 0;
                else
                    TakeHour(at + i, hours.Values[from + i], hours.HasPeaks ? hours.Peaks[from + i] : hours.Values[from + i], hours.Covered[from + i],
                        hours.Altered ? hours.Estimated[from + i] : (short)0, hours.Altered ? hours.Corrected[from + i] : (short)0, by);
            }
            return;
        }
        latest = Math.Max(latest, highest);
        var factor = (long)by;
        if (Terms == 1 && (peaked || hours.HasPeaks))
        {
            Peak();
            Lay(hours.HasPeaks ? hours.Peaks.Slice(from, length) : hours.Values.Slice(from, length), peaks.AsSpan(at, length), factor);
        }
        if (factor == Billionths.One)
            HourMath.Add(values.AsSpan(at, length), hours.Values.Slice(from, length));
        else
            AddScaled(hours.Values.Slice(from, length), values.AsSpan(at, length), factor);
        HourMath.Least(covered.AsSpan(at, length), hours.Covered.Slice(from, length));
        if (!hours.Altered)
            return;
        Altered = true;
        HourMath.Most(estimated.AsSpan(at, length), hours.Estimated.Slice(from, length));
        HourMath.Most(corrected.AsSpan(at, length), hours.Corrected.Slice(from, length));
    }

    private static void Lay(ReadOnlySpan<long> of, Span<long> into, long by)
    {
        into.Clear();
        AddScaled(of, into, by);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<long> of, Span<long> into, long by)
    {
        for (var i = 0; i < into.Length; i++)
            into[i] += Billionths.MultiplyFitting(of[i], by);
    }

    private void TakeHour(int at, Int128 value, Int128 peak, short seconds, short guessed, short changed, Int128 by)
    {
        latest = Largest;
        var rate = (long)peak;
        if (!Fits(value) || (peak != value && !Fits(peak)) || !Fits(by) || !Multiply((long)by, ref value, ref rate) || values[at] + (long)value is not (>= -Largest and <= Largest))
        {
            covered[at] = 0;
            return;
        }
        if (Terms == 1 && (peaked || rate != value))
        {
            Peak();
            peaks[at] = rate;
        }
        values[at] += (long)value;
        covered[at] = Math.Min(covered[at], seconds);
        if ((guessed | changed) == 0)
            return;
        Altered = true;
        estimated[at] = Math.Max(estimated[at], guessed);
        corrected[at] = Math.Max(corrected[at], changed);
    }

    // From now on the rates are kept apart; until now they were the values.
    private void Peak()
    {
        if (peaked)
            return;
        peaked = true;
        values.AsSpan().CopyTo(peaks);
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
        (before, latest) = (Highest, other.Highest);
        if (Terms++ == 0)
        {
            covered.AsSpan().Fill(MeteredHour.Length);
            beginning = other.beginning;
            peaked = other.peaked && other.Terms == 1;
            for (var i = 0; i < count && peaked; i++)
                peaks[i] = other.peaks[i] * sign;
        }
        if (sign == 1)
        {
            HourMath.Add(values, other.values);
        }
        else
        {
            for (var i = 0; i < count; i++)
                values[i] += other.values[i] * sign;
        }
        HourMath.Least(covered, other.covered);
        if (!other.Altered)
            return;
        Altered = true;
        HourMath.Most(estimated, other.estimated);
        HourMath.Most(corrected, other.corrected);
    }

    /// <summary>Empties it for another use.</summary>
    public void Clear()
    {
        if (Terms == 0)
            return;
        values.AsSpan().Clear();
        if (Altered)
        {
            estimated.AsSpan().Clear();
            corrected.AsSpan().Clear();
        }
        (Terms, beginning, coverage, Altered, peaked, before, latest) = (0, 0, null, false, false, 0, 0);
    }
}
