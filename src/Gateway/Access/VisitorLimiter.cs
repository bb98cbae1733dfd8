using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Bounds what comes without credentials, by address: a bucket that fills evenly. An IPv6 address counts as its /64, which is what one subscriber is given.
/// </summary>
public sealed class VisitorLimiter(IOptions<AccessOptions> options) : IDisposable
{
    /// <summary>What an export costs, in requests: it reads the whole ledger.</summary>
    public const int ExportCost = 20;

    readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
        Subscriber(context.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.VisitorRequestsPerMinute,
            TokensPerPeriod = Math.Max(1, options.Value.VisitorRequestsPerMinute / 12),
            ReplenishmentPeriod = TimeSpan.FromSeconds(5),
        }));

    /// <summary>How long to wait before the next try; null: go ahead.</summary>
    public TimeSpan? WaitBefore(HttpContext context)
    {
        var whole = context.Request.Path.Value!.EndsWith("/export", StringComparison.Ordinal) || context.Request.Path.Value!.Contains("/snapshots/", StringComparison.Ordinal);
        using var lease = limiter.AttemptAcquire(context, Math.Min(whole ? ExportCost : 1, options.Value.VisitorRequestsPerMinute));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(5);
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    static string Subscriber(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
