using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SmartBlocks.Gateway.Access;

/// <summary>Puts the doors in: API keys, devices, sessions.</summary>
public static class AccessSetup
{
    /// <summary>How long a session lasts without use.</summary>
    public static readonly TimeSpan SessionLifetime = TimeSpan.FromDays(7);

    /// <summary>Adds authentication and authorization.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="keyFolder">Where the keys that encrypt the session cookie are kept, so that a restart signs nobody out.</param>
    public static IServiceCollection AddAccess(this IServiceCollection services, DirectoryInfo keyFolder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LedgerDoors>().AddSingleton<VisitorLimiter>().AddSingleton<Doorkeeper>().AddSingleton<Viewer>().AddSingleton<FollowerAccess>().AddSingleton<SignInLimiter>();
        services.AddDataProtection().SetApplicationName("smartblocks").PersistKeysToFileSystem(keyFolder);
        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, o => o.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(Schemes.ApiKey, null)
            .AddScheme<AuthenticationSchemeOptions, DeviceAuthentication>(Schemes.Device, null)
            .AddCookie(Schemes.Session, ConfigureSession);
        services.AddAuthorizationBuilder().SetDefaultPolicy(
            // No scheme of its own: who comes in is decided before, by the default scheme, and at public ledgers by PublicLedgerMiddleware.
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    static string SchemeOf(HttpContext context)
    {
        if (ApiKeyAuthentication.KeyOf(context.Request) is not null) return Schemes.ApiKey;
        return context.Request.Headers.Authorization.Count > 0 ? Schemes.Device : Schemes.Session;
    }

    static void ConfigureSession(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Schemes.Cookie;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = SessionLifetime;
        options.SlidingExpiration = true;
        // An API has no sign-in page to send anybody to: the answer is the status, and the problem document is written further out.
        options.Events.OnRedirectToLogin = c => Answer(c, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = c => Answer(c, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = Revalidate;
    }

    static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    static async Task Revalidate(CookieValidatePrincipalContext context)
    {
        var email = context.Principal?.FindFirstValue(ClaimTypes.NameIdentifier);
        var doorkeeper = context.HttpContext.RequestServices.GetRequiredService<Doorkeeper>();
        if (email is not null && await doorkeeper.BySessionAsync(email) is { } caller) context.ReplacePrincipal(caller.ToPrincipal(Schemes.Session));
        else context.RejectPrincipal();
    }
}
