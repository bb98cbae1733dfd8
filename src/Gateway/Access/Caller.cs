using System.Collections.Immutable;
using System.Security.Claims;

namespace SmartBlocks.Gateway.Access;

/// <summary>How a caller proved who it is.</summary>
public enum CallerKind
{
    /// <summary>A person, by the portal's session cookie.</summary>
    User,
    /// <summary>A partner system, by an API key.</summary>
    ApiKey,
    /// <summary>A device, by user name and token or by its TLS client certificate.</summary>
    Device,
    /// <summary>Anybody, at a public ledger.</summary>
    Visitor,
}

/// <summary>Whoever stands at the gateway's door, the same over REST, hub and MQTT.</summary>
/// <param name="Kind">How it proved who it is.</param>
/// <param name="Id">E-mail address, API key name, or device user name.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Tenant">The tenant it belongs to; it never sees another's.</param>
/// <param name="Role">owner, manager, auditor, operator, partner or device.</param>
/// <param name="Ledgers">The ledgers it reaches; empty: all of its tenant's.</param>
/// <param name="Meters">For a device: the meters it may write for, <c>*</c> being any of the tenant's. Else empty.</param>
/// <param name="Demo">Made by the demo.</param>
public sealed record Caller(CallerKind Kind, string Id, string Name, string Tenant, string Role, ImmutableArray<string> Ledgers,
    ImmutableArray<string> Meters, bool Demo)
{
    const string KindClaim = "sb:kind", TenantClaim = "sb:tenant", LedgerClaim = "sb:ledger", PublicClaim = "sb:public", MeterClaim = "sb:meter", DemoClaim = "sb:demo";

    /// <summary>The public ledger that this request is about, which anybody may read; null when it is about none.</summary>
    public string? Public { get; init; }

    /// <summary>Anybody, at this public ledger.</summary>
    public static Caller Visiting(string ledger) => new(CallerKind.Visitor, "visitor", "Visitor", "", TenantRoles.Visitor, [], [], false) { Public = ledger };

    /// <summary>The caller who signed in as this user.</summary>
    public static Caller Of(UserInfo user) => new(CallerKind.User, user.Email, user.Name, user.Tenant, user.Role, [], [], user.Demo);

    /// <summary>The caller who holds this API key.</summary>
    public static Caller Of(Grant grant) => new(CallerKind.ApiKey, grant.Name, grant.Name, grant.Tenant, grant.Role, grant.Ledgers, [], false);

    /// <summary>The device with this account.</summary>
    public static Caller Of(DeviceGrant device) =>
        new(CallerKind.Device, device.Username, device.Username, device.Tenant, TenantRoles.Device, [], device.Meters, false);

    /// <summary>The caller whom ASP.NET Core authenticated.</summary>
    /// <exception cref="InvalidOperationException">The principal is nobody: the endpoint forgot to demand authentication.</exception>
    public static Caller From(ClaimsPrincipal principal) => Enum.TryParse<CallerKind>(principal.FindFirstValue(KindClaim), out var kind)
        ? new Caller(kind, principal.FindFirstValue(ClaimTypes.NameIdentifier)!, principal.FindFirstValue(ClaimTypes.Name)!,
            principal.FindFirstValue(TenantClaim)!, principal.FindFirstValue(ClaimTypes.Role)!,
            All(principal, LedgerClaim), All(principal, MeterClaim), principal.HasClaim(DemoClaim, "true")) { Public = principal.FindFirstValue(PublicClaim) }
        : throw new InvalidOperationException("The request was not authenticated.");

    /// <summary>This caller as ASP.NET Core carries it.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
    [
        new Claim(KindClaim, Kind.ToString()),
        new Claim(ClaimTypes.NameIdentifier, Id),
        new Claim(ClaimTypes.Name, Name),
        new Claim(TenantClaim, Tenant),
        new Claim(ClaimTypes.Role, Role),
        .. Public is null ? (Claim[])[] : [new Claim(PublicClaim, Public)],
        .. Ledgers.Select(l => new Claim(LedgerClaim, l)),
        .. Meters.Select(m => new Claim(MeterClaim, m)),
        new Claim(DemoClaim, Demo ? "true" : "false"),
    ], scheme));

    static ImmutableArray<string> All(ClaimsPrincipal principal, string type) => [.. principal.FindAll(type).Select(c => c.Value)];
}

/// <summary>The roles within a tenant.</summary>
public static class TenantRoles
{
    /// <summary>Owns the tenant: everything.</summary>
    public const string Owner = "owner";

    /// <summary>Runs the buildings: everything but who else may come in.</summary>
    public const string Manager = "manager";

    /// <summary>Runs the system: registers sites and meters, issues device accounts.</summary>
    public const string Operator = "operator";

    /// <summary>Reads all of it and changes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>Another organisation's system: reads what it was granted.</summary>
    public const string Partner = "partner";

    /// <summary>A device: writes for its meters, reads about them.</summary>
    public const string Device = "device";

    /// <summary>Nobody in particular: reads a public ledger.</summary>
    public const string Visitor = "visitor";

    /// <summary>Every role that a user or an API key can have.</summary>
    public static readonly ImmutableArray<string> All = [Owner, Manager, Operator, Auditor, Partner];
}
