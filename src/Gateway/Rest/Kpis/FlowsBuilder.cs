using SmartBlocks.Energy;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Computes where a site's energy comes from and goes to.</summary>
public sealed class FlowsBuilder(IReadingStore readings, LedgerReader ledgers, TimeProvider clock)
{
    /// <summary>Computes it over local days.</summary>
    public async Task<FlowsAnswer> BuildAsync(SiteInfo site, IReadOnlyCollection<MeterInfo> meters, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var range = KpiRange.Of(LocalDays.Of(site.TimeZone).Calendar, from, to, clock.GetUtcNow());
        var rules = await SiteRules.OfAsync(ledgers, site.Ledger, cancellation) ?? throw ProblemException.NotFound("ledger", site.Ledger);
        var places = meters.Select(KpiBuilder.Place).ToList();
        var totals = await TotalsAsync(site.Ledger, places, range, rules.GasConversion(site.Id, range.Start, range.Count), cancellation);
        var graph = FlowGraph.Of(places, meter => totals.TryGetValue(meter, out var total) ? total : null);
        var names = meters.ToDictionary(m => m.Id, m => m.Name, StringComparer.Ordinal);
        return new FlowsAnswer(site.Id, range.From, range.To, "kWh",
            [.. graph.Nodes.Select(n => new FlowNode(n.Id, Name(n, names), Word(n.Kind), Word(n.Commodity)))],
            [.. graph.Links.Select(l => new FlowLink(l.Source, l.Target, SiteKpis.Round(l.Kwh), l.Coverage.Measured, l.Coverage.Missing))],
            [.. graph.Rests.Select(r => new UnaccountedFor(r.Node, SiteKpis.Round(r.Kwh), r.Total == 0 ? null : decimal.Round(r.Kwh / r.Total, 4), r.Coverage.Measured))]);
    }

    // A meter without any hour in the range is left out: it was not there, or there is nothing to draw.
    async Task<Dictionary<string, MeterTotal>> TotalsAsync(string ledger, List<MeterPlace> meters, KpiRange range, FactorRuns conversion, CancellationToken cancellation)
    {
        var sums = meters.Where(m => m.Commodity != Commodity.Water).ToDictionary(m => m.Meter, m => new Sum(m), StringComparer.Ordinal);
        await readings.ReadHoursAsync(ledger, sums.Keys, range.Start, range.End, (meter, hours) => sums[meter].Take(hours, range.Start, conversion), cancellation);
        var firsts = await readings.ReadFirstHoursAsync(ledger, [.. sums.Values.Where(s => s.Known).Select(s => s.Meter)], cancellation);
        return sums.Values.Where(s => s.Known).ToDictionary(s => s.Meter,
            s => s.Total(range.End - Math.Max(range.Start, firsts.GetValueOrDefault(s.Meter, range.Start))), StringComparer.Ordinal);
    }

    static string Name(GraphNode node, Dictionary<string, string> names) => node.Kind switch
    {
        FlowNodeKind.Meter => names[node.Meter!],
        FlowNodeKind.Storage => names[node.Meter!] + (node.Id.EndsWith(":in", StringComparison.Ordinal) ? ", charging" : ", discharging"),
        FlowNodeKind.Plant => "CHP and boilers",
        FlowNodeKind.Losses => "Losses",
        FlowNodeKind.Unaccounted => "Unaccounted for",
        _ => node.Commodity == Commodity.Heat ? "Heat" : "Electricity",
    };

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    sealed class Sum(MeterPlace place)
    {
        decimal positive, negative;
        long covered, estimated, corrected;

        public string Meter => place.Meter;

        public bool Known { get; private set; }

        public void Take(ReadOnlySpan<MeteredHour> hours, long start, FactorRuns conversion)
        {
            foreach (ref readonly var hour in hours)
            {
                var factor = place.Unit == MeterUnit.CubicMetre ? conversion[(int)((hour.Start - start) / MeteredHour.Length)] : 1m;
                if (factor is null) continue;
                Known = true;
                if (hour.Value > 0) positive += hour.Value * factor.Value;
                else negative -= hour.Value * factor.Value;
                covered += hour.Seconds;
                estimated += hour.Estimated;
                corrected += hour.Corrected;
            }
        }

        public MeterTotal Total(long seconds) => new(positive, negative, Coverage.Of(Math.Max(0, covered - estimated - corrected), estimated, corrected, Math.Max(seconds, covered)));
    }
}
