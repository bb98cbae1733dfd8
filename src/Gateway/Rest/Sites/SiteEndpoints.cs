using System.ComponentModel;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Sites: what they are, what they use, what is missing.</summary>
public static class SiteEndpoints
{
    /// <summary>The table.</summary>
    public static void MapSites(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Sites");
        group.MapGet("/overview", OverviewAsync).WithName("overview").WithSummary("Sites, ledgers and what needs attention, at a glance");
        group.MapGet("/sites", ListAsync).WithName("listSites").WithSummary("The sites");
        group.MapPost("/sites", RegisterAsync).WithName("registerSite").WithSummary("Register a site on a ledger")
            .Refuses(403, 404, 409, 422);
        group.MapGet("/sites/{site}", GetAsync).WithName("getSite").WithSummary("A site with its tree of meters").Refuses(404);
        group.MapGet("/sites/{site}/usage", UsageAsync).WithName("siteUsage")
            .WithSummary("Use and generation of every meter over local days, by hour, day or month").Refuses(404);
        group.MapGet("/sites/{site}/gaps", GapsAsync).WithName("siteGaps").WithSummary("Stretches without readings").Refuses(404);
    }

    static async Task<Ok<Overview>> OverviewAsync(HttpContext context, Viewer viewer, OverviewBuilder overview, CancellationToken cancellation) =>
        TypedResults.Ok(await overview.BuildAsync(await viewer.ViewAsync(context), cancellation));

    static async Task<Ok<Page<Site>>> ListAsync([AsParameters] Paging paging, HttpContext context, Viewer viewer)
    {
        var view = await viewer.ViewAsync(context);
        return TypedResults.Ok(paging.Of(view.Sites, s => s.Id, s => Describe(view, s)));
    }

    static async Task<Ok<SiteDetail>> GetAsync(string site, HttpContext context, Viewer viewer, MeterViews meters, CancellationToken cancellation)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var described = await meters.DescribeAsync([.. view.MetersOf(site)], cancellation);
        return TypedResults.Ok(new SiteDetail(info.Id, info.Name, info.Ledger, info.TimeZone, info.Latitude, info.Longitude, info.AreaSquareMetres,
            described.Count, MeterViews.Tree(described)));
    }

    static async Task<Created<Registered>> RegisterAsync(NewSite body, HttpContext context, Viewer viewer, IGrainFactory grains)
    {
        var view = await viewer.ViewAsync(context);
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "register sites");
        if (!view.Ledgers.Contains(body.Ledger)) throw ProblemException.NotFound("ledger", body.Ledger);
        var outcome = await grains.GetGrain<ITenantGrain>(view.TenantId).AddSite(body.Ledger,
            new SiteDraft(body.Id, body.Name, body.TimeZone, body.Latitude, body.Longitude, body.AreaSquareMetres));
        if (!outcome.Done) throw ProblemException.Of(outcome.Rejection!);
        return TypedResults.Created($"{RestSetup.Base}/sites/{body.Id}", new Registered(body.Id, body.Ledger, outcome.Block, outcome.Transaction));
    }

    static async Task<Ok<Usage>> UsageAsync(string site, HttpContext context, Viewer viewer, UsageBuilder usage, CancellationToken cancellation,
        [Description("First local day; seven days ago unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null,
        [Description("hour, day or month; hour unless said.")] string? resolution = null)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        return TypedResults.Ok(await usage.BuildAsync(info, [.. view.MetersOf(site)], from, to, ParseResolution(resolution), cancellation));
    }

    static async Task<Ok<Gaps>> GapsAsync(string site, HttpContext context, Viewer viewer, GapFinder finder, TimeProvider clock, CancellationToken cancellation,
        [Description("First local day; seven days ago unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var days = LocalDays.Of(info.TimeZone);
        var today = days.DayAt(clock.GetUtcNow());
        var whole = days.Cut(from ?? today.AddDays(-6), to ?? today.AddDays(1), Resolution.Day);
        var gaps = new List<Gap>();
        foreach (var meter in view.MetersOf(site)) gaps.AddRange(await finder.FindAsync(meter, whole[0].Start, whole[^1].End, cancellation));
        return TypedResults.Ok(new Gaps(gaps));
    }

    /// <summary>Reads a resolution.</summary>
    public static Resolution ParseResolution(string? text) => text switch
    {
        null or "" or "hour" => Resolution.Hour,
        "day" => Resolution.Day,
        "month" => Resolution.Month,
        _ => throw ProblemException.Invalid("resolution", text, "it must be hour, day or month."),
    };

    static Site Describe(View view, SiteInfo s) =>
        new(s.Id, s.Name, s.Ledger, s.TimeZone, s.Latitude, s.Longitude, s.AreaSquareMetres, view.MetersOf(s.Id).Count());
}
