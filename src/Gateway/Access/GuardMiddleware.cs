namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Keeps other sites' pages from acting with a visitor's cookie (CSRF): a request by cookie that changes something must carry
/// <see cref="Schemes.GuardHeader"/>. SameSite=Strict already withholds the cookie; this holds where a browser or a proxy does not.
/// </summary>
public sealed class GuardMiddleware(RequestDelegate next)
{
    /// <summary>Lets the request through or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var method = context.Request.Method;
        var safe = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        var byCookie = context.User.Identity is { IsAuthenticated: true, AuthenticationType: Schemes.Session };
        if (safe || !byCookie || context.Request.Headers.ContainsKey(Schemes.GuardHeader)) return next(context);
        throw new Rest.ProblemException(StatusCodes.Status403Forbidden, "access.guard",
            $"A request that changes something by session cookie needs the header '{Schemes.GuardHeader}: 1'.", Schemes.GuardHeader);
    }
}
