using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Puts the REST API in.</summary>
public static class RestSetup
{
    /// <summary>Base path of the API.</summary>
    public const string Base = "/api/v1";

    /// <summary>Path of the OpenAPI document.</summary>
    public const string OpenApiPath = Base + "/openapi.json";

    /// <summary>Adds what the API stands on.</summary>
    public static IServiceCollection AddRest(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.Configure<JsonOptions>(o => Configure(o.SerializerOptions));
        services.AddSingleton<DemoHint>().AddSingleton<MeterViews>().AddSingleton<MeteredSums>().AddSingleton<GapFinder>().AddSingleton<UsageBuilder>()
            .AddSingleton<LedgerBook>().AddSingleton<GovernanceBook>().AddSingleton<LedgerLog>().AddSingleton<LedgerPulses>().AddSingleton<OverviewBuilder>()
            .AddSingleton<FlowReader>().AddSingleton<KpiBuilder>().AddSingleton<FlowsBuilder>().AddSingleton<PortfolioBuilder>().AddSingleton<VirtualReader>().AddSingleton<RuleBook>()
            .AddSingleton<BaselineBuilder>().AddSingleton<PredictionBuilder>().AddSingleton<ScoreBuilder>();
        services.AddApiDocument();
        return services;
    }

    /// <summary>How the API writes and reads JSON: camelCase, numbers as numbers, enumerations as words, required members required.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    /// <summary>Whether a path is one of the API's or below a ledger's log, known or not: no page is ever served there. The log's own address, without more, is the portal's page of it.</summary>
    public static bool IsApi(PathString path) => path.StartsWithSegments("/api", StringComparison.Ordinal)
        || (path.Value ?? "").Split('/', 5) is ["", "ledgers", _, "log", { Length: > 0 }];

    /// <summary>Maps every endpoint.</summary>
    public static void MapRest(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(OpenApiPath).AllowAnonymous();
        app.MapGroup("").RequireAuthorization().MapLogFiles();
        var api = app.MapGroup(Base).RequireAuthorization().Refuses(400, 401);
        api.MapSessions();
        api.MapSites();
        api.MapMeters();
        api.MapReadings();
        api.MapKpis();
        api.MapQuality();
        api.MapVirtualMeters();
        api.MapTariffs();
        api.MapSeries();
        api.MapWeather();
        api.MapBaselines();
        api.MapPredictions();
        api.MapIngest();
        api.MapLedgers();
        api.MapMembers();
        api.MapGovernance();
        api.MapBatches();
        api.MapBlocks();
        api.MapTransactions();
        api.MapState();
        api.MapProofs();
        api.MapLog();
        api.MapExport();
        api.MapValidators();
        api.MapFollow();
        api.MapSnapshots();
        api.MapSearch();
    }

    /// <summary>Says in the document which errors an endpoint answers with.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params int[] statuses) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]));
        return endpoint;
    }
}
