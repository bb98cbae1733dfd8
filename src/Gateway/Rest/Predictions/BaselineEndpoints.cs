using System.ComponentModel;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Baselines of a meter on its ledger, their adjustments, and savings against them.</summary>
public static class BaselineEndpoints
{
    /// <summary>The table.</summary>
    public static void MapBaselines(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/meters/{meter}").WithTags("Baselines and forecasts");
        group.MapGet("/baselines", ListAsync).WithName("listBaselines").WithSummary("The meter's baselines, the newest period first").Refuses(404);
        group.MapPost("/baselines", FitAsync).WithName("fitBaseline").WithSummary("Fit a baseline to what the ledger has and record it; every validator fits it again").Refuses(403, 404, 409, 422);
        group.MapGet("/baselines/{baseline}", GetAsync).WithName("getBaseline").WithSummary("A baseline with its residuals, its verdict, and what came after it").Refuses(404);
        group.MapPost("/baselines/{baseline}/adjustments", AdjustAsync).WithName("adjustBaseline").WithSummary("Record a non-routine adjustment with its reason").Refuses(403, 404, 409, 422);
        group.MapGet("/savings", SavingsAsync).WithName("savings").WithSummary("Savings against a baseline in the weather of some days, with their uncertainty").Refuses(404);
    }

    static async Task<Ok<Listed<BaselineView>>> ListAsync(string meter, HttpContext context, Viewer viewer, BaselineBuilder builder, CancellationToken cancellation)
    {
        var (_, info, _) = await PredictionEndpoints.FindAsync(meter, context, viewer);
        return TypedResults.Ok(new Listed<BaselineView>(await builder.ListAsync(info, cancellation)));
    }

    static async Task<Ok<BaselineDetail>> GetAsync(string meter, string baseline, HttpContext context, Viewer viewer, BaselineBuilder builder, CancellationToken cancellation)
    {
        var (_, info, _) = await PredictionEndpoints.FindAsync(meter, context, viewer);
        return TypedResults.Ok(await builder.DetailAsync(info, baseline, cancellation));
    }

    static async Task<Created<Registered>> FitAsync(string meter, NewBaseline body, HttpContext context, Viewer viewer, RuleBook book, CancellationToken cancellation)
    {
        var (view, info, _) = await PredictionEndpoints.FindAsync(meter, context, viewer);
        if (!AccessPolicy.CanAdminister(view.Caller)) throw ProblemException.Denied(view.Caller.Role, "fit baselines");
        if (!Vocabulary.TryParse(body.Method, out BaselineMethod method)) throw ProblemException.Invalid("method", body.Method, "it must be daily or hourly.");
        if (body.From.Year < 2000 || body.To.Year > 2099) throw ProblemException.Invalid("from", LocalDay.Format(body.From), "days lie in the years 2000 to 2099.");
        var state = await book.StateAsync(info.Ledger, cancellation);
        var registration = state.Meter(info.Id) ?? throw ProblemException.NotFound("meter", meter);
        var (fitted, payload, why) = await Task.Run(() =>
            (BaselinePayload.TryFit(state, body.Id, registration, method, UtcTime.StartOf(body.From), UtcTime.StartOf(body.To), out var made, out var refused), made, refused), cancellation);
        if (!fitted) throw ProblemException.Of(why!);
        return TypedResults.Created($"{RestSetup.Base}/meters/{info.Id}/baselines/{body.Id}",
            await book.RecordAsync(view, info.Ledger, BaselinePayload.Family, payload.ToJson(), body.Id, "fit baselines"));
    }

    static async Task<Created<Registered>> AdjustAsync(string meter, string baseline, NewAdjustment body, HttpContext context, Viewer viewer, RuleBook book, CancellationToken cancellation)
    {
        var (view, info, _) = await PredictionEndpoints.FindAsync(meter, context, viewer);
        var state = await book.StateAsync(info.Ledger, cancellation);
        _ = BaselineBuilder.Find(state, info, baseline);
        var payload = RuleBook.Payload(new
        {
            adjustment = body.Id,
            meter = info.Id,
            baseline,
            from = UtcTime.Format(body.From),
            until = UtcTime.Format(body.Until),
            energyPerDay = RuleBook.Number("energyPerDay", body.EnergyPerDay),
            reason = body.Reason,
        });
        if (!AdjustmentPayload.TryParse(payload, out var adjustment, out var why)) throw ProblemException.Of(why!);
        return TypedResults.Created($"{RestSetup.Base}/meters/{info.Id}/baselines/{baseline}",
            await book.RecordAsync(view, info.Ledger, AdjustmentPayload.Family, adjustment.ToJson(), body.Id, "adjust baselines"));
    }

    static async Task<Ok<SavingsAnswer>> SavingsAsync(string meter, HttpContext context, Viewer viewer, BaselineBuilder builder, CancellationToken cancellation,
        [Description("A baseline of the meter; the one with the newest period unless said.")] string? baseline = null,
        [Description("First day of the reporting period (UTC); the end of the baseline period unless said.")] DateOnly? from = null,
        [Description("The day after the last; today unless said.")] DateOnly? to = null)
    {
        var (_, info, _) = await PredictionEndpoints.FindAsync(meter, context, viewer);
        return TypedResults.Ok(await builder.SavingsAsync(info, baseline, from, to, cancellation));
    }
}
