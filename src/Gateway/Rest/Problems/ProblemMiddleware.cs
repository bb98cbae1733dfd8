using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Every error that leaves the API is a problem document: refusals, unreadable requests, bare status codes, and what nobody expected.</summary>
public sealed partial class ProblemMiddleware(RequestDelegate next, IOptions<JsonOptions> json, DemoHint demo, ILogger<ProblemMiddleware> log)
{
    const string Unauthenticated = "access.unauthenticated";

    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
                await WriteAsync(context, OfStatus(context.Response.StatusCode, context.Request));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, OfException(e));
        }
    }

    ProblemException OfException(Exception exception)
    {
        switch (exception)
        {
            case ProblemException refusal: return refusal;
            case BadHttpRequestException bad: return OfBadRequest(bad);
            case LedgerBusyException or TimeoutException:
                return new ProblemException(StatusCodes.Status503ServiceUnavailable, "server.busy", "The ledger is busy; nothing was stored. Ask again.") { RetryAfter = 2 };
            default:
                log.LogError(exception, "A request failed in a way that nobody expected");
                return new ProblemException(StatusCodes.Status500InternalServerError, "server.failed", "The server failed; the failure is in its log.");
        }
    }

    static ProblemException OfBadRequest(BadHttpRequestException bad)
    {
        if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
            return new ProblemException(bad.StatusCode, "request.tooLarge", "The body is longer than the limit here.");
        if (bad.StatusCode == StatusCodes.Status415UnsupportedMediaType)
            return new ProblemException(bad.StatusCode, "request.mediaType", bad.Message);
        if (bad.InnerException is JsonException e)
            return new ProblemException(bad.StatusCode, "request.malformed", "The body is not the JSON expected: " + Sentence(e), FieldOf(e.Path));
        if (Parameter().Match(bad.Message) is { Success: true } unreadable)
            return ProblemException.Invalid(CamelCase(unreadable), unreadable.Groups["value"].Value, $"it must be {Words(unreadable.Groups["type"].Value)}.");
        if (Missing().Match(bad.Message) is { Success: true } missing)
            return ProblemException.Invalid(CamelCase(missing), null, "it is required.");
        return new ProblemException(bad.StatusCode, "request.malformed", "The request cannot be read: " + bad.Message);
    }

    static ProblemException OfStatus(int status, HttpRequest request) => status switch
    {
        401 => new ProblemException(status, Unauthenticated,
            "Sign in, or send an API key that is valid as 'Authorization: Bearer sbk_…'."),
        403 => new ProblemException(status, "access.denied", "This is not yours to do."),
        404 => new ProblemException(status, "request.notFound", $"There is nothing at {request.Path}."),
        405 => new ProblemException(status, "request.method", $"{request.Method} is not possible at {request.Path}."),
        415 => new ProblemException(status, "request.mediaType", $"The Content-Type '{request.ContentType}' is not one that {request.Path} takes."),
        _ => new ProblemException(status, "request.refused", ReasonPhrases.GetReasonPhrase(status) + "."),
    };

    async Task WriteAsync(HttpContext context, ProblemException refusal)
    {
        var response = context.Response;
        var challenge = response.Headers.WWWAuthenticate;
        response.Clear();
        if (refusal.Status == 401) response.Headers.WWWAuthenticate = challenge;
        if (refusal.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        response.StatusCode = refusal.Status;
        response.Headers.CacheControl = "no-store";
        var problem = new Problem("/problems/" + refusal.Code, ReasonPhrases.GetReasonPhrase(refusal.Status), refusal.Status, refusal.Message,
            context.Request.Path, refusal.Code, refusal.Field, refusal.Value, refusal.Errors,
            refusal.Code == Unauthenticated ? demo.Account : null);
        await response.WriteAsJsonAsync(problem, json.Value.SerializerOptions, Problem.ContentType);
    }

    // System.Text.Json names .NET types in some messages; people get the place and the rule.
    static string Sentence(JsonException e)
    {
        var field = FieldOf(e.Path);
        if (e.Message.Contains("missing required", StringComparison.Ordinal) || e.Message.Contains("including:", StringComparison.Ordinal))
            return "required fields are missing: " + e.Message[(e.Message.LastIndexOf(':') + 1)..].Trim();
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal)) return $"there is no field '{field}' here.";
        if (e.Message.Contains("doesn't allow null", StringComparison.Ordinal)) return $"{field ?? "a field"} must not be null.";
        if (e.Message.Contains("could not be converted", StringComparison.Ordinal)) return $"{field ?? "the body"} has the wrong type.";
        return string.Create(CultureInfo.InvariantCulture, $"it breaks off or is no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
    }

    static string? FieldOf(string? path) => path is null or "$" or "" ? null : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    static string CamelCase(Match parameter) => JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups["name"].Value);

    static string Words(string type) => type switch
    {
        _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a date such as 2026-11-21",
        _ when type.Contains("DateTime", StringComparison.Ordinal) => "a time such as 2026-11-21T10:15:00Z",
        _ when type.Contains("int", StringComparison.OrdinalIgnoreCase) || type.Contains("long", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("decimal", StringComparison.OrdinalIgnoreCase) => "a number",
        _ when type.Contains("bool", StringComparison.OrdinalIgnoreCase) => "true or false",
        _ => "of another form",
    };

    [GeneratedRegex("""^Failed to bind parameter "(?<type>\S+) (?<name>\w+)" from "(?<value>.*)"\.$""", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex("""^Required parameter "\S+ (?<name>\w+)" was not provided""")]
    private static partial Regex Missing();
}
