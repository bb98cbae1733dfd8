using System.Collections.Immutable;
using Orleans.Concurrency;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// A tenant's directory: its ledgers, sites and meters. The key is the tenant's id. Commands become transactions signed with the tenant's
/// hosted operator key; the directory repeats what the ledgers say, it never decides.
/// </summary>
[Alias("ITenantGrain")]
public interface ITenantGrain : IGrainWithStringKey
{
    /// <summary>The directory, or null when there is no such tenant.</summary>
    [AlwaysInterleave]
    Task<TenantInfo?> Get();

    /// <summary>A meter of the tenant, or null.</summary>
    [AlwaysInterleave]
    Task<MeterInfo?> FindMeter(string meter);

    /// <summary>Looks the ledger's sites and meters up again: someone registered one there.</summary>
    Task Refresh(string ledger);

    /// <summary>Founds the tenant; repeating it changes nothing.</summary>
    Task<TenantInfo> Create(string name);

    /// <summary>Founds a ledger partition with the tenant's operator key, certified by the host alone or by a quorum of validators.</summary>
    Task<CommandOutcome> AddLedger(string ledger, string name, ImmutableArray<FoundingValidator>? validators = null);

    /// <summary>Registers a site on a ledger (family site/1).</summary>
    Task<CommandOutcome> AddSite(string ledger, SiteDraft site);

    /// <summary>Registers a meter (family meter/1) and, with it, the device's key (family key/1), in one batch: both or neither.</summary>
    Task<CommandOutcome> AddMeter(string ledger, MeterDraft meter, string? deviceJwk);

    /// <summary>Submits a payload of a family that needs nothing but the operator's signature: virtual/1, tariff/1, series/1, weather/1, weather-forecast/1, baseline/1, adjustment/1.</summary>
    Task<CommandOutcome> Record(string ledger, string family, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// Lets another tenant of this host read a ledger as one of its members, for as long as the ledger has that member; <paramref name="tenant"/> null: no longer.
    /// Who is which tenant is the host's knowledge and stands on no ledger. Whether there is such a tenant is not told.
    /// </summary>
    Task<CommandOutcome> Share(string ledger, string party, string? tenant);

    /// <summary>Told by the tenant that keeps a ledger: this one is a member of it.</summary>
    Task Join(string ledger, string party);

    /// <summary>Told by the tenant that keeps a ledger: this one is that member of it no more.</summary>
    Task Leave(string ledger, string party);

    /// <summary>The public key that this host signs with for the tenant, a JWK; null when there is no such tenant.</summary>
    Task<string?> HostedKey();

    /// <summary>Registers a key for a party with a role (family key/1).</summary>
    Task<CommandOutcome> AddMember(string ledger, string party, string jwk, string role);
}

/// <param name="Id">Tenant id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ledgers">Its ledger partitions.</param>
/// <param name="Sites">Its sites.</param>
/// <param name="Meters">Its meters; ids are unique within the tenant.</param>
public sealed record TenantInfo(string Id, string Name, ImmutableArray<string> Ledgers, ImmutableArray<SiteInfo> Sites, ImmutableArray<MeterInfo> Meters)
{
    /// <summary>Ledgers of other tenants that it is a member of, as those tenants say; whether the ledgers still say so is to be looked up there.</summary>
    public ImmutableArray<JoinedLedger> Joined { get; init; } = [];

    /// <summary>Members of its own ledgers that are tenants here.</summary>
    public ImmutableArray<SharedLedger> Shared { get; init; } = [];
}

/// <summary>Another tenant's ledger, and the member that a tenant is on it.</summary>
public sealed record JoinedLedger(string Ledger, string Party);

/// <summary>A member of a tenant's ledger, and the tenant that it is.</summary>
public sealed record SharedLedger(string Ledger, string Party, string Tenant);

/// <summary>A site to register.</summary>
/// <param name="Id">Lower case letters, digits and hyphens.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AreaSquareMetres">Floor area, m².</param>
public sealed record SiteDraft(string Id, string Name, string TimeZone, decimal Latitude, decimal Longitude, decimal? AreaSquareMetres);

/// <summary>A site as registered.</summary>
public sealed record SiteInfo(string Id, string Ledger, string Name, string TimeZone, decimal Latitude, decimal Longitude, decimal? AreaSquareMetres);

/// <summary>A meter to register; the words are those of family meter/1.</summary>
public sealed record MeterDraft(string Id, string Site, string Name, string Commodity, string Unit, string Direction, string Kind,
    string? Source = null, string? Parent = null, int ResolutionSeconds = 900, decimal? CapacityKw = null, string? OcmfKey = null);

/// <summary>A meter as registered.</summary>
public sealed record MeterInfo(string Id, string Ledger, string Site, string Name, string Commodity, string Unit, string Direction, string Kind,
    string? Source, string? Parent, string? Key, int ResolutionSeconds, decimal? CapacityKw);

/// <param name="Done">True when it stands on the ledger (now or already).</param>
/// <param name="Rejection">Why not.</param>
/// <param name="Block">Height of its block, −1 when refused.</param>
/// <param name="Transaction">Id of the transaction that says so.</param>
public sealed record CommandOutcome(bool Done, Rejection? Rejection, long Block, string? Transaction);
