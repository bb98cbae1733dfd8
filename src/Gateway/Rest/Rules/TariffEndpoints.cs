using System.ComponentModel;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Tariffs: what energy costs, on the ledger, from a day on.</summary>
public static class TariffEndpoints
{
    /// <summary>The table.</summary>
    public static void MapTariffs(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/sites/{site}/tariffs").WithTags("Tariffs and factors");
        group.MapGet("", ListAsync).WithName("listTariffs").WithSummary("The tariffs of a site, and those of its ledger").Refuses(404);
        group.MapPost("", DefineAsync).WithName("defineTariff").WithSummary("Put a tariff in force from a day on, or in place of the one from that day").Refuses(403, 404, 422);
        group.MapDelete("/{commodity}/{direction}/{from}", RemoveAsync).WithName("removeTariff").WithSummary("Take a tariff back; the ledger keeps what it was")
            .Refuses(403, 404, 422);
    }

    static async Task<Ok<TariffList>> ListAsync(string site, HttpContext context, Viewer viewer, RuleBook book, TimeProvider clock, CancellationToken cancellation)
    {
        var (_, info) = await viewer.SiteAsync(context, site);
        var tariffs = TariffBook.Read(await book.StateAsync(info.Ledger, cancellation), site);
        var today = LocalDays.Of(info.TimeZone).DayAt(clock.GetUtcNow());
        return TypedResults.Ok(new TariffList([.. tariffs.Own.Concat(tariffs.Shared)
            .Select(t => Describe(t, tariffs.At(t.Commodity, t.Direction, today) is { } now && now.From == t.From && now.Site == t.Site))]));
    }

    static async Task<Created<Registered>> DefineAsync(string site, NewTariff body, HttpContext context, Viewer viewer, RuleBook book)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var payload = RuleBook.Payload(new
        {
            op = "define",
            site = RuleBook.SiteOf(body.Scope, site),
            name = body.Name,
            commodity = body.Commodity,
            direction = body.Direction,
            unit = body.Unit,
            currency = body.Currency,
            from = LocalDay.Format(body.From),
            rates = body.Rates.Select((r, i) => new { name = r.Name, price = RuleBook.Number($"rates[{i}].price", r.Price), months = r.Months, days = r.Days, hours = r.Hours }),
            standingPerDay = RuleBook.Number("standingPerDay", body.StandingPerDay),
            demandPerKwMonth = RuleBook.Number("demandPerKwMonth", body.DemandPerKwMonth),
        });
        if (!Tariff.TryParse(payload, out var tariff, out var why)) throw ProblemException.Of(why!);
        var id = $"{tariff.Commodity.Text()}/{tariff.Direction.Text()}/{LocalDay.Format(tariff.From)}";
        return TypedResults.Created($"{RestSetup.Base}/sites/{site}/tariffs", await book.RecordAsync(view, info.Ledger, Tariff.Family, tariff.ToJson(), id, "set tariffs"));
    }

    static async Task<Ok<Registered>> RemoveAsync(string site, string commodity, string direction, DateOnly from, HttpContext context, Viewer viewer, RuleBook book,
        CancellationToken cancellation, [Description("site (unless said) or ledger.")] string? scope = null)
    {
        var (view, info) = await viewer.SiteAsync(context, site);
        var of = RuleBook.SiteOf(scope, site);
        var tariff = TariffBook.ReadScope(await book.StateAsync(info.Ledger, cancellation), of)
            .FirstOrDefault(t => t.Commodity.Text() == commodity && t.Direction.Text() == direction && t.From == from)
            ?? throw ProblemException.NotFound("tariff", $"{commodity}/{direction}/{LocalDay.Format(from)}");
        return TypedResults.Ok(await book.RecordAsync(view, info.Ledger, Tariff.Family, Tariff.Removal(of, tariff.Commodity, tariff.Direction, from),
            $"{commodity}/{direction}/{LocalDay.Format(from)}", "set tariffs"));
    }

    static TariffView Describe(Tariff t, bool inForce) => new(t.Site is null ? "ledger" : "site", t.Name, t.Commodity.Text(), t.Direction.Text(), t.Unit.Text(), t.Currency, t.From,
        [.. t.Rates.Select(r => new RateView(r.Name, r.Price, r.Months?.Text, r.Days?.Text, r.Hours?.Text))], t.StandingPerDay, t.DemandPerKwMonth, inForce);
}
