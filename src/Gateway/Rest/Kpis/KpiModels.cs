using SmartBlocks.Energy.Kpis;

namespace SmartBlocks.Gateway.Rest;

/// <summary>The figures of a site over local days.</summary>
/// <param name="Site">Site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TimeZone">IANA time zone that the days are days of.</param>
/// <param name="AreaSquareMetres">Floor area in m².</param>
/// <param name="From">First local day.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Start">First moment looked at.</param>
/// <param name="End">The moment after the last looked at: the last full hour, while the days are not over.</param>
/// <param name="Compared">What it is compared with; null: with nothing.</param>
/// <param name="Kpis">The figures that the site's meters, tariffs and factors allow.</param>
public sealed record SiteKpiAnswer(string Site, string Name, string TimeZone, decimal? AreaSquareMetres, DateOnly From, DateOnly To, DateTime Start, DateTime End,
    KpiPeriod? Compared, IReadOnlyList<KpiFigure> Kpis);

/// <summary>What figures are compared with: as many hours as were looked at, or those hours against a baseline.</summary>
/// <param name="Kind">previous, lastYear or baseline.</param>
/// <param name="Start">First moment.</param>
/// <param name="End">The moment after the last.</param>
/// <param name="Notes">Against a baseline: a sentence a meter, what was compared and what is missing. Otherwise empty.</param>
public sealed record KpiPeriod(string Kind, DateTime Start, DateTime End, IReadOnlyList<string> Notes);

/// <summary>A figure, and how much of it was measured.</summary>
/// <param name="Id">electricity, import, export, generation, selfConsumption, selfSufficiency, renewableShare, peak, loadFactor, baseLoad, heat, gas, gasVolume, water,
/// energyPerArea, degreeDays, heatPerDegreeDay, co2, cost, costElectricity, costGas, costHeat, costWater or exportRevenue.</param>
/// <param name="Value">The figure; null when nothing is known.</param>
/// <param name="Unit">kWh, kW, m3, kWh/m2, K·d, kWh/(K·d), kg, share, or the currency; costs in two currencies are two figures.</param>
/// <param name="Measured">Share of its time that was measured, 0 to 1.</param>
/// <param name="Estimated">Share that was estimated.</param>
/// <param name="Corrected">Share that was corrected.</param>
/// <param name="Missing">Share of which nothing is known; it is not filled in.</param>
/// <param name="At">The hour it is of, for a peak.</param>
/// <param name="Compared">The same figure of what it is compared with; null when there is none.</param>
public sealed record KpiFigure(string Id, decimal? Value, string Unit, decimal Measured, decimal Estimated, decimal Corrected, decimal Missing, DateTime? At,
    ComparedFigure? Compared)
{
    /// <summary>A figure as the API says it.</summary>
    public static KpiFigure Of(Kpi kpi) => Of(kpi, (ComparedFigure?)null);

    /// <summary>The same with that of another period.</summary>
    public static KpiFigure Of(Kpi kpi, Kpi? compared) => Of(kpi, compared is null ? null : new ComparedFigure(compared.Value,
        kpi.Coverage.Missing == 1 || compared.Coverage.Missing == 1 ? null : Change(kpi.Value, compared.Value), compared.Coverage.Measured, null, null));

    /// <summary>The same with what it is compared with.</summary>
    public static KpiFigure Of(Kpi kpi, ComparedFigure? compared) => new(kpi.Id, kpi.Value, kpi.Unit, kpi.Coverage.Measured, kpi.Coverage.Estimated, kpi.Coverage.Corrected,
        kpi.Coverage.Missing, kpi.At?.UtcDateTime, compared);

    static decimal? Change(decimal? now, decimal? then) => now is null || then is null or 0 ? null : decimal.Round((now.Value - then.Value) / Math.Abs(then.Value), 4);
}

/// <summary>A figure to compare with.</summary>
/// <param name="Value">The figure; against a baseline, the adjusted baseline of the days that were measured and have a temperature.</param>
/// <param name="Change">What changed since, as a share of it: 0.1 is a tenth more.</param>
/// <param name="Measured">Share of its time that was measured; against a baseline, share of the time that could be compared.</param>
/// <param name="Observed">Against a baseline: what was used in the same days, which <c>change</c> is of.</param>
/// <param name="Why">Why there is nothing to compare with, where that is so.</param>
public sealed record ComparedFigure(decimal? Value, decimal? Change, decimal Measured, decimal? Observed, string? Why);

/// <summary>The figures of all sites.</summary>
/// <param name="From">First local day, of each site's own calendar.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Sites">How many sites.</param>
/// <param name="Meters">How many meters.</param>
/// <param name="AreaSquareMetres">Floor area of the sites that say theirs, m².</param>
/// <param name="Totals">Sums over all sites; shares and coverage are means of the sites that have the figure.</param>
/// <param name="Items">The sites, by id.</param>
/// <param name="Next">Cursor of the next page of sites.</param>
public sealed record PortfolioKpiAnswer(DateOnly From, DateOnly To, int Sites, int Meters, decimal AreaSquareMetres, IReadOnlyList<KpiFigure> Totals,
    IReadOnlyList<PortfolioSite> Items, string? Next);

/// <summary>A site of the portfolio.</summary>
/// <param name="Site">Site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ledger">The ledger it is on.</param>
/// <param name="AreaSquareMetres">Floor area in m².</param>
/// <param name="Kpis">Its figures.</param>
public sealed record PortfolioSite(string Site, string Name, string Ledger, decimal? AreaSquareMetres, IReadOnlyList<KpiFigure> Kpis);

/// <summary>Energy from node to node over some time, for a Sankey diagram. In each node comes in what goes out, save for what is unaccounted.</summary>
/// <param name="Site">Site id.</param>
/// <param name="From">First local day.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Unit">kWh.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Links">What flows between them; never negative.</param>
/// <param name="Unaccounted">For each meter with sub-meters: what it counts beyond them. Negative when they count more than it.</param>
public sealed record FlowsAnswer(string Site, DateOnly From, DateOnly To, string Unit, IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowLink> Links,
    IReadOnlyList<UnaccountedFor> Unaccounted);

/// <summary>A node.</summary>
/// <param name="Id">A meter's id, or <c>electricity</c>, <c>heat</c>, <c>plant</c> and the like.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">meter, bus, plant, storage, unaccounted or losses.</param>
/// <param name="Commodity">electricity, gas or heat.</param>
public sealed record FlowNode(string Id, string Name, string Kind, string Commodity);

/// <summary>A flow.</summary>
/// <param name="Source">Id of the node it comes from.</param>
/// <param name="Target">Id of the node it goes to.</param>
/// <param name="Kwh">Energy, kWh.</param>
/// <param name="Measured">Share of the time that was measured, 0 to 1.</param>
/// <param name="Missing">Share of the time of which nothing is known.</param>
public sealed record FlowLink(string Source, string Target, decimal Kwh, decimal Measured, decimal Missing);

/// <summary>What sub-meters leave open.</summary>
/// <param name="Node">The meter or bus.</param>
/// <param name="Kwh">What it has beyond them, kWh.</param>
/// <param name="Share">As a share of what it has; null when that is nothing.</param>
/// <param name="Measured">Share of the time for which all of them were measured.</param>
public sealed record UnaccountedFor(string Node, decimal Kwh, decimal? Share, decimal Measured);
