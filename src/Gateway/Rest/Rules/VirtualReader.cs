using SmartBlocks.Energy;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Computes what virtual meters count. An hour is known as far as each of its meters is.</summary>
public sealed class VirtualReader(FlowReader reader, TimeProvider clock)
{
    /// <summary>The sums of a virtual meter over buckets that adjoin.</summary>
    public async Task<IReadOnlyList<Reading>> ReadAsync(VirtualMeter meter, string ledger, IStateReader state, IReadOnlyList<Stretch> buckets, CancellationToken cancellation)
    {
        if (VirtualMeters.Expand(meter, state.VirtualMeter, out var terms) is { } why) throw ProblemException.Of(why);
        var start = buckets[0].Start;
        var count = (int)((buckets[^1].End - start + MeteredHour.Length - 1) / MeteredHour.Length);
        var flow = new FlowHours(count);
        var parts = terms.Select(t => new FlowPart(t.Meter, Flow.Use, t.Factor, meter.Unit == MeterUnit.KilowattHour && state.Meter(t.Meter)?.Unit == MeterUnit.CubicMetre)).ToList();
        var conversion = parts.Any(p => p.Converts) ? new SiteRules(state).GasConversion(meter.Site, start, count) : FactorRuns.Of([]);
        await reader.ReadAsync(_ => flow, start, count, ledger, parts, conversion, cancellation);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return [.. buckets.Select(bucket => Sum(flow, start, bucket, now))];
    }

    static Reading Sum(FlowHours flow, long start, Stretch bucket, long now)
    {
        decimal sum = 0;
        long covered = 0, changed = 0;
        for (var hour = (int)((bucket.Start - start) / MeteredHour.Length); hour < flow.Count && start + (long)hour * MeteredHour.Length < bucket.End; hour++)
        {
            if (flow.Covered(hour) == 0) continue;
            sum += flow.Value(hour);
            covered += flow.Covered(hour);
            changed += Math.Min(flow.Covered(hour), flow.Estimated(hour) + flow.Corrected(hour));
        }
        var passed = Math.Max(1, Math.Min(bucket.End, now) - bucket.Start);
        return new Reading(Utc.OfSeconds(bucket.Start), (int)bucket.Seconds, covered == 0 ? null : sum.WithoutTrailingZeros(),
            covered == 0 ? "none" : changed == 0 ? "measured" : changed >= covered ? "estimated" : "mixed", null, null,
            Math.Min(1m, decimal.Round((decimal)covered / passed, 4)));
    }
}
