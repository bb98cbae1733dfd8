using System.ComponentModel;
using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Virtual meters: sums and differences of meters, defined on the ledger.</summary>
public static class VirtualMeterEndpoints
{
    /// <summary>The table.</summary>
    public static void MapVirtualMeters(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("").WithTags("Virtual meters");
        group.MapGet("/sites/{site}/virtual-meters", ListAsync).WithName("listVirtualMeters").WithSummary("The virtual meters of a site").Refuses(404);
        group.MapPost("/virtual-meters", DefineAsync).WithName("defineVirtualMeter").WithSummary("Define a virtual meter, or define it anew").Refuses(403, 404, 409, 422);
        group.MapGet("/virtual-meters/{meter}", GetAsync).WithName("getVirtualMeter").WithSummary("A virtual meter, and the meters it comes down to").Refuses(404);
        group.MapDelete("/virtual-meters/{meter}", RemoveAsync).WithName("removeVirtualMeter").WithSummary("Take a virtual meter away; the ledger keeps what it was")
            .Refuses(403, 404, 422);
        group.MapGet("/virtual-meters/{meter}/readings", ReadAsync).WithName("virtualReadings")
            .WithSummary("What it counts by hour, day or month of its site's time, with how much of it is known; CSV with format=csv")
            .Produces<Page<Reading>>(200, "application/json", "text/csv").Refuses(404);
    }

    static async Task<Ok<VirtualMeterList>> ListAsync(string site, HttpContext context, Viewer viewer, RuleBook book, CancellationToken cancellation)
    {
        var (_, info) = await viewer.SiteAsync(context, site);
        var state = await book.StateAsync(info.Ledger, cancellation);
        return TypedResults.Ok(new VirtualMeterList([.. state.AllVirtualMeters().Where(m => m.Site == site).ToList().Select(m => Describe(m, info.Ledger, state))]));
    }

    static async Task<Created<Registered>> DefineAsync(NewVirtualMeter body, HttpContext context, Viewer viewer, RuleBook book)
    {
        var view = await viewer.ViewAsync(context);
        var site = view.Site(body.Site) ?? throw ProblemException.NotFound("site", body.Site);
        var payload = RuleBook.Payload(new
        {
            op = "define",
            meter = body.Id,
            site = body.Site,
            name = body.Name,
            commodity = body.Commodity,
            unit = body.Unit,
            terms = body.Terms.Select((t, i) => new { meter = t.Meter, factor = RuleBook.Number($"terms[{i}].factor", t.Factor) }),
        });
        if (!VirtualMeter.TryParse(payload, out var meter, out var why)) throw ProblemException.Of(why!);
        var done = await book.RecordAsync(view, site.Ledger, VirtualMeter.Family, meter.ToJson(), body.Id, "define virtual meters");
        return TypedResults.Created($"{RestSetup.Base}/virtual-meters/{body.Id}", done);
    }

    static async Task<Ok<VirtualMeterView>> GetAsync(string meter, HttpContext context, Viewer viewer, RuleBook book, CancellationToken cancellation)
    {
        var (ledger, found, state) = await book.FindVirtualAsync(await viewer.ViewAsync(context), meter, cancellation);
        return TypedResults.Ok(Describe(found, ledger, state));
    }

    static async Task<Ok<Registered>> RemoveAsync(string meter, HttpContext context, Viewer viewer, RuleBook book, CancellationToken cancellation)
    {
        var view = await viewer.ViewAsync(context);
        var (ledger, _, _) = await book.FindVirtualAsync(view, meter, cancellation);
        return TypedResults.Ok(await book.RecordAsync(view, ledger, VirtualMeter.Family, VirtualMeter.Removal(meter), meter, "remove virtual meters"));
    }

    static async Task<IResult> ReadAsync(string meter, HttpContext context, Viewer viewer, RuleBook book, VirtualReader reader, TimeProvider clock,
        CancellationToken cancellation,
        [Description("First local day; seven days ago unless said.")] DateOnly? from = null,
        [Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null,
        [Description("hour, day or month; hour unless said.")] string? resolution = null,
        [Description("json or csv; json unless said.")] string? format = null)
    {
        var view = await viewer.ViewAsync(context);
        var csv = KpiCsv.IsWanted(context.Request, format);
        var (ledger, found, state) = await book.FindVirtualAsync(view, meter, cancellation);
        var days = LocalDays.Of(view.Site(found.Site)?.TimeZone ?? "UTC");
        var today = days.DayAt(clock.GetUtcNow());
        var buckets = days.Cut(from ?? today.AddDays(-6), to ?? today.AddDays(1), SiteEndpoints.ParseResolution(resolution));
        var readings = await reader.ReadAsync(found, ledger, state, buckets, cancellation);
        return csv ? TypedResults.Text(CsvOfReadings.Text(readings, found.Unit.Text()), CsvOfReadings.ContentType) : TypedResults.Ok(new Page<Reading>(readings, null, readings.Count));
    }

    static VirtualMeterView Describe(VirtualMeter meter, string ledger, IStateReader state)
    {
        // What is on the ledger was expanded when it was defined; what it stands on cannot have made a ring since.
        VirtualMeters.Expand(meter, state.VirtualMeter, out var meters);
        return new VirtualMeterView(meter.Meter, meter.Site, ledger, meter.Name, meter.Commodity.Text(), meter.Unit.Text(), [.. meter.Terms.Select(Term)], [.. meters.Select(Term)]);
    }

    static TermView Term(VirtualTerm term) => new(term.Meter, term.Factor);
}
