using System.ComponentModel;
using SmartBlocks.Energy;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Forecasts of a meter, how good they were, and actual against predicted.</summary>
public static class PredictionEndpoints
{
    /// <summary>The table.</summary>
    public static void MapPredictions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/meters/{meter}").WithTags("Baselines and forecasts");
        group.MapGet("/prediction", PredictAsync).WithName("prediction")
            .WithSummary("Actual, predicted with its band, and baseline, by hour or local day; posted forecasts, and hindcasts for days without").Refuses(404);
        group.MapGet("/forecasts", ListAsync).WithName("listForecasts").WithSummary("The forecasts that were posted before the fact, with the scores of those that are over").Refuses(404);
        group.MapGet("/forecasts/scores", ScoresAsync).WithName("forecastScores").WithSummary("How good the posted forecasts were, each and together").Refuses(404);
        group.MapGet("/forecasts/models", ModelsAsync).WithName("forecastModels").WithSummary("The models that the meter would be forecast with now, and how each did in the back-test").Refuses(404);
    }

    static async Task<Ok<PredictionAnswer>> PredictAsync(string meter, HttpContext context, Viewer viewer, PredictionBuilder builder, CancellationToken cancellation,
        [Description("First local day; nine days before `to` unless said.")] DateOnly? from = null,
        [Description("The local day after the last; the day after tomorrow unless said. At most 62 days.")] DateOnly? to = null,
        [Description("hour or day; hour unless said.")] string? resolution = null,
        [Description("A baseline of the meter, or none; the newest that ended before these days unless said.")] string? baseline = null)
    {
        var (_, info, zone) = await FindAsync(meter, context, viewer);
        var step = resolution switch
        {
            null or "" or "hour" => Resolution.Hour,
            "day" => Resolution.Day,
            _ => throw ProblemException.Invalid("resolution", resolution, "it must be hour or day."),
        };
        return TypedResults.Ok(await builder.BuildAsync(info, zone, from, to, step, baseline, cancellation));
    }

    static async Task<Ok<Listed<ForecastView>>> ListAsync(string meter, HttpContext context, Viewer viewer, ScoreBuilder builder, CancellationToken cancellation,
        [Description("day or week; day unless said.")] string? horizon = null,
        [Description("First local day that a forecast begins on; 30 days before `to` unless said.")] DateOnly? from = null,
        [Description("The local day after the last; the day after tomorrow unless said.")] DateOnly? to = null)
    {
        var (_, info, zone) = await FindAsync(meter, context, viewer);
        return TypedResults.Ok(new Listed<ForecastView>(await builder.ListAsync(info, zone, HorizonOf(horizon), from, to, cancellation)));
    }

    static async Task<Ok<ScoresAnswer>> ScoresAsync(string meter, HttpContext context, Viewer viewer, ScoreBuilder builder, CancellationToken cancellation,
        [Description("day or week; day unless said.")] string? horizon = null,
        [Description("First local day that a forecast begins on; 30 days before `to` unless said.")] DateOnly? from = null,
        [Description("The local day after the last; the day after tomorrow unless said.")] DateOnly? to = null)
    {
        var (_, info, zone) = await FindAsync(meter, context, viewer);
        var kind = HorizonOf(horizon);
        return TypedResults.Ok(ScoreBuilder.Scores(info, kind, await builder.ListAsync(info, zone, kind, from, to, cancellation)));
    }

    static async Task<Ok<ModelsAnswer>> ModelsAsync(string meter, HttpContext context, Viewer viewer, PredictionBuilder builder, CancellationToken cancellation)
    {
        var (_, info, zone) = await FindAsync(meter, context, viewer);
        return TypedResults.Ok(await builder.ModelsAsync(info, zone, cancellation) ?? new ModelsAnswer(3600, 0, Energy.Forecasts.DemandForecaster.UsualCoverage, []));
    }

    /// <summary>The meter, for a caller who may see it, and its site's time zone.</summary>
    internal static async Task<(View View, MeterInfo Meter, string TimeZone)> FindAsync(string meter, HttpContext context, Viewer viewer)
    {
        var (view, info) = await viewer.MeterAsync(context, meter);
        return (view, info, view.Site(info.Site)?.TimeZone ?? "UTC");
    }

    static ForecastHorizon HorizonOf(string? horizon) => horizon is null or "" ? ForecastHorizon.Day
        : Vocabulary.TryParse(horizon, out ForecastHorizon value) ? value : throw ProblemException.Invalid("horizon", horizon, "it must be day or week.");
}
