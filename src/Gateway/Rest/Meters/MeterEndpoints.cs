using System.ComponentModel;
using System.Text.Json;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Meters: what they are, registering them, and their devices' accounts.</summary>
public static class MeterEndpoints
{
    /// <summary>The table.</summary>
    public static void MapMeters(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/meters").WithTags("Meters");
        group.MapGet("", ListAsync).WithName("listMeters").WithSummary("The meters");
        group.MapPost("", RegisterAsync).WithName("registerMeter").WithSummary("Register a meter and its device's key on the site's ledger")
            .Refuses(403, 404, 409, 422);
        group.MapGet("/{meter}", GetAsync).WithName("getMeter").WithSummary("A meter with its newest reading").Refuses(404);
        group.MapPost("/{meter}/credentials", IssueAsync).WithName("issueCredentials").WithSummary("Make an account for the meter's device; the token is shown once")
            .Refuses(403, 404);
    }

    static async Task<Ok<Page<Meter>>> ListAsync([AsParameters] Paging paging, HttpContext context, Viewer viewer, MeterViews meters, CancellationToken cancellation,
        [Description("Only the meters of this site.")] string? site = null,
        [Description("Only meters with this text in id or name.")] string? q = null,
        [Description("electricity, gas, heat or water.")] string? commodity = null)
    {
        var view = await viewer.ViewAsync(context);
        var found = view.Meters.Where(m => (site is null || m.Site == site) && (commodity is null || m.Commodity == commodity) && Matches(m, q)).ToList();
        var page = paging.Of(found, m => m.Id, m => m);
        return TypedResults.Ok(new Page<Meter>(await meters.DescribeAsync(page.Items, cancellation), page.Next, page.Total));
    }

    static async Task<Ok<Meter>> GetAsync(string meter, HttpContext context, Viewer viewer, MeterViews meters, CancellationToken cancellation)
    {
        var view = await viewer.ViewAsync(context);
        return TypedResults.Ok(await meters.DescribeAsync(view.Meter(meter) ?? throw ProblemException.NotFound("meter", meter), cancellation));
    }

    static async Task<Created<Registered>> RegisterAsync(NewMeter body, HttpContext context, Viewer viewer, IGrainFactory grains)
    {
        var view = await viewer.ViewAsync(context);
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "register meters");
        var site = view.Site(body.Site) ?? throw ProblemException.NotFound("site", body.Site);
        var draft = new MeterDraft(body.Id, body.Site, body.Name, body.Commodity, body.Unit, body.Direction, body.Kind, body.Source, body.Parent,
            body.ResolutionSeconds ?? 900, body.CapacityKw, body.OcmfKey);
        var jwk = body.Key is null ? null : JsonSerializer.Serialize(body.Key, JsonSerializerOptions.Web);
        var outcome = await grains.GetGrain<ITenantGrain>(view.TenantId).AddMeter(site.Ledger, draft, jwk);
        if (!outcome.Done) throw ProblemException.Of(outcome.Rejection!);
        return TypedResults.Created($"{RestSetup.Base}/meters/{body.Id}", new Registered(body.Id, site.Ledger, outcome.Block, outcome.Transaction));
    }

    static async Task<Created<DeviceCredentials>> IssueAsync(string meter, HttpContext context, Viewer viewer, IGrainFactory grains)
    {
        var (view, info) = await viewer.MeterAsync(context, meter);
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "issue device accounts");
        var username = Secrets.Generate($"{view.TenantId}.{info.Id}.", 6);
        var password = Secrets.Generate("");
        await grains.GetGrain<IDeviceGrain>(username).Create(new NewDevice(view.TenantId, [info.Id], password));
        return TypedResults.Created((string?)null, new DeviceCredentials(username, password, $"sb/{view.TenantId}/{info.Id}/readings"));
    }

    static bool Matches(MeterInfo meter, string? q) => string.IsNullOrWhiteSpace(q)
        || meter.Id.Contains(q, StringComparison.OrdinalIgnoreCase) || meter.Name.Contains(q, StringComparison.OrdinalIgnoreCase);
}
