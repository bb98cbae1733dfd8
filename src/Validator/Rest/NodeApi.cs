using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Rest;

/// <summary>
/// A node's own interface, read-only: the host's paths and shapes, answered from the replica, and <c>/healthz</c>. It asks nobody for a key;
/// who listens beyond this machine shows the ledger to whoever reaches the port.
/// </summary>
public static class NodeApi
{
    /// <summary>Starts to listen.</summary>
    /// <param name="endpoint">Where; port 0 takes any free one.</param>
    /// <param name="replica">What it answers from.</param>
    /// <param name="evidence">The evidence kept.</param>
    /// <param name="status">How the node is now.</param>
    /// <param name="time">The clock of <c>/healthz</c>.</param>
    /// <exception cref="SourceException">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(IPEndPoint endpoint, LedgerReplica replica, EvidenceFolder evidence, Func<NodeStatus> status, TimeProvider time)
    {
        var builder = LocalServer.CreateBuilder(endpoint);
        builder.Services.AddProblemDetails();
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        var app = builder.Build();
        app.UseExceptionHandler(errors => errors.Run(ExplainAsync));
        app.UseStatusCodePages();
        app.MapGet("/healthz", () =>
        {
            var answer = HealthAnswer.Of(status(), time.GetUtcNow());
            return Results.Json(answer, statusCode: answer.Status == NodeHealth.Ok ? 200 : 503);
        });
        var api = app.MapGroup("/api/v1");
        api.MapLedger(replica);
        api.MapProofs(replica, evidence);
        return await app.ListenAsync(endpoint);
    }

    /// <summary>Where it listens.</summary>
    public static string AddressOf(WebApplication app) => LocalServer.AddressOf(app);

    static Task ExplainAsync(HttpContext context)
    {
        var (status, title, detail) = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            ProblemException known => (known.Status, known.Title, known.Message),
            BadHttpRequestException bad => (bad.StatusCode, "Invalid request", bad.Message),
            InvalidDataException damaged => (500, "The replica is damaged", damaged.Message),
            _ => (500, "The node failed", "The request could not be answered."),
        };
        return Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);
    }
}
