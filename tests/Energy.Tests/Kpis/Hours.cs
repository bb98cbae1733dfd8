using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Energy.Tests.Kpis;

/// <summary>Flows of made-up hours.</summary>
internal static class Hours
{
    public static long Unix(string time) => TestLedger.At(time).ToUnixTimeSeconds();

    public static MeteredHour At(long start, int hour, decimal value, int seconds = 3600, int estimated = 0, int corrected = 0, decimal? peak = null) =>
        new(start + hour * 3600L, value, seconds, estimated, corrected, 0, 1, peak ?? value);

    /// <summary>Takes a meter into a flow, a week at a time, as the store hands it over.</summary>
    public static void Meter(this FlowHours flow, long start, IEnumerable<MeteredHour> hours, bool wasThere = true, decimal factor = 1, decimal?[]? factors = null)
    {
        flow.Begin();
        foreach (var piece in hours.Chunk(168))
            flow.Take(piece, start, factor, factors is null ? null : FactorRuns.Of(factors));
        if (flow.End() is > 0 and var first)
            flow.Settle(first, wasThere);
    }

    /// <summary>Takes a meter with the same value in every hour into a flow.</summary>
    public static void Meter(this SiteFlows flows, Flow flow, Func<int, decimal> value) =>
        flows[flow].Meter(flows.Start, Enumerable.Range(0, flows.Count).Select(h => At(flows.Start, h, value(h))));

    public static KpiInputs Inputs(SiteFlows flows, SiteCalendar calendar, TariffBook? book = null, decimal? area = null) => new(
        calendar, KpiInputs.DaysOf(calendar, flows.Start, flows.Count), area, EnergyPrices.Of(book ?? TariffBook.Empty, calendar, flows.Start, flows.Count));
}
