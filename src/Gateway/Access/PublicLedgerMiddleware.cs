using System.Globalization;
using Microsoft.Net.Http.Headers;
using SmartBlocks.Gateway.Rest;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Lets anybody read a ledger whose setting <c>access</c> is <c>public</c>: who comes without credentials becomes a visitor of that one ledger, who is signed in
/// may read it besides its own. Only reading, and only below the ledger's own paths. A ledger that is private and one that does not exist answer a visitor
/// alike: 401, as ever.
/// </summary>
public sealed class PublicLedgerMiddleware(RequestDelegate next, LedgerDoors doors, VisitorLimiter limiter)
{
    static readonly PathString Api = RestSetup.Base + "/ledgers", Log = "/ledgers";

    /// <summary>Whether a request reads a ledger.</summary>
    public static bool IsAbout(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && LedgerOf(request.Path) is not null;

    /// <summary>Makes the caller a reader of the public ledger that the request is about.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var signedIn = context.User.Identity is { IsAuthenticated: true };
        // Credentials that are wrong are answered as such.
        if (!signedIn && context.Request.Headers.Authorization.Count > 0)
        {
            await next(context);
            return;
        }
        if (!signedIn && limiter.WaitBefore(context) is { } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "access.tooMany",
                string.Create(CultureInfo.InvariantCulture, $"Too many requests without signing in; try again in {seconds} s.")) { RetryAfter = seconds };
        }
        var ledger = LedgerOf(context.Request.Path)!;
        if (await doors.FindAsync(ledger, context.RequestAborted) is { IsPublic: true })
        {
            context.User = signedIn
                ? (Caller.From(context.User) with { Public = ledger }).ToPrincipal(context.User.Identity!.AuthenticationType!)
                : Caller.Visiting(ledger).ToPrincipal(Schemes.Visitor);
            if (!signedIn) context.Response.OnStarting(Publish, context.Response);
        }
        await next(context);
    }

    // What a visitor is told may be kept by any cache; what changes is asked for again each time. Who is signed in may see more: caches must tell them apart.
    static Task Publish(object state)
    {
        var response = (HttpResponse)state;
        if (response.StatusCode >= StatusCodes.Status400BadRequest) return Task.CompletedTask;
        var control = (string?)response.Headers.CacheControl;
        response.Headers.CacheControl = string.IsNullOrEmpty(control) ? "public, no-cache" : control.Replace("private", "public", StringComparison.Ordinal);
        var vary = response.Headers.GetCommaSeparatedValues(HeaderNames.Vary).Union([HeaderNames.Authorization, HeaderNames.Cookie], StringComparer.OrdinalIgnoreCase);
        response.Headers.Vary = string.Join(", ", vary);
        return Task.CompletedTask;
    }

    static string? LedgerOf(PathString path)
    {
        if (path.StartsWithSegments(Api, StringComparison.Ordinal, out var rest)) return First(rest, out _);
        return path.StartsWithSegments(Log, StringComparison.Ordinal, out rest) && First(rest, out var below) is { } ledger && below.StartsWith("/log/", StringComparison.Ordinal) ? ledger : null;
    }

    static string? First(PathString rest, out string below)
    {
        below = "";
        if (rest.Value is not { Length: > 1 } text) return null;
        var end = text.IndexOf('/', 1);
        below = end < 0 ? "" : text[end..];
        return end < 0 ? text[1..] : text[1..end];
    }
}
