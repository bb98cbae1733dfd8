using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

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
    public static decimal Round(decimal value) => decimal.Round(value, 6).WithoutTrailingZeros();

    // Of a balance the hours of which all parts are known, otherwise all that is known; null when nothing is.
    private static decimal? Total(FlowHours flow, bool balance = false)
    {
        var covered = flow.CoveredSeconds;
        if (!balance)
        {
            return covered[flow.Beginning..].ContainsAnyExcept((short)0) || flow.Values[flow.Beginning..].ContainsAnyExcept(0L)
                ? Round(Billionths.ToDecimal(flow.Sum(flow.Beginning, flow.Count)))
                : null;
        }
        Int128 sum = 0;
        var known = false;
        for (var at = flow.Beginning; at < flow.Count;)
        {
            var first = covered[at..].IndexOfAnyExcept((short)0);
            if (first < 0)
                break;
            first += at;
            var length = covered[first..].IndexOf((short)0);
            at = length < 0 ? flow.Count : first + length;
            sum += flow.Sum(first, at);
            known = true;
        }
        return known ? Round(Billionths.ToDecimal(sum)) : null;
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
        var (kept, generated, consumed, renewable) = Own(flows, used, flows[Flow.Generation]);
        var coverage = Coverage.Of(flows.Count, used, flows[Flow.Generation]);
        kpis.Add(new(KpiIds.SelfConsumption, Ratio(kept, generated), Share, coverage));
        kpis.Add(new(KpiIds.SelfSufficiency, Ratio(kept, consumed), Share, coverage));
        kpis.Add(new(KpiIds.RenewableShare, Ratio(renewable, consumed), Share, coverage));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (Int128 Kept, Int128 Generated, Int128 Consumed, Int128 Renewable) Own(SiteFlows flows, FlowHours used, FlowHours generation)
    {
        ReadOnlySpan<long> made = generation.Values, sent = flows[Flow.Export].Values, green = flows[Flow.Renewable].Values, taken = used.Values;
        ReadOnlySpan<short> usedSeconds = used.CoveredSeconds, madeSeconds = generation.CoveredSeconds;
        LongSum generated = default, kept = default, renewable = default, consumed = default;
        for (var i = Math.Max(used.Beginning, generation.Beginning); i < made.Length; i++)
        {
            if (usedSeconds[i] == 0 || madeSeconds[i] == 0)
                continue;
            var own = Math.Clamp(made[i] - sent[i], 0, Math.Max(0, made[i]));
            generated.Add(made[i]);
            kept.Add(own);
            consumed.Add(taken[i]);
            if (own > 0 && green[i] > 0)
                renewable.Add(green[i] >= made[i] ? own : (long)((Int128)own * green[i] / made[i]));
        }
        return (kept.Total, generated.Total, consumed.Total, renewable.Total);
    }

    private static void AddPower(ImmutableArray<Kpi>.Builder kpis, SiteFlows flows, KpiInputs inputs)
    {
        if ((flows.Has(Flow.Import) ? flows[Flow.Import] : flows.Electricity) is not { } drawn)
            return;
        var (highest, sum, seconds) = Highest(drawn);
        var peaks = drawn.Peaks;
        decimal? peak = highest < 0 ? null : Round(Billionths.ToDecimal(peaks[highest]));
        kpis.Add(new(KpiIds.Peak, peak, "kW", drawn.Coverage, highest < 0 ? null : DateTimeOffset.FromUnixTimeSeconds(flows.Start + (long)highest * MeteredHour.Length)));
        kpis.Add(new(KpiIds.LoadFactor, highest < 0 ? null : Ratio(sum * MeteredHour.Length, (Int128)peaks[highest] * seconds), Share, drawn.Coverage));
        kpis.Add(BaseLoad(flows.Electricity ?? drawn, inputs.Days));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Hour, Int128 Sum, long Seconds) Highest(FlowHours drawn)
    {
        ReadOnlySpan<long> peaks = drawn.Peaks, values = drawn.Values;
        var covered = drawn.CoveredSeconds;
        var highest = -1;
        var most = long.MinValue;
        var sum = new LongSum();
        long seconds = 0;
        for (var i = drawn.Beginning; i < peaks.Length; i++)
        {
            if (covered[i] == 0)
                continue;
            if (highest < 0 || peaks[i] > most)
                (highest, most) = (i, peaks[i]);
            sum.Add(values[i]);
            seconds += covered[i];
        }
        return (highest, sum.Total, seconds);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Kpi BaseLoad(FlowHours used, ImmutableArray<int> days)
    {
        var lowest = new List<long>();
        var values = used.Values;
        var covered = used.CoveredSeconds;
        for (var day = 0; day + 1 < days.Length; day++)
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
            used += heat.Sum(first, first + length);
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
            foreach (var (first, end, value) in part.Factors!.Runs)
                known += value is null ? 0 : end - first;
            kilograms += Weigh(flows[part.Flow], part.Factors);
        }
        var coverage = Coverage.Of(flows.Count, [.. parts.Select(part => flows[part.Flow])]);
        // Hours without a factor are missing too.
        var factored = Coverage.Of(known, 0, 0, (long)flows.Count * parts.Count);
        kpis.Add(new(KpiIds.Carbon, known == 0 ? null : Round(kilograms), "kg", factored.Missing == 0 ? coverage : Coverage.Least(coverage, factored)));
    }

    // Each hour at its factor; hours of one factor are added up before they are multiplied. In whole numbers, as long as they have room: a factor may change every hour.
    private static decimal Weigh(FlowHours flow, FactorRuns factors)
    {
        decimal sum = 0;
        Int128 whole = 0;
        var room = factors.Bits + BitOperations.Log2((ulong)flow.Highest) + BitOperations.Log2((uint)flow.Count) + 3 < 126;
        foreach (var (first, end, value) in factors.Runs)
        {
            if (value is { } factor && room)
                whole += flow.Sum(first, end) * Billionths.Of(factor);
            else if (value is not null)
                sum += Billionths.ToDecimal(flow.Sum(first, end)) * value.Value;
        }
        var (billionths, rest) = Int128.DivRem(whole, Billionths.One);
        return sum + Billionths.ToDecimal(billionths) + (decimal)(long)rest / Billionths.One / Billionths.One;
    }

    private static decimal? Ratio(Int128 part, Int128 whole) => whole <= 0
        ? null
        : decimal.Round(Math.Clamp((decimal)(part * 1_000_000 / whole) / 1_000_000, 0, 1), 4);
}
