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
            kpis.Add(Total(KpiIds.Electricity, used, "kWh", balance: true));
        AddTotals(kpis, flows, (KpiIds.Import, Flow.Import), (KpiIds.Export, Flow.Export), (KpiIds.Generation, Flow.Generation));
        AddSelf(kpis, flows);
        AddPower(kpis, flows, inputs);
        if (flows.Heat is { } heat)
            kpis.Add(Total(KpiIds.Heat, heat, "kWh"));
        AddTotals(kpis, flows, (KpiIds.Gas, Flow.Gas), (KpiIds.GasVolume, Flow.GasVolume), (KpiIds.Water, Flow.Water));
        AddPerArea(kpis, flows, inputs);
        AddDegreeDays(kpis, flows, inputs);
        AddCarbon(kpis, flows, inputs);
        EnergyCosts.Add(kpis, flows, inputs);
        return kpis.ToImmutable();
    }

    /// <summary>The sum of a flow: of a balance the hours of which all parts are known, otherwise all that is known.</summary>
    internal static Kpi Total(string id, FlowHours flow, string unit, bool balance = false)
    {
        decimal sum = 0;
        var known = false;
        for (var i = 0; i < flow.Count; i++)
        {
            if (balance && flow.Covered(i) == 0)
                continue;
            sum += flow.Value(i);
            known |= flow.Covered(i) > 0 || flow.Value(i) != 0;
        }
        return new(id, known ? Round(sum) : null, unit, Coverage.Of(flow.Count, flow));
    }

    /// <summary>Figures are given to the millionth.</summary>
    internal static decimal Round(decimal value) => decimal.Round(value, 6) / 1.0000000000000000000000000000m;

    private static void AddTotals(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, params ReadOnlySpan<(string Id, Flow Flow)> totals)
    {
        foreach (var (id, flow) in totals)
        {
            if (flows.Has(flow))
                kpis.Add(Total(id, flows[flow], flow is Flow.GasVolume or Flow.Water ? "m3" : "kWh"));
        }
    }

    private static void AddSelf(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows)
    {
        if (!flows.Has(Flow.Generation) || flows.Electricity is not { } used)
            return;
        var (generation, export, renewable) = (flows[Flow.Generation], flows[Flow.Export], flows[Flow.Renewable]);
        decimal generated = 0, kept = 0, green = 0, consumed = 0;
        for (var i = 0; i < flows.Count; i++)
        {
            if (used.Covered(i) == 0 || generation.Covered(i) == 0)
                continue;
            var own = Math.Clamp(generation.Value(i) - export.Value(i), 0, Math.Max(0, generation.Value(i)));
            generated += generation.Value(i);
            kept += own;
            green += generation.Value(i) == 0 ? 0 : own * Math.Clamp(renewable.Value(i) / generation.Value(i), 0, 1);
            consumed += used.Value(i);
        }
        var coverage = Coverage.Of(flows.Count, used, generation);
        kpis.Add(new(KpiIds.SelfConsumption, Ratio(kept, generated), Share, coverage));
        kpis.Add(new(KpiIds.SelfSufficiency, Ratio(kept, consumed), Share, coverage));
        kpis.Add(new(KpiIds.RenewableShare, Ratio(green, consumed), Share, coverage));
    }

    private static void AddPower(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        if ((flows.Has(Flow.Import) ? flows[Flow.Import] : flows.Electricity) is not { } drawn)
            return;
        var highest = -1;
        decimal sum = 0, seconds = 0;
        for (var i = 0; i < drawn.Count; i++)
        {
            if (drawn.Covered(i) == 0)
                continue;
            if (highest < 0 || drawn.Peak(i) > drawn.Peak(highest))
                highest = i;
            sum += drawn.Value(i);
            seconds += drawn.Covered(i);
        }
        var coverage = Coverage.Of(drawn.Count, drawn);
        decimal? peak = highest < 0 ? null : Round(drawn.Peak(highest));
        kpis.Add(new(KpiIds.Peak, peak, "kW", coverage, highest < 0 ? null : DateTimeOffset.FromUnixTimeSeconds(flows.Start + (long)highest * MeteredHour.Length)));
        kpis.Add(new(KpiIds.LoadFactor, peak is null ? null : Ratio(sum * MeteredHour.Length / seconds, peak.Value), Share, coverage));
        kpis.Add(BaseLoad(flows.Electricity ?? drawn, inputs.Days));
    }

    private static Kpi BaseLoad(FlowHours used, IReadOnlyList<int> days)
    {
        var lowest = new List<decimal>();
        for (var day = 0; day + 1 < days.Count; day++)
        {
            decimal? least = null;
            var whole = 0;
            for (var hour = days[day]; hour < days[day + 1]; hour++)
            {
                if (used.Covered(hour) < MeteredHour.Length)
                    continue;
                whole++;
                least = least is { } known ? Math.Min(known, used.Value(hour)) : used.Value(hour);
            }
            if (whole >= DegreeDays.LeastHours)
                lowest.Add(least!.Value);
        }
        lowest.Sort();
        decimal? median = lowest.Count == 0 ? null : Round((lowest[(lowest.Count - 1) / 2] + lowest[lowest.Count / 2]) / 2);
        return new(KpiIds.BaseLoad, median, "kW", Coverage.Of(used.Count, used));
    }

    private static void AddPerArea(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        var bought = new[] { Flow.Import, Flow.Gas, Flow.HeatImport }.Where(flows.Has).Select(flow => flows[flow]).ToArray();
        if (inputs.AreaSquareMetres is not > 0 || bought.Length == 0)
            return;
        var totals = bought.Select(flow => Total(KpiIds.EnergyPerArea, flow, "kWh").Value).ToList();
        decimal? perArea = totals.All(t => t is null) ? null : Round(totals.Sum(t => t ?? 0) / inputs.AreaSquareMetres.Value);
        kpis.Add(new(KpiIds.EnergyPerArea, perArea, "kWh/m2", Coverage.Of(flows.Count, bought)));
    }

    private static void AddDegreeDays(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        if (inputs.Temperatures is not { } temperatures)
            return;
        var days = DegreeDays.Heating(temperatures, inputs.Days);
        decimal sum = 0, heated = 0, used = 0;
        long known = 0, all = 0;
        for (var day = 0; day < days.Length; day++)
        {
            all++;
            if (days[day] is not { } degrees)
                continue;
            known++;
            sum += degrees;
            if (flows.Heat is not { } heat || Enumerable.Range(inputs.Days[day], inputs.Days[day + 1] - inputs.Days[day]).Any(hour => heat.Covered(hour) == 0))
                continue;
            heated += degrees;
            for (var hour = inputs.Days[day]; hour < inputs.Days[day + 1]; hour++)
                used += heat.Value(hour);
        }
        kpis.Add(new(KpiIds.DegreeDays, known == 0 ? null : Round(sum), "K·d", Coverage.Of(known, 0, 0, all)));
        if (flows.Heat is { } flow)
            kpis.Add(new(KpiIds.HeatPerDegreeDay, heated == 0 ? null : Round(used / heated), "kWh/(K·d)", Coverage.Of(flows.Count, flow)));
    }

    private static void AddCarbon(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        var parts = new[] { (Flow.Import, inputs.CarbonElectricity), (Flow.Gas, inputs.CarbonGas), (Flow.HeatImport, inputs.CarbonHeat) }
            .Where(part => part.Item2 is not null && flows.Has(part.Item1)).ToList();
        if (parts.Count == 0)
            return;
        decimal kilograms = 0;
        long known = 0;
        foreach (var (flow, factors) in parts)
        {
            for (var i = 0; i < flows.Count; i++)
            {
                if (factors![i] is not { } factor)
                    continue;
                known++;
                kilograms += flows[flow].Value(i) * factor;
            }
        }
        var coverage = Coverage.Of(flows.Count, [.. parts.Select(part => flows[part.Item1])]);
        // Hours without a factor are missing too.
        var factored = Coverage.Of(known, 0, 0, (long)flows.Count * parts.Count);
        kpis.Add(new(KpiIds.Carbon, known == 0 ? null : Round(kilograms), "kg", factored.Missing == 0 ? coverage : Coverage.Least(coverage, factored)));
    }

    private static decimal? Ratio(decimal part, decimal whole) => whole <= 0 ? null : decimal.Round(Math.Clamp(part / whole, 0, 1), 4);
}
