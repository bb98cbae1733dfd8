using Microsoft.Extensions.Options;

namespace SmartBlocks.Gateway.Access;

/// <summary>Who is let in at all.</summary>
public sealed class AccessOptions
{
    /// <summary>Whether accounts that the demo made may sign in; only on a host that runs the demo.</summary>
    public bool DemoAccounts { get; set; }

    /// <summary>Requests a minute from one address that come without credentials, at public ledgers; exports count for more.</summary>
    public int VisitorRequestsPerMinute { get; set; } = 240;
}

/// <summary>Turns what a caller presents into a <see cref="Caller"/>. Wrong credentials are null, and cost the same whatever is wrong with them.</summary>
public sealed class Doorkeeper(IGrainFactory grains, IOptions<AccessOptions> options)
{
    /// <summary>Longest secret that is looked at, in characters: nobody makes the gateway hash a megabyte.</summary>
    public const int LongestSecret = 256;

    /// <summary>The holder of an API key. The key is looked up by its SHA-256: there is nothing to compare that timing could tell about.</summary>
    public async Task<Caller?> ByApiKeyAsync(string key)
    {
        if (!key.StartsWith(Schemes.ApiKeyPrefix, StringComparison.Ordinal) || key.Length > LongestSecret) return null;
        return await grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Get() is { } grant ? Caller.Of(grant) : null;
    }

    /// <summary>The user with this e-mail address and password.</summary>
    public async Task<Caller?> ByPasswordAsync(string email, string password)
    {
        if (email.Length is 0 or > LongestSecret || password.Length is 0 or > LongestSecret) return null;
        return await grains.GetGrain<IUserGrain>(UserKey(email)).SignIn(password) is { } user && MayEnter(user) ? Caller.Of(user) : null;
    }

    /// <summary>The user a session belongs to, as the user stands now: a role that was changed or taken away counts at once.</summary>
    public async Task<Caller?> BySessionAsync(string email) =>
        await grains.GetGrain<IUserGrain>(UserKey(email)).Get() is { } user && MayEnter(user) ? Caller.Of(user) : null;

    /// <summary>The device with this user name and token. An API key as the token signs its holder in, whatever the user name.</summary>
    public async Task<Caller?> ByDeviceAsync(string username, string token)
    {
        if (token.StartsWith(Schemes.ApiKeyPrefix, StringComparison.Ordinal)) return await ByApiKeyAsync(token);
        if (!IsUsername(username) || token.Length is 0 or > LongestSecret) return null;
        return await grains.GetGrain<IDeviceGrain>(username).SignIn(token) is { } device ? Caller.Of(device) : null;
    }

    /// <summary>The device whose TLS client certificate has this SHA-256 thumbprint (hex). TLS has proved that it holds the private key.</summary>
    public async Task<Caller?> ByCertificateAsync(string thumbprint) =>
        await grains.GetGrain<IDeviceGrain>(CertificateKey(thumbprint)).Get() is { } device ? Caller.Of(device) : null;

    /// <summary>The key of the user grain for an e-mail address.</summary>
    public static string UserKey(string email) => email.Trim().ToLowerInvariant();

    /// <summary>The key of the device grain for a certificate.</summary>
    public static string CertificateKey(string thumbprint) => "cert/" + thumbprint.ToUpperInvariant();

    bool MayEnter(UserInfo user) => options.Value.DemoAccounts || !user.Demo;

    // A user name with a slash could name a certificate's account and sign in without the certificate.
    static bool IsUsername(string username) => username.Length is > 0 and <= LongestSecret && !username.Contains('/', StringComparison.Ordinal);
}
