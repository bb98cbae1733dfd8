using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;

namespace SmartBlocks.Gateway.Rest;

/// <summary>Credentials of a person.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Password">Password.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SignIn(string Email, string Password);

/// <summary>Who is signed in.</summary>
/// <param name="Email">E-mail address, or the name of the API key.</param>
/// <param name="Name">What people call the caller.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Role">owner, manager, auditor, operator or partner.</param>
/// <param name="Ledgers">The ledgers the caller may read.</param>
/// <param name="Demo">Whether this is a demo account.</param>
public sealed record Session(string Email, string Name, SessionTenant Tenant, string Role, IReadOnlyList<string> Ledgers, bool Demo);

/// <summary>A tenant's id and name.</summary>
/// <param name="Id">Tenant id.</param>
/// <param name="Name">Tenant name.</param>
public sealed record SessionTenant(string Id, string Name);

/// <summary>Signing in and out of the portal.</summary>
public static class SessionEndpoints
{
    /// <summary>The table.</summary>
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/session").WithTags("Session");
        group.MapPost("", SignInAsync).AllowAnonymous().WithName("signIn").WithSummary("Sign in; sets the session cookie")
            .Refuses(400, 401, 429);
        group.MapGet("", CurrentAsync).WithName("currentSession").WithSummary("Who is signed in");
        group.MapDelete("", SignOutAsync).WithName("signOut").WithSummary("Sign out");
    }

    static async Task<Ok<Session>> SignInAsync(SignIn body, HttpContext context, Doorkeeper doorkeeper, Viewer viewer, SignInLimiter limiter)
    {
        var account = Doorkeeper.UserKey(body.Email);
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        if (limiter.WaitBefore(account, address) is { Ticks: > 0 } wait)
        {
            var seconds = (int)Math.Ceiling(wait.TotalSeconds);
            throw new ProblemException(StatusCodes.Status429TooManyRequests, "access.tooManyTries",
                string.Create(CultureInfo.InvariantCulture, $"Too many failed sign-ins; try again in {seconds} s.")) { RetryAfter = seconds };
        }
        if (await doorkeeper.ByPasswordAsync(body.Email, body.Password) is not { } caller)
        {
            limiter.Failed(account, address);
            throw new ProblemException(StatusCodes.Status401Unauthorized, "access.wrongPassword", "E-mail address or password is wrong.");
        }
        limiter.Succeeded(account);
        await context.SignInAsync(Schemes.Session, caller.ToPrincipal(Schemes.Session), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.Ok(Describe(await viewer.ViewAsync(caller)));
    }

    static async Task<Ok<Session>> CurrentAsync(HttpContext context, Viewer viewer) =>
        TypedResults.Ok(Describe(await viewer.ViewAsync(context)));

    static async Task<NoContent> SignOutAsync(HttpContext context, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await context.SignOutAsync(Schemes.Session);
        return TypedResults.NoContent();
    }

    static Session Describe(View view) => new(view.Caller.Id, view.Caller.Name, new SessionTenant(view.TenantId, view.TenantName),
        view.Caller.Role, view.Ledgers, view.Caller.Demo);
}
