using System.Collections.Frozen;
using System.Collections.Immutable;
using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// A tenant as one caller may see it. Handlers look things up here and nowhere else, so that what the caller may not see cannot be found.
/// </summary>
public sealed class View
{
    readonly FrozenDictionary<string, SiteInfo> sites;
    readonly FrozenDictionary<string, MeterInfo> meters;

    /// <summary>Cuts the tenant's directory down to what the caller may see.</summary>
    public View(Caller caller, TenantInfo tenant)
    {
        Caller = caller;
        TenantId = tenant.Id;
        TenantName = tenant.Name;
        Ledgers = [.. tenant.Ledgers.Where(l => AccessPolicy.CanReadLedger(caller, tenant, l))];
        Sites = [.. tenant.Sites.Where(s => AccessPolicy.CanReadSite(caller, tenant, s)).OrderBy(s => s.Id, StringComparer.Ordinal)];
        Meters = [.. tenant.Meters.Where(m => AccessPolicy.CanReadMeter(caller, tenant, m)).OrderBy(m => m.Id, StringComparer.Ordinal)];
        sites = Sites.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        meters = Meters.ToFrozenDictionary(m => m.Id, StringComparer.Ordinal);
    }

    /// <summary>Who looks.</summary>
    public Caller Caller { get; }

    /// <summary>Tenant id.</summary>
    public string TenantId { get; }

    /// <summary>Tenant name.</summary>
    public string TenantName { get; }

    /// <summary>The readable ledgers, in the tenant's order.</summary>
    public ImmutableArray<string> Ledgers { get; }

    /// <summary>The readable sites, by id.</summary>
    public ImmutableArray<SiteInfo> Sites { get; }

    /// <summary>The readable meters, by id.</summary>
    public ImmutableArray<MeterInfo> Meters { get; }

    /// <summary>The site, or null when there is none or it is not the caller's to see.</summary>
    public SiteInfo? Site(string id) => sites.GetValueOrDefault(id);

    /// <summary>The meter, or null when there is none or it is not the caller's to see.</summary>
    public MeterInfo? Meter(string id) => meters.GetValueOrDefault(id);

    /// <summary>The meters of a site.</summary>
    public IEnumerable<MeterInfo> MetersOf(string site) => Meters.Where(m => m.Site == site);
}

/// <summary>Looks at a tenant's directory through a caller's eyes.</summary>
public sealed class Viewer(IGrainFactory grains)
{
    /// <summary>What the caller may see now.</summary>
    public async Task<View> ViewAsync(Caller caller) => new(caller,
        await grains.GetGrain<ITenantGrain>(caller.Tenant).Get() ?? new TenantInfo(caller.Tenant, caller.Tenant, [], [], []));
}
