using SmartBlocks.Energy;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Reads the flows of a site from the hours of its meters, one piece after another.</summary>
public sealed class FlowReader(IReadingStore readings)
{
    /// <summary>Adds what the meters of a site counted to its flows, which are empty.</summary>
    public Task ReadAsync(SiteFlows flows, string ledger, IReadOnlyCollection<FlowPart> parts, FactorRuns conversion, CancellationToken cancellation) =>
        ReadAsync(part => flows[part.Flow], flows.Start, flows.Count, ledger, parts, conversion, cancellation);

    /// <summary>Adds what meters counted to flows, which are empty.</summary>
    /// <param name="flowOf">The flow that a part belongs to.</param>
    /// <param name="start">Start of the flows' first hour, Unix seconds.</param>
    /// <param name="count">Number of their hours.</param>
    /// <param name="ledger">The ledger its meters are on.</param>
    /// <param name="parts">Which meter is part of which flow.</param>
    /// <param name="conversion">From m³ of gas to kWh by the hour; null where it is not known.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(Func<FlowPart, FlowHours> flowOf, long start, int count, string ledger, IReadOnlyCollection<FlowPart> parts, FactorRuns conversion,
        CancellationToken cancellation)
    {
        var late = new List<(FlowPart Part, int First)>();
        var open = parts.GroupBy(p => p.Meter, StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.ToList(), StringComparer.Ordinal);
        var meters = open.Keys.ToList();
        string? current = null;
        void Close()
        {
            if (current is null || !open.Remove(current, out var ended)) return;
            foreach (var part in ended)
                if (flowOf(part).End() is > 0 and var first) late.Add((part, first));
        }
        List<FlowPart> Turn(string meter)
        {
            var known = open[meter];
            if (meter == current) return known;
            Close();
            current = meter;
            foreach (var part in known) flowOf(part).Begin();
            return known;
        }
        await readings.ReadColumnsAsync(ledger, meters, start, start + (long)count * MeteredHour.Length, (meter, hours) =>
        {
            foreach (var part in Turn(meter)) flowOf(part).Take(hours, start, part.Factor, part.Converts ? conversion : null);
        }, (meter, hours) =>
        {
            foreach (var part in Turn(meter)) flowOf(part).Take(hours, start, part.Factor, part.Converts ? conversion : null);
        }, cancellation);
        Close();
        foreach (var part in open.Values.SelectMany(p => p))
        {
            flowOf(part).Begin();
            late.Add((part, flowOf(part).End()));
        }
        if (late.Count == 0) return;
        var firsts = await readings.ReadFirstHoursAsync(ledger, [.. late.Select(l => l.Part.Meter).Distinct(StringComparer.Ordinal)], cancellation);
        foreach (var (part, first) in late)
            flowOf(part).Settle(first, firsts.TryGetValue(part.Meter, out var began) && began < start);
    }
}
