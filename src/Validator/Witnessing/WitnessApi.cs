using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Rest;

namespace SmartBlocks.Validator.Witnessing;

/// <summary>How a witness stands with a log, in <c>/healthz</c>.</summary>
public sealed record WitnessedLog(string Origin, long? Size, string? Root, DateTimeOffset? CosignedAt);

/// <summary>What <c>/healthz</c> says.</summary>
public sealed record WitnessHealth(string Status, string Name, string Key, IReadOnlyList<WitnessedLog> Logs);

/// <summary>
/// A witness over HTTP: <c>POST /add-checkpoint</c>, <c>GET /{SHA-256 of the origin}/checkpoint</c> for monitors, and <c>/healthz</c>. It asks nobody for a key: what
/// counts is the log's signature.
/// </summary>
public static class WitnessApi
{
    /// <summary>Starts to listen.</summary>
    /// <param name="endpoint">Where; port 0 takes any free one.</param>
    /// <param name="witness">The witness.</param>
    /// <exception cref="SourceException">The port is taken.</exception>
    public static async Task<WebApplication> StartAsync(IPEndPoint endpoint, LogWitness witness)
    {
        // A request is a checkpoint and 63 hashes: a body beyond it is answered 413 before it is read.
        var app = LocalServer.CreateBuilder(endpoint, limits => limits.MaxRequestBodySize = WitnessRequest.MaxBytes).Build();
        app.UseExceptionHandler(errors => errors.Run(ExplainAsync));
        app.MapPost("/" + WitnessRequest.Path, async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var response = witness.Add(body.ToArray());
            return new Plain(response.Status, response.ContentType, Encoding.UTF8.GetBytes(response.Body));
        });
        app.MapGet("/{origin}/checkpoint", (string origin) =>
            witness.Origins.FirstOrDefault(known => LogWitness.OriginHash(known) == origin) is { } known && witness.Latest(known) is { } latest
                ? new Plain(200, "text/plain; charset=utf-8", latest.Note.ToBytes())
                : new Plain(404, "text/plain; charset=utf-8", "No checkpoint of such a log was cosigned here.\n"u8.ToArray()));
        app.MapGet("/healthz", () => Results.Json(new WitnessHealth("ok", witness.Key.Name, witness.Key.ToString(), [.. witness.Origins.Select(Of)])));
        return await app.ListenAsync(endpoint);

        WitnessedLog Of(string origin) => witness.Latest(origin) is { } latest
            ? new WitnessedLog(origin, latest.Checkpoint.Size, Convert.ToBase64String(latest.Checkpoint.Root.Bytes), DateTimeOffset.FromUnixTimeSeconds(latest.At))
            : new WitnessedLog(origin, null, null, null);
    }

    static Task ExplainAsync(HttpContext context)
    {
        // A memory that cannot be written or read cosigns nothing, and says so at /healthz too.
        var (status, detail) = context.Features.Get<IExceptionHandlerFeature>()?.Error switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            SqliteException or SourceException => (503, "The witness's memory cannot be read or written."),
            _ => (500, "The witness failed."),
        };
        return new Plain(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(detail + "\n")).ExecuteAsync(context);
    }

    // Results.Text would add a character set to text/x.tlog.size, and clients compare media types.
    sealed class Plain(int status, string type, byte[] body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            (response.StatusCode, response.ContentType, response.ContentLength) = (status, type, body.Length);
            response.Headers.CacheControl = "no-store";
            return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
