using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace SmartBlocks.Gateway.Access;

/// <summary>Authenticates API keys: a Bearer token (RFC 6750), or <c>?access_token=</c> on the hub, where a browser cannot set headers.</summary>
public sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Doorkeeper doorkeeper)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var key = KeyOf(Request);
        if (key is null) return AuthenticateResult.NoResult();
        return await doorkeeper.ByApiKeyAsync(key) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The API key is not valid.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"smartblocks\"";
        return Task.CompletedTask;
    }

    /// <summary>The API key that a request carries, or null.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return header.Parameter ?? "";
        return request.Path.StartsWithSegments("/live", StringComparison.Ordinal) ? (string?)request.Query["access_token"] : null;
    }
}

/// <summary>Authenticates devices that post readings: user name and token, Basic (RFC 7617).</summary>
public sealed class DeviceAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Doorkeeper doorkeeper)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers[HeaderNames.Authorization], out var header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (!TryDecode(header.Parameter, out var username, out var password)) return AuthenticateResult.Fail("The Basic credentials cannot be read.");
        return await doorkeeper.ByDeviceAsync(username, password) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("User name or token is wrong.");
    }

    static bool TryDecode(string? parameter, out string username, out string password)
    {
        username = password = "";
        var bytes = new byte[parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(parameter ?? "", bytes, out var length)) return false;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return false;
        (username, password) = (text[..colon], text[(colon + 1)..]);
        return true;
    }
}
