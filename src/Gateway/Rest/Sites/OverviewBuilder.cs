using System.Globalization;
using SmartBlocks.Energy;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Puts the overview together: every site at a glance, every ledger's pulse, and what somebody should look at.</summary>
public sealed class OverviewBuilder(IReadingStore readings, MeteredSums sums, MeterViews meterViews, LedgerPulses pulses, IGrainFactory grains, TimeProvider clock)
{
    /// <summary>Most attention items in one answer.</summary>
    public const int MostAttention = 50;

    /// <summary>Builds it for what the caller may see.</summary>
    public async Task<Overview> BuildAsync(View view, CancellationToken cancellation)
    {
        var silent = new Dictionary<string, SilenceNotice>(StringComparer.Ordinal);
        var ledgers = new List<LedgerPulse>();
        var alerts = new List<QualityAlert>();
        foreach (var ledger in view.Ledgers)
        {
            if (await pulses.ReadAsync(ledger, cancellation) is { } pulse) ledgers.Add(pulse);
            foreach (var notice in await grains.GetGrain<IFollowerGrain>(ledger).Silent()) silent[notice.Meter] = notice;
            alerts.AddRange((await grains.GetGrain<IQualityGrain>(ledger).Alerts()).Where(Wanted));
        }
        var sites = new List<OverviewSite>();
        var attention = alerts.Where(a => view.Meter(a.Meter)?.Ledger == a.Ledger)
            .Select(a => new AttentionItem("quality." + a.Kind, a.Site, a.Meter, a.Text, a.From.UtcDateTime)).ToList();
        var readingsToday = 0;
        foreach (var site in view.Sites)
        {
            var meters = view.MetersOf(site.Id).ToList();
            var (glance, count) = await GlanceAsync(site, meters, silent, attention, cancellation);
            sites.Add(glance);
            readingsToday += count;
        }
        return new Overview(sites, ledgers, [.. attention.OrderByDescending(a => a.Since).Take(MostAttention)], readingsToday);
    }

    async Task<(OverviewSite Site, int Readings)> GlanceAsync(SiteInfo site, List<MeterInfo> meters, Dictionary<string, SilenceNotice> silent,
        List<AttentionItem> attention, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var days = LocalDays.Of(site.TimeZone);
        var today = days.DayAt(now);
        var byDay = await sums.SumAsync(site.Ledger, meters, days.Cut(today.AddDays(-1), today.AddDays(1), Resolution.Day), cancellation);
        var byHour = await sums.SumAsync(site.Ledger, meters, LastHours(now), cancellation);
        var latest = (await readings.ReadLatestAsync(site.Ledger, [.. meters.Select(m => m.Id)], cancellation))
            .ToDictionary(r => r.Meter, StringComparer.Ordinal);

        var import = meters.Where(m => m is { Commodity: "electricity", Direction: "import", Parent: null }).ToList();
        var generation = meters.Where(m => m is { Commodity: "electricity", Direction: "generation" }).ToList();
        var intervals = meters.Where(m => m.Kind == "interval").ToList();
        decimal Day(List<MeterInfo> of, int day) => of.Sum(m => byDay[m.Id][day].Value ?? 0m);

        foreach (var meter in meters)
        {
            if (silent.TryGetValue(meter.Id, out var notice))
                attention.Add(new AttentionItem("meter.silent", site.Id, meter.Id, $"{meter.Name} is silent", notice.Since.UtcDateTime));
            else if (meter.Kind == "interval" && FindGap(meter, byHour[meter.Id], LastHours(now)) is { } gap) attention.Add(gap);
        }
        var powers = import.Select(m => meterViews.PowerKw(m, latest.GetValueOrDefault(m.Id))).Where(p => p is not null).ToList();
        return (new OverviewSite(site.Id, site.Name, site.Ledger, site.TimeZone, site.Latitude, site.Longitude, meters.Count,
            meters.Count(m => silent.ContainsKey(m.Id)), Day(import, 1), Day(import, 0), Day(generation, 1), powers.Count == 0 ? null : powers.Sum(),
            latest.Count == 0 ? null : latest.Values.Max(r => Utc.OfSeconds(r.Start + r.Seconds)),
            intervals.Count == 0 ? 0m : decimal.Round(intervals.Average(m => byDay[m.Id][1].Completeness), 4), Spark(import, byHour)),
            byDay.Values.Sum(d => d[1].Count));
    }

    // What is silent or has a gap today is told below, to the minute.
    static bool Wanted(QualityAlert alert) => alert is { ClearedAt: null, AcknowledgedAt: null } && alert.Kind is not ("silent" or "gap");

    // 24 whole hours, the last being the one underway.
    static List<Stretch> LastHours(DateTimeOffset now)
    {
        var current = now.ToUnixTimeSeconds() / 3600 * 3600;
        return [.. Enumerable.Range(0, 24).Select(i => new Stretch(current - (23 - i) * 3600L, current - (22 - i) * 3600L))];
    }

    static decimal?[] Spark(List<MeterInfo> import, IReadOnlyDictionary<string, IReadOnlyList<BucketSum>> byHour) =>
        [.. Enumerable.Range(0, 24).Select(hour => import.Any(m => byHour[m.Id][hour].Value is not null)
            ? import.Sum(m => byHour[m.Id][hour].Value ?? 0m)
            : (decimal?)null)];

    // The hour underway and the one before may still be arriving; hours before the first reading were never metered.
    static AttentionItem? FindGap(MeterInfo meter, IReadOnlyList<BucketSum> hours, List<Stretch> stretches)
    {
        var first = 0;
        while (first < 22 && hours[first].Count == 0) first++;
        var incomplete = Enumerable.Range(first, 22 - first).Where(h => hours[h].Completeness < 1m).ToList();
        if (incomplete.Count == 0) return null;
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{meter.Name}: {incomplete.Count} of the last 24 hours {(incomplete.Count == 1 ? "is" : "are")} incomplete");
        return new AttentionItem("quality.gap", meter.Site, meter.Id, text, Utc.OfSeconds(stretches[incomplete[0]].Start));
    }
}
