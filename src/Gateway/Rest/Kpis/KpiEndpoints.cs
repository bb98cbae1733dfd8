using System.ComponentModel;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Figures of sites and of all sites together, and where energy flows.</summary>
public static class KpiEndpoints
{
    /// <summary>The table.</summary>
    public static void MapKpis(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("KPIs");
        group.MapGet("/sites/{site}/kpis", SiteAsync).WithName("siteKpis")
            .WithSummary("Energy, peak, load factor, self-consumption, CO₂ and cost of a site over local days, each with how much of it was measured; CSV with format=csv")
            .Produces<SiteKpiAnswer>(200, "application/json", "text/csv").Refuses(404);
        group.MapGet("/sites/{site}/flows", FlowsAsync).WithName("siteFlows")
            .WithSummary("Where a site's energy comes from and goes to, as nodes and links, with what is unaccounted for; CSV with format=csv")
            .Produces<FlowsAnswer>(200, "application/json", "text/csv").Refuses(404);
        group.MapGet("/portfolio/kpis", PortfolioAsync).WithName("portfolioKpis")
            .WithSummary("The same figures of every site and of all together; CSV with format=csv, all sites")
            .Produces<PortfolioKpiAnswer>(200, "application/json", "text/csv");
    }

    static async Task<IResult> SiteAsync(string site, HttpContext context, Viewer viewer, KpiBuilder builder, CancellationToken cancellation,
        [Description("First local day; the first of the month unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said. Hours that are not over are left out.")] DateOnly? to = null,
        [Description("previous (the days before) or lastYear, over as many hours, or baseline (what the meters' baselines on the ledger say of these days' weather); nothing unless said.")] string? compare = null,
        [Description("json or csv; json unless said.")] string? format = null)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var csv = KpiCsv.IsWanted(context.Request, format);
        var answer = await builder.BuildAsync(info, [.. view.MetersOf(site)], from, to, compare, cancellation);
        return csv ? TypedResults.Text(KpiCsv.Of(answer), KpiCsv.ContentType) : TypedResults.Ok(answer);
    }

    static async Task<IResult> FlowsAsync(string site, HttpContext context, Viewer viewer, FlowsBuilder builder, CancellationToken cancellation,
        [Description("First local day; the first of the month unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null,
        [Description("json or csv; json unless said.")] string? format = null)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var csv = KpiCsv.IsWanted(context.Request, format);
        var answer = await builder.BuildAsync(info, [.. view.MetersOf(site)], from, to, cancellation);
        return csv ? TypedResults.Text(KpiCsv.Of(answer), KpiCsv.ContentType) : TypedResults.Ok(answer);
    }

    static async Task<IResult> PortfolioAsync([AsParameters] Paging paging, HttpContext context, Viewer viewer, PortfolioBuilder builder, TimeProvider clock,
        CancellationToken cancellation,
        [Description("First local day, of each site's calendar; the first of the month unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null,
        [Description("json or csv; json unless said.")] string? format = null)
    {
        var view = await viewer.ViewAsync(context);
        var csv = KpiCsv.IsWanted(context.Request, format);
        var range = KpiRange.Of(Energy.SiteCalendar.Utc, from, to, clock.GetUtcNow());
        var sites = await builder.ComputeAsync(view, range.From, range.To, cancellation);
        var totals = PortfolioBuilder.Total(sites).Select(k => KpiFigure.Of(k)).ToList();
        var items = sites.Select(s => new PortfolioSite(s.Site.Id, s.Site.Name, s.Site.Ledger, s.Site.AreaSquareMetres, [.. s.Kpis.Select(k => KpiFigure.Of(k))])).ToList();
        if (csv) return TypedResults.Text(KpiCsv.Of(totals, items), KpiCsv.ContentType);
        var page = paging.Of(items, s => s.Site, s => s);
        return TypedResults.Ok(new PortfolioKpiAnswer(range.From, range.To, view.Sites.Length, view.Meters.Length, sites.Sum(s => s.Site.AreaSquareMetres ?? 0), totals,
            page.Items, page.Next));
    }
}
