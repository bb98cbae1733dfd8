namespace SmartBlocks.Gateway.Access;

/// <summary>Names of the authentication schemes, the cookie, and the header that keeps other sites' pages out.</summary>
public static class Schemes
{
    /// <summary>Picks one of the others by what the request carries.</summary>
    public const string Any = "SmartBlocks";

    /// <summary><c>Authorization: Bearer sbk_…</c> (RFC 6750).</summary>
    public const string ApiKey = "ApiKey";

    /// <summary><c>Authorization: Basic …</c> with a device's user name and token (RFC 7617).</summary>
    public const string Device = "Device";

    /// <summary>The portal's session cookie.</summary>
    public const string Session = "Session";

    /// <summary>No credentials, at a public ledger.</summary>
    public const string Visitor = "Visitor";

    /// <summary>Name of the session cookie.</summary>
    public const string Cookie = "sb_session";

    /// <summary>Every API key begins so, which lets secret scanners find a leaked one.</summary>
    public const string ApiKeyPrefix = "sbk_";

    /// <summary>State-changing requests by cookie must carry this header; another site's page cannot set it without CORS, which is off.</summary>
    public const string GuardHeader = "X-SmartBlocks";
}
