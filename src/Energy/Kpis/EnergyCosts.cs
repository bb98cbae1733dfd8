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
        // Hours of one rate are added up before they are multiplied.
        var used = new Int128[tariffs.Rates.Length];
        foreach (var (first, end, rate) in tariffs.Runs)
        {
            if (rate >= 0 && flows.Has(Priced(flow, tariffs.Rates[rate].Tariff)))
                used[rate] += flows[Priced(flow, tariffs.Rates[rate].Tariff)].Sum(first, end);
            else
                unpriced += end - first;
        }
        for (var i = 0; i < used.Length; i++)
        {
            var (tariff, rate) = tariffs.Rates[i];
            if (flows.Has(Priced(flow, tariff)))
                sum.Pay(tariff.Currency, Billionths.ToDecimal(used[i]) * rate.Price * (flow == Flow.Water && tariff.Unit == MeterUnit.Litre ? 1000 : 1));
        }
        var coverage = flows[flow].Coverage;
        sum.Coverages.Add(unpriced == 0 ? coverage : Coverage.Least(coverage, Coverage.Of(flows.Count - unpriced, 0, 0, flows.Count)));
        AddCharges(sum, flows, flow, tariffs, inputs);
        return sum;
    }

    // Gas may be priced by energy or, where that is metered, by volume.
    private static Flow Priced(Flow flow, Tariff tariff) => flow == Flow.Gas && tariff.Unit == MeterUnit.CubicMetre ? Flow.GasVolume : flow;

    private static void AddCharges(Sum sum, SiteFlows flows, Flow flow, TariffHours tariffs, KpiInputs inputs)
    {
        for (var day = 0; day + 1 < inputs.Days.Length;)
        {
            var (tariff, first) = (tariffs.TariffAt(inputs.Days[day]), day);
            while (day + 1 < inputs.Days.Length && ReferenceEquals(tariffs.TariffAt(inputs.Days[day]), tariff))
                day++;
            if (tariff?.StandingPerDay is { } standing)
                sum.Pay(tariff.Currency, standing * (day - first));
        }
        if (tariffs.Rates.Any(rate => rate.Tariff.DemandPerKwMonth is not null))
            AddDemand(sum, flows, flow, tariffs, inputs);
    }

    private static void AddDemand(Sum sum, SiteFlows flows, Flow flow, TariffHours tariffs, KpiInputs inputs)
    {
        var month = default((int Year, int Month, Tariff? Tariff));
        long peak = 0;
        var daysOfMonth = 0;
        var peaks = flows[flow].Peaks;
        for (var day = 0; day + 1 < inputs.Days.Length; day++)
        {
            var first = inputs.Days[day];
            var tariff = tariffs.TariffAt(first);
            var date = inputs.Calendar.DateOf(DateTimeOffset.FromUnixTimeSeconds(flows.Start + (long)first * MeteredHour.Length));
            if (month != (date.Year, date.Month, tariff))
            {
                Demand(sum, month, peak, daysOfMonth);
                (month, peak, daysOfMonth) = ((date.Year, date.Month, tariff), 0, 0);
            }
            daysOfMonth++;
            for (var hour = first; hour < inputs.Days[day + 1]; hour++)
                peak = Math.Max(peak, peaks[hour]);
        }
        Demand(sum, month, peak, daysOfMonth);
    }

    private static void Demand(Sum sum, (int Year, int Month, Tariff? Tariff) month, long peak, int days)
    {
        if (month.Tariff?.DemandPerKwMonth is { } price)
            sum.Pay(month.Tariff.Currency, Billionths.ToDecimal(peak) * price * days / DateTime.DaysInMonth(month.Year, month.Month));
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
