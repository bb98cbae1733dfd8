namespace SmartBlocks.Energy.Kpis;

/// <summary>The flows of one site over some hours. Made once and used for site after site where there are many.</summary>
public sealed class SiteFlows
{
    private readonly FlowHours[] flows;
    private readonly FlowHours balance;

    /// <summary>Flows of hours that begin at <paramref name="start"/> (Unix seconds).</summary>
    public SiteFlows(long start, int count)
    {
        Start = start;
        Count = count;
        flows = [.. Enum.GetValues<Flow>().Select(_ => new FlowHours(count))];
        balance = new FlowHours(count);
    }

    /// <summary>Start of the first hour, Unix seconds.</summary>
    public long Start { get; }

    /// <summary>Number of hours.</summary>
    public int Count { get; }

    /// <summary>A flow.</summary>
    public FlowHours this[Flow flow] => flows[(int)flow];

    /// <summary>Whether any meter is part of a flow.</summary>
    public bool Has(Flow flow) => this[flow].Terms > 0;

    /// <summary>
    /// Electricity used on the site: import − export + generation − storage where the import is metered, otherwise what its consumption meters say; null without
    /// either. Put together when first asked for: ask when the flows are complete.
    /// </summary>
    public FlowHours? Electricity
    {
        get
        {
            if (!Has(Flow.Import))
                return Has(Flow.Use) ? this[Flow.Use] : null;
            if (balance.Terms == 0)
            {
                balance.Add(this[Flow.Import], 1);
                foreach (var (flow, sign) in new[] { (Flow.Export, -1), (Flow.Generation, 1), (Flow.Storage, -1) })
                {
                    if (Has(flow))
                        balance.Add(this[flow], sign);
                }
            }
            return balance;
        }
    }

    /// <summary>Heat used: what its consumption meters say, otherwise what was supplied; null without either.</summary>
    public FlowHours? Heat => Has(Flow.HeatUse) ? this[Flow.HeatUse] : Has(Flow.HeatSupply) ? this[Flow.HeatSupply] : null;

    /// <summary>Empties all of them for another site.</summary>
    public void Clear()
    {
        foreach (var flow in flows)
            flow.Clear();
        balance.Clear();
    }
}
