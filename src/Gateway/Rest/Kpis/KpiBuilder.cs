using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Computes the figures of a site.</summary>
public sealed class KpiBuilder(FlowReader reader, LedgerReader ledgers, TimeProvider clock)
{
    /// <summary>Computes them, with those of another period or the meters' baselines beside them when <paramref name="compare"/> says so.</summary>
    public async Task<SiteKpiAnswer> BuildAsync(SiteInfo site, IReadOnlyCollection<MeterInfo> meters, DateOnly? from, DateOnly? to, string? compare,
        CancellationToken cancellation)
    {
        if (compare is not (null or "" or "previous" or "lastYear" or "baseline"))
            throw ProblemException.Invalid("compare", compare, "it must be previous, lastYear or baseline.");
        var calendar = LocalDays.Of(site.TimeZone).Calendar;
        var range = KpiRange.Of(calendar, from, to, clock.GetUtcNow());
        var rules = await SiteRules.OfAsync(ledgers, site.Ledger, cancellation) ?? throw ProblemException.NotFound("ledger", site.Ledger);
        var parts = FlowPlan.Of([.. meters.Select(Place)]);
        var kpis = await ComputeAsync(site, calendar, parts, rules, range, cancellation);
        if (string.IsNullOrEmpty(compare)) return Answer(site, range, null, [.. kpis.Select(k => KpiFigure.Of(k))]);
        if (compare == "baseline")
        {
            var comparison = new BaselineComparison(rules.State, parts, range, clock.GetUtcNow());
            var figures = kpis.Select(k => KpiFigure.Of(k, comparison.Of(k.Id))).ToList();
            return Answer(site, range, new KpiPeriod(compare, Utc.OfSeconds(range.Start), Utc.OfSeconds(range.End), comparison.Notes), figures);
        }
        var before = range.Before(compare, calendar);
        var then = (await ComputeAsync(site, calendar, parts, rules, before, cancellation)).ToLookup(k => (k.Id, k.Unit));
        return Answer(site, range, new KpiPeriod(compare, Utc.OfSeconds(before.Start), Utc.OfSeconds(before.End), []),
            [.. kpis.Select(k => KpiFigure.Of(k, then[(k.Id, k.Unit)].FirstOrDefault()))]);
    }

    /// <summary>A meter's place, of what the directory says.</summary>
    public static MeterPlace Place(MeterInfo meter) => MeterPlace.Of(meter.Id, meter.Commodity, meter.Unit, meter.Direction, meter.Source, meter.Parent);

    async Task<ImmutableArray<Kpi>> ComputeAsync(SiteInfo site, SiteCalendar calendar, ImmutableArray<FlowPart> parts, SiteRules rules, KpiRange range,
        CancellationToken cancellation)
    {
        var flows = new SiteFlows(range.Start, range.Count);
        await reader.ReadAsync(flows, site.Ledger, parts, rules.GasConversion(site.Id, range.Start, range.Count), cancellation);
        return SiteKpis.Of(flows, rules.InputsFor(site, calendar, range.Start, range.Count) with { Temperatures = rules.TemperaturesOf(site.Id, range.Start, range.Count) });
    }

    static SiteKpiAnswer Answer(SiteInfo site, KpiRange range, KpiPeriod? compared, IReadOnlyList<KpiFigure> kpis) => new(site.Id, site.Name, site.TimeZone,
        site.AreaSquareMetres, range.From, range.To, Utc.OfSeconds(range.Start), Utc.OfSeconds(range.End), compared, kpis);
}
