using SmartBlocks.Energy;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Factors over time: carbon, calorific value, volume correction.</summary>
public static class SeriesEndpoints
{
    /// <summary>Days of slots that a list shows when nothing else is asked for.</summary>
    const int Days = 31;

    /// <summary>The table.</summary>
    public static void MapSeries(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sites/{site}/series").WithTags("Tariffs and factors");
        group.MapGet("", ListAsync).WithName("listSeries").WithSummary("The factors that count for a site over some days: its own, and those of its ledger").Refuses(404);
        group.MapPost("", RecordAsync).WithName("recordSeries").WithSummary("Record values of a factor; the same start again replaces them").Refuses(403, 404, 422);
    }

    static async Task<Ok<FactorSeriesList>> ListAsync(string site, HttpContext context, Viewer viewer, RuleBook book, TimeProvider clock, CancellationToken cancellation,
        [System.ComponentModel.Description("First local day; thirty days ago unless said.")] DateOnly? from = null,
        [System.ComponentModel.Description("The local day after the last; tomorrow unless said.")] DateOnly? to = null)
    {
        var (_, info) = await viewer.SiteAsync(context, site);
        var days = LocalDays.Of(info.TimeZone);
        var today = days.DayAt(clock.GetUtcNow());
        var range = days.Cut(from ?? today.AddDays(1 - Days), to ?? today.AddDays(1), Resolution.Day);
        var state = await book.StateAsync(info.Ledger, cancellation);
        var found = from scope in new[] { site, null }
                    from kind in Enum.GetValues<FactorKind>()
                    from commodity in Enum.GetValues<Commodity>()
                    from series in FactorHours.ReadSeries(state, scope, kind, commodity, range[0].Start, range[^1].End)
                    select Describe(series);
        return TypedResults.Ok(new FactorSeriesList([.. found]));
    }

    static async Task<Created<Registered>> RecordAsync(string site, NewFactorSeries body, HttpContext context, Viewer viewer, RuleBook book)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var start = body.Start.ToUniversalTime();
        if (!UtcTime.Fits(start)) throw ProblemException.Invalid("start", start.ToString("O"), "it must be whole seconds of the years 2000 to 2099.");
        var payload = RuleBook.Payload(new
        {
            quantity = body.Quantity,
            commodity = body.Commodity,
            site = RuleBook.SiteOf(body.Scope, site),
            start = UtcTime.Format(start),
            seconds = body.Seconds,
            values = body.Values.Select((v, i) => RuleBook.Number($"values[{i}]", v)),
            source = body.Source,
        });
        if (!FactorSeries.TryParse(payload, out var series, out var why)) throw ProblemException.Of(why!);
        var id = $"{series.Kind.Text()}/{series.Commodity.Text()}/{UtcTime.Format(start)}";
        return TypedResults.Created($"{RestSetup.Base}/sites/{site}/series", await book.RecordAsync(view, info.Ledger, FactorSeries.Family, series.ToJson(), id, "record factors"));
    }

    static FactorSeriesView Describe(FactorSeries s) => new(s.Site is null ? "ledger" : "site", s.Kind.Text(), s.Commodity.Text(), s.Start.UtcDateTime, s.Seconds, s.Values, s.Source);
}
