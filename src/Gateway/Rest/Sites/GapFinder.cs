using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Finds the stretches without readings of an interval meter, between its first reading and now.</summary>
public sealed class GapFinder(IReadingStore readings, TimeProvider clock)
{
    const int PageRows = 5_000;

    /// <summary>The gaps in [from, to), Unix seconds. Hours that are wholly covered are taken from the hourly sums; only the others are read in full.</summary>
    public async Task<IReadOnlyList<Gap>> FindAsync(MeterInfo meter, long from, long to, CancellationToken cancellation)
    {
        var resolution = Math.Max(60, meter.ResolutionSeconds);
        // The slot underway cannot be there yet, nor the one just ended, which is on its way.
        to = Math.Min(to, clock.GetUtcNow().ToUnixTimeSeconds() - 2 * resolution);
        var first = await readings.ReadAsync(meter.Ledger, meter.Id, 0, to, 1, cancellation);
        if (meter.Kind != "interval" || first.Count == 0) return [];
        from = Math.Max(from, first[0].Start);
        var gaps = new List<Gap>();
        foreach (var window in await SuspiciousAsync(meter, from, to, cancellation))
            await FindInAsync(meter, window, resolution, gaps, cancellation);
        return gaps;
    }

    async Task<List<Stretch>> SuspiciousAsync(MeterInfo meter, long from, long to, CancellationToken cancellation)
    {
        var firstHour = from - from % 3600;
        var covered = (await readings.ReadHourlyAsync(meter.Ledger, [meter.Id], firstHour, to + (3600 - to % 3600) % 3600, cancellation)).ToDictionary(h => h.Hour, h => h.Seconds);
        var windows = new List<Stretch>();
        for (var hour = firstHour; hour < to; hour += 3600)
        {
            if (covered.GetValueOrDefault(hour) >= 3600) continue;
            var (start, end) = (Math.Max(hour, from), Math.Min(hour + 3600, to));
            if (windows.Count > 0 && windows[^1].End == start) windows[^1] = windows[^1] with { End = end };
            else windows.Add(new Stretch(start, end));
        }
        return windows;
    }

    async Task FindInAsync(MeterInfo meter, Stretch window, int resolution, List<Gap> gaps, CancellationToken cancellation)
    {
        // A slot that began before the window may reach into it.
        var before = await readings.ReadAsync(meter.Ledger, meter.Id, window.Start - 86_400, window.Start, PageRows, cancellation);
        var covered = Math.Max(window.Start, before.Count == 0 ? 0 : before[^1].Start + before[^1].Seconds);
        var next = window.Start;
        while (true)
        {
            var page = await readings.ReadAsync(meter.Ledger, meter.Id, next, window.End, PageRows, cancellation);
            foreach (var row in page)
            {
                Add(meter, covered, row.Start, resolution, gaps);
                covered = Math.Max(covered, row.Start + row.Seconds);
            }
            if (page.Count < PageRows) break;
            next = page[^1].Start + 1;
        }
        Add(meter, covered, window.End, resolution, gaps);
    }

    static void Add(MeterInfo meter, long start, long end, int resolution, List<Gap> gaps)
    {
        var missing = (end - start) / resolution;
        if (missing > 0) gaps.Add(new Gap(meter.Id, Utc.OfSeconds(start), Utc.OfSeconds(end), missing));
    }
}
