using SmartBlocks.Grains;

namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Who may do what: the one place that says so. REST, hub and MQTT all ask here. What lies in another tenant does not exist for a caller:
/// the answer is "no such thing", never "not allowed", so that ids cannot be probed.
/// </summary>
public static class AccessPolicy
{
    /// <summary>Read the records of its tenant at all: every role but a bare device.</summary>
    public static bool CanRead(Caller caller) => caller.Role != TenantRoles.Device;

    /// <summary>Read a ledger: it is one of the caller's tenant, and among those the caller was granted.</summary>
    public static bool CanReadLedger(Caller caller, TenantInfo tenant, string ledger) =>
        CanRead(caller) && caller.Tenant == tenant.Id && tenant.Ledgers.Contains(ledger)
        && (caller.Ledgers.IsEmpty || caller.Ledgers.Contains(ledger));

    /// <summary>Read a site: its ledger is readable.</summary>
    public static bool CanReadSite(Caller caller, TenantInfo tenant, SiteInfo site) => CanReadLedger(caller, tenant, site.Ledger);

    /// <summary>Read a meter and its readings: its ledger is readable, or the caller is the device that writes for it.</summary>
    public static bool CanReadMeter(Caller caller, TenantInfo tenant, MeterInfo meter) =>
        CanReadLedger(caller, tenant, meter.Ledger) || (caller.Tenant == tenant.Id && caller.Kind == CallerKind.Device && Writes(caller, meter.Id));

    /// <summary>Bring readings of a meter: a device for its own meters; otherwise whoever runs the tenant.</summary>
    public static bool CanPublish(Caller caller, string tenant, string meter) =>
        caller.Tenant == tenant && (caller.Kind == CallerKind.Device ? Writes(caller, meter) : CanAdminister(caller));

    /// <summary>Hand in signed batches. The signatures say who acts; this only keeps readers from filling a ledger's queue.</summary>
    public static bool CanSubmit(Caller caller) => CanAdminister(caller);

    /// <summary>Register sites and meters, issue device accounts.</summary>
    public static bool CanAdminister(Caller caller) => caller.Role is TenantRoles.Owner or TenantRoles.Manager or TenantRoles.Operator;

    /// <summary>Follow the accepted readings of a meter live; <paramref name="meter"/> null: of every meter of the tenant.</summary>
    public static bool CanFollow(Caller caller, string tenant, string? meter) =>
        caller.Tenant == tenant && (caller.Kind == CallerKind.Device
            ? meter is null ? caller.Meters.Contains("*") : Writes(caller, meter)
            : CanRead(caller));

    /// <summary>Hear why messages of a meter were refused: whoever may publish for it.</summary>
    public static bool CanHearRejections(Caller caller, string tenant, string? meter) =>
        caller.Tenant == tenant && (meter is not null ? CanPublish(caller, tenant, meter)
            : caller.Kind == CallerKind.Device ? caller.Meters.Contains("*") : CanAdminister(caller));

    static bool Writes(Caller caller, string meter) => caller.Meters.Contains("*") || caller.Meters.Contains(meter);
}
