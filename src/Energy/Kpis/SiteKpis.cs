using System.Collections.Immutable;

namespace SmartBlocks.Energy.Kpis;

/// <summary>
/// The figures of a site. A total is of what is known, and its coverage says how much that is; a balance counts the hours of which all parts are
/// known. Nothing is filled in. A figure whose meters, factors or tariffs do not exist is left out.
/// </summary>
public static class SiteKpis
{
    private const string Share = "share";

    /// <summary>Computes them.</summary>
    public static ImmutableArray<Kpi> Of(SiteFlows flows, KpiInputs inputs)
    {
        var kpis = ImmutableArray.CreateBuilder<Kpi>();
        if (flows.Electricity is { } used)
            kpis.Add(new(KpiIds.Electricity, Total(used, balance: true), "kWh", used.Coverage));
        AddTotals(kpis, flows, (KpiIds.Import, Flow.Import), (KpiIds.Export, Flow.Export), (KpiIds.Generation, Flow.Generation));
        AddSelf(kpis, flows);
        AddPower(kpis, flows, inputs);
        if (flows.Heat is { } heat)
            kpis.Add(new(KpiIds.Heat, Total(heat), "kWh", heat.Coverage));
        AddTotals(kpis, flows, (KpiIds.Gas, Flow.Gas), (KpiIds.GasVolume, Flow.GasVolume), (KpiIds.Water, Flow.Water));
        AddPerArea(kpis, flows, inputs);
        AddDegreeDays(kpis, flows, inputs);
        AddCarbon(kpis, flows, inputs);
        EnergyCosts.Add(kpis, flows, inputs);
        return kpis.ToImmutable();
    }

    /// <summary>Figures are given to the millionth.</summary>
    internal static decimal Round(decimal value) => decimal.Round(value, 6) / 1.0000000000000000000000000000m;

    // Of a balance the hours of which all parts are known, otherwise all that is known; null when nothing is.
    private static decimal? Total(FlowHours flow, bool balance = false)
    {
        Int128 sum = 0;
        long known = 0;
        var values = flow.Values;
        var covered = flow.CoveredSeconds;
        for (var i = flow.Beginning; i < values.Length; i++)
        {
            if (balance && covered[i] == 0)
                continue;
            sum += values[i];
            known |= values[i] | (long)covered[i];
        }
        return known == 0 ? null : Round(Billionths.ToDecimal(sum));
    }

    private static void AddTotals(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, params ReadOnlySpan<(string Id, Flow Flow)> totals)
    {
        foreach (var (id, flow) in totals)
        {
            if (flows.Has(flow))
                kpis.Add(new(id, Total(flows[flow]), flow is Flow.GasVolume or Flow.Water ? "m3" : "kWh", flows[flow].Coverage));
        }
    }

    private static void AddSelf(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows)
    {
        if (!flows.Has(Flow.Generation) || flows.Electricity is not { } used)
            return;
        var generation = flows[Flow.Generation];
        var made = generation.Values;
        var sent = flows[Flow.Export].Values;
        var green = flows[Flow.Renewable].Values;
        Int128 generated = 0, kept = 0, renewable = 0, consumed = 0;
        for (var i = Math.Max(used.Beginning, generation.Beginning); i < flows.Count; i++)
        {
            if (used.CoveredSeconds[i] == 0 || generation.CoveredSeconds[i] == 0)
                continue;
            var own = Math.Clamp(made[i] - sent[i], 0, Math.Max(0, made[i]));
            generated += made[i];
            kept += own;
            consumed += used.Values[i];
            if (own > 0 && green[i] > 0)
                renewable += green[i] >= made[i] ? own : (Int128)own * green[i] / made[i];
        }
        var coverage = Coverage.Of(flows.Count, used, generation);
        kpis.Add(new(KpiIds.SelfConsumption, Ratio(kept, generated), Share, coverage));
        kpis.Add(new(KpiIds.SelfSufficiency, Ratio(kept, consumed), Share, coverage));
        kpis.Add(new(KpiIds.RenewableShare, Ratio(renewable, consumed), Share, coverage));
    }

    private static void AddPower(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        if ((flows.Has(Flow.Import) ? flows[Flow.Import] : flows.Electricity) is not { } drawn)
            return;
        var highest = -1;
        Int128 sum = 0;
        long seconds = 0;
        var peaks = drawn.Peaks;
        var covered = drawn.CoveredSeconds;
        for (var i = drawn.Beginning; i < drawn.Count; i++)
        {
            if (covered[i] == 0)
                continue;
            if (highest < 0 || peaks[i] > peaks[highest])
                highest = i;
            sum += drawn.Values[i];
            seconds += covered[i];
        }
        decimal? peak = highest < 0 ? null : Round(Billionths.ToDecimal(peaks[highest]));
        kpis.Add(new(KpiIds.Peak, peak, "kW", drawn.Coverage, highest < 0 ? null : DateTimeOffset.FromUnixTimeSeconds(flows.Start + (long)highest * MeteredHour.Length)));
        kpis.Add(new(KpiIds.LoadFactor, highest < 0 ? null : Ratio(sum * MeteredHour.Length, (Int128)peaks[highest] * seconds), Share, drawn.Coverage));
        kpis.Add(BaseLoad(flows.Electricity ?? drawn, inputs.Days));
    }

    private static Kpi BaseLoad(FlowHours used, IReadOnlyList<int> days)
    {
        var lowest = new List<long>();
        var values = used.Values;
        var covered = used.CoveredSeconds;
        for (var day = 0; day + 1 < days.Count; day++)
        {
            var least = long.MaxValue;
            var whole = 0;
            for (var hour = Math.Max(days[day], used.Beginning); hour < days[day + 1]; hour++)
            {
                if (covered[hour] < MeteredHour.Length)
                    continue;
                whole++;
                least = Math.Min(least, values[hour]);
            }
            if (whole >= DegreeDays.LeastHours)
                lowest.Add(least);
        }
        lowest.Sort();
        decimal? median = lowest.Count == 0 ? null : Round(Billionths.ToDecimal(((Int128)lowest[(lowest.Count - 1) / 2] + lowest[lowest.Count / 2]) / 2));
        return new(KpiIds.BaseLoad, median, "kW", used.Coverage);
    }

    private static void AddPerArea(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        var bought = new[] { Flow.Import, Flow.Gas, Flow.HeatImport }.Where(flows.Has).Select(flow => flows[flow]).ToArray();
        if (inputs.AreaSquareMetres is not > 0 || bought.Length == 0)
            return;
        var totals = bought.Select(flow => Total(flow)).ToList();
        decimal? perArea = totals.All(t => t is null) ? null : Round(totals.Sum(t => t ?? 0) / inputs.AreaSquareMetres.Value);
        kpis.Add(new(KpiIds.EnergyPerArea, perArea, "kWh/m2", Coverage.Of(flows.Count, bought)));
    }

    private static void AddDegreeDays(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        if (inputs.Temperatures is not { } temperatures)
            return;
        var days = DegreeDays.Heating(temperatures, inputs.Days);
        decimal sum = 0, heated = 0;
        Int128 used = 0;
        long known = 0;
        for (var day = 0; day < days.Length; day++)
        {
            if (days[day] is not { } degrees)
                continue;
            known++;
            sum += degrees;
            var (first, length) = (inputs.Days[day], inputs.Days[day + 1] - inputs.Days[day]);
            if (flows.Heat is not { } heat || heat.Beginning > first || heat.CoveredSeconds.Slice(first, length).Contains((short)0))
                continue;
            heated += degrees;
            foreach (var value in heat.Values.Slice(first, length))
                used += value;
        }
        kpis.Add(new(KpiIds.DegreeDays, known == 0 ? null : Round(sum), "K·d", Coverage.Of(known, 0, 0, days.Length)));
        if (flows.Heat is { } flow)
            kpis.Add(new(KpiIds.HeatPerDegreeDay, heated == 0 ? null : Round(Billionths.ToDecimal(used) / heated), "kWh/(K·d)", flow.Coverage));
    }

    private static void AddCarbon(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        var parts = new[] { (Flow: Flow.Import, Factors: inputs.CarbonElectricity), (Flow: Flow.Gas, Factors: inputs.CarbonGas), (Flow: Flow.HeatImport, Factors: inputs.CarbonHeat) }
            .Where(part => part.Factors is not null && flows.Has(part.Flow)).ToList();
        if (parts.Count == 0)
            return;
        decimal kilograms = 0;
        long known = 0;
        foreach (var part in parts)
        {
            // Hours of one factor are added up before they are multiplied.
            var values = flows[part.Flow].Values;
            for (var at = 0; at < flows.Count;)
            {
                var factor = part.Factors![at];
                Int128 sum = 0;
                var first = at;
                for (; at < flows.Count && part.Factors[at] == factor; at++)
                    sum += values[at];
                if (factor is null)
                    continue;
                known += at - first;
                kilograms += Billionths.ToDecimal(sum) * factor.Value;
            }
        }
        var coverage = Coverage.Of(flows.Count, [.. parts.Select(part => flows[part.Flow])]);
        // Hours without a factor are missing too.
        var factored = Coverage.Of(known, 0, 0, (long)flows.Count * parts.Count);
        kpis.Add(new(KpiIds.Carbon, known == 0 ? null : Round(kilograms), "kg", factored.Missing == 0 ? coverage : Coverage.Least(coverage, factored)));
    }

    private static decimal? Ratio(Int128 part, Int128 whole) => whole <= 0
        ? null
        : decimal.Round(Math.Clamp((decimal)(part * 1_000_000 / whole) / 1_000_000, 0, 1), 4);
}
