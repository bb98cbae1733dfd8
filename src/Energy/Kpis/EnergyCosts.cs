using System.Collections.Immutable;

namespace SmartBlocks.Energy.Kpis;

/// <summary>
/// What energy cost: each hour's energy at its rate, a standing charge a local day, a demand charge for the highest rate of each local month (in
/// proportion to the days of the month that are looked at). Money of two currencies is never added up.
/// </summary>
internal static class EnergyCosts
{
    /// <summary>Adds the costs of everything that has a tariff.</summary>
    public static void Add(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        var total = new Sum();
        foreach (var (id, flow, tariffs, sign) in new[]
        {
            (KpiIds.CostElectricity, Flow.Import, inputs.Prices.Import, 1), (KpiIds.CostGas, Flow.Gas, inputs.Prices.Gas, 1),
            (KpiIds.CostHeat, Flow.HeatImport, inputs.Prices.Heat, 1), (KpiIds.CostWater, Flow.Water, inputs.Prices.Water, 1),
            (KpiIds.ExportRevenue, Flow.Export, inputs.Prices.Export, -1),
        })
        {
            if (!tariffs.Any || !flows.Has(flow))
                continue;
            var sum = Count(flows, flow, tariffs, inputs);
            sum.AddTo(kpis, id);
            total.Take(sum, sign);
        }
        if (total.Parts > 0)
            total.AddTo(kpis, KpiIds.Cost);
    }

    private static Sum Count(SiteFlows flows, Flow flow, TariffHours tariffs, KpiInputs inputs)
    {
        var sum = new Sum { Parts = 1 };
        var unpriced = 0;
        for (var i = 0; i < flows.Count; i++)
        {
            if (tariffs.TariffAt(i) is { } tariff && (tariff.Unit != MeterUnit.CubicMetre || flow != Flow.Gas || flows.Has(Flow.GasVolume)))
                sum.Pay(tariff.Currency, Energy(flows, flow, tariff, i) * tariffs.PriceAt(i));
            else
                unpriced++;
        }
        var coverage = Coverage.Of(flows.Count, flows[flow]);
        sum.Coverages.Add(unpriced == 0 ? coverage : Coverage.Least(coverage, Coverage.Of(flows.Count - unpriced, 0, 0, flows.Count)));
        AddCharges(sum, flows, flow, tariffs, inputs);
        return sum;
    }

    // Gas that is metered in m³ may be priced by either, water by m³ or litre.
    private static decimal Energy(SiteFlows flows, Flow flow, Tariff tariff, int hour) => (flow, tariff.Unit) switch
    {
        (Flow.Gas, MeterUnit.CubicMetre) => flows[Flow.GasVolume].Value(hour),
        (Flow.Water, MeterUnit.Litre) => flows[flow].Value(hour) * 1000,
        _ => flows[flow].Value(hour),
    };

    private static void AddCharges(Sum sum, SiteFlows flows, Flow flow, TariffHours tariffs, KpiInputs inputs)
    {
        var month = default((int Year, int Month, Tariff? Tariff));
        decimal peak = 0;
        var daysOfMonth = 0;
        for (var day = 0; day + 1 < inputs.Days.Count; day++)
        {
            var first = inputs.Days[day];
            var tariff = tariffs.TariffAt(first);
            if (tariff?.StandingPerDay is { } standing)
                sum.Pay(tariff.Currency, standing);
            var date = inputs.Calendar.DateOf(DateTimeOffset.FromUnixTimeSeconds(flows.Start + (long)first * MeteredHour.Length));
            if (month != (date.Year, date.Month, tariff))
            {
                Demand(sum, month, peak, daysOfMonth);
                (month, peak, daysOfMonth) = ((date.Year, date.Month, tariff), 0, 0);
            }
            daysOfMonth++;
            for (var hour = first; hour < inputs.Days[day + 1]; hour++)
                peak = Math.Max(peak, flows[flow].Peak(hour));
        }
        Demand(sum, month, peak, daysOfMonth);
    }

    private static void Demand(Sum sum, (int Year, int Month, Tariff? Tariff) month, decimal peak, int days)
    {
        if (month.Tariff?.DemandPerKwMonth is { } price)
            sum.Pay(month.Tariff.Currency, peak * price * days / DateTime.DaysInMonth(month.Year, month.Month));
    }

    private sealed class Sum
    {
        private readonly SortedDictionary<string, decimal> amounts = new(StringComparer.Ordinal);

        public int Parts { get; set; }

        public List<Coverage> Coverages { get; } = [];

        public void Pay(string currency, decimal amount) => amounts[currency] = amounts.GetValueOrDefault(currency) + amount;

        public void Take(Sum other, int sign)
        {
            Parts += other.Parts;
            Coverages.AddRange(other.Coverages);
            foreach (var (currency, amount) in other.amounts)
                Pay(currency, amount * sign);
        }

        public void AddTo(ImmutableArray<Kpi>.Builder kpis, string id)
        {
            foreach (var (currency, amount) in amounts)
                kpis.Add(new(id, SiteKpis.Round(amount), currency, Coverage.Least([.. Coverages])));
        }
    }
}
