using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

/// <summary>Hours in columns come to exactly what the same hours one by one come to.</summary>
public sealed class HourColumnsTests
{
    private const int Fortnight = 336;
    private static readonly long Start = Hours.Unix("2026-03-20T00:00:00Z");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void They_are_added_up_as_hours_one_by_one_are(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 60; round++)
        {
            var count = random.Next(1, 1200);
            var (slow, fast) = (new FlowHours(count), new FlowHours(count));
            for (var meter = random.Next(1, 4); meter > 0; meter--)
            {
                var hours = Some(random, count, huge: round % 10 == 9);
                var factor = random.Next(3) switch { 0 => 1m, 1 => 0.001m, _ => random.Next(-3000, 9000) / 1000m };
                var factors = random.Next(2) == 0 ? null : FactorRuns.Of(Factors(random, count));
                var wasThere = random.Next(2) == 0;
                slow.Begin();
                fast.Begin();
                foreach (var piece in hours.Chunk(100))
                    slow.Take(piece, Start, factor, factors);
                // Pieces of a fortnight begin before the flow, as the store's do.
                foreach (var piece in hours.GroupBy(h => (h.Start - Start + 7 * 3600) / 3600 / Fortnight))
                    fast.Take(Columns(Start - 7 * 3600 + piece.Key * Fortnight * 3600, [.. piece]), Start, factor, factors);
                var first = slow.End();
                fast.End().ShouldBe(first);
                if (first <= 0)
                    continue;
                slow.Settle(first, wasThere);
                fast.Settle(first, wasThere);
            }
            Same(fast, slow);
            fast.Clear();
            fast.Meter(Start, [Hours.At(Start, 0, 1m)]);
            fast.Value(0).ShouldBe(1m);
            fast.Estimated(0).ShouldBe(0);
        }
    }

    [Fact]
    public void Hours_of_other_minutes_are_refused()
    {
        var flow = new FlowHours(24);
        flow.Begin();
        Should.Throw<ArgumentException>(() => flow.Take(Columns(Start + 1800, [Hours.At(Start + 1800, 0, 1m)]), Start));
    }

    private static void Same(FlowHours fast, FlowHours slow)
    {
        for (var i = 0; i < slow.Count; i++)
            (i, fast.Values[i], fast.Peaks[i], fast.Covered(i), fast.Estimated(i), fast.Corrected(i))
                .ShouldBe((i, slow.Values[i], slow.Peaks[i], slow.Covered(i), slow.Estimated(i), slow.Corrected(i)));
        fast.Coverage.ShouldBe(slow.Coverage);
        fast.Sum(0, fast.Count).ShouldBe(slow.Sum(0, slow.Count));
        Int128 sum = 0;
        foreach (var value in slow.Values)
            sum += value;
        fast.Sum(0, fast.Count).ShouldBe(sum);
    }

    private static List<MeteredHour> Some(Random random, int count, bool huge)
    {
        var hours = new List<MeteredHour>();
        var plain = random.Next(2) == 0;
        for (var i = random.Next(3) == 0 ? random.Next(count) : 0; i < count; i++)
        {
            if (random.Next(20) == 0)
                i += random.Next(random.Next(3) == 0 ? 400 : 3);
            if (i >= count)
                break;
            var value = huge && random.Next(4) == 0 ? random.NextInt64(3_000_000_000) : random.Next(-50_000, 900_000) / 1000m;
            hours.Add(plain
                ? Hours.At(Start, i, value)
                : Hours.At(Start, i, value, random.Next(1, 3601), random.Next(4) == 0 ? random.Next(1800) : 0, random.Next(4) == 0 ? random.Next(1800) : 0, value + random.Next(3)));
        }
        return hours;
    }

    private static decimal?[] Factors(Random random, int count)
    {
        var factors = new decimal?[count];
        for (var at = 0; at < count;)
        {
            decimal? factor = random.Next(5) == 0 ? null : random.Next(-1000, 12_000) / 1000m;
            for (var end = Math.Min(count, at + random.Next(1, 300)); at < end; at++)
                factors[at] = factor;
        }
        return factors;
    }

    private static HourColumns Columns(long start, IReadOnlyList<MeteredHour> hours)
    {
        var columns = new HourColumns(Fortnight);
        columns.Begin(start, Fortnight);
        columns.Values.Clear();
        columns.Peaks.Clear();
        columns.Covered.Clear();
        (columns.HasPeaks, columns.Altered) = (hours.Any(h => h.PeakBillionths != h.ValueBillionths), hours.Any(h => h.Estimated + h.Corrected > 0));
        foreach (var hour in hours)
        {
            var at = (int)((hour.Start - start) / 3600);
            (columns.Values[at], columns.Peaks[at]) = ((long)hour.ValueBillionths, (long)hour.PeakBillionths);
            (columns.Covered[at], columns.Estimated[at], columns.Corrected[at]) = ((short)hour.Seconds, (short)hour.Estimated, (short)hour.Corrected);
            columns.Highest = Math.Max(columns.Highest, Math.Max(Math.Abs(columns.Values[at]), Math.Abs(columns.Peaks[at])));
        }
        return columns;
    }
}
