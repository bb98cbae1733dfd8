using System.Collections.Frozen;
using System.Collections.Immutable;

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
        Ledgers = [.. tenant.Ledgers.Concat(tenant.Joined.Select(j => j.Ledger)).Concat(caller.Public is { } open ? [open] : []).Distinct(StringComparer.Ordinal)
            .Where(l => AccessPolicy.CanReadLedger(caller, tenant, l))];
        Keeps = [.. tenant.Ledgers];
        Shared = AccessPolicy.CanAdminister(caller) ? tenant.Shared : [];
        Joined = tenant.Joined;
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

    /// <summary>The readable ledgers: the tenant's in its order, those it is a member of, and the public one that the request is about.</summary>
    public ImmutableArray<string> Ledgers { get; }

    /// <summary>The ledgers that the tenant keeps.</summary>
    public ImmutableArray<string> Keeps { get; }

    /// <summary>Ledgers that the tenant is a member of, and as which party.</summary>
    public ImmutableArray<JoinedLedger> Joined { get; }

    /// <summary>Which tenants the members of its ledgers are, for those who run it.</summary>
    public ImmutableArray<SharedLedger> Shared { get; }

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
public sealed class Viewer(IGrainFactory grains, LedgerDoors doors)
{
    /// <summary>What the caller may see now.</summary>
    public async Task<View> ViewAsync(Caller caller)
    {
        var tenant = caller.Kind == CallerKind.Visitor ? null : await grains.GetGrain<ITenantGrain>(caller.Tenant).Get();
        return new View(caller, tenant is null ? new TenantInfo(caller.Tenant, caller.Tenant, [], [], []) : tenant with { Joined = await StillMemberAsync(tenant.Joined) });
    }

    // The tenant that keeps a ledger said once who is a member of it; the ledger says who still is.
    async Task<ImmutableArray<JoinedLedger>> StillMemberAsync(ImmutableArray<JoinedLedger> joined)
    {
        var still = ImmutableArray.CreateBuilder<JoinedLedger>(joined.Length);
        foreach (var one in joined)
            if (await doors.FindAsync(one.Ledger) is { } door && door.Members.Contains(one.Party)) still.Add(one);
        return still.ToImmutable();
    }
}
