namespace SmartBlocks.Gateway.Access;

/// <summary>
/// Who may do what: the one place that says so. REST, hub and MQTT all ask here. What lies in another tenant does not exist for a caller:
/// the answer is "no such thing", never "not allowed", so that ids cannot be probed.
/// </summary>
public static class AccessPolicy
{
    /// <summary>Read the records of its tenant at all: every role but a bare device and a visitor.</summary>
    public static bool CanRead(Caller caller) => caller.Role is not (TenantRoles.Device or TenantRoles.Visitor);

    /// <summary>
    /// Read a ledger: it is public; or the caller's tenant keeps it or is a member of it, and it is among those the caller was granted. Whether it is public,
    /// and whether the tenant is a member still, <see cref="LedgerDoors"/> has looked up.
    /// </summary>
    public static bool CanReadLedger(Caller caller, TenantInfo tenant, string ledger) => caller.Public == ledger
        || (Reaches(caller, tenant, ledger) && (tenant.Ledgers.Contains(ledger) || tenant.Joined.Any(j => j.Ledger == ledger)));

    /// <summary>Read a site: its ledger is the tenant's own, and one the caller was granted.</summary>
    public static bool CanReadSite(Caller caller, TenantInfo tenant, SiteInfo site) => Reaches(caller, tenant, site.Ledger) && tenant.Ledgers.Contains(site.Ledger);

    /// <summary>Read a meter and its readings: its ledger is the tenant's own and granted, or the caller is the device that writes for it.</summary>
    public static bool CanReadMeter(Caller caller, TenantInfo tenant, MeterInfo meter) =>
        (Reaches(caller, tenant, meter.Ledger) && tenant.Ledgers.Contains(meter.Ledger)) || (caller.Tenant == tenant.Id && caller.Kind == CallerKind.Device && Writes(caller, meter.Id));

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

    /// <summary>Speak for the tenant on a ledger with its hosted key: propose, approve, change keys. What that is worth, the ledger says.</summary>
    public static bool CanGovern(Caller caller) => CanAdminister(caller);

    static bool Reaches(Caller caller, TenantInfo tenant, string ledger) =>
        CanRead(caller) && caller.Tenant == tenant.Id && (caller.Ledgers.IsEmpty || caller.Ledgers.Contains(ledger));

    static bool Writes(Caller caller, string meter) => caller.Meters.Contains("*") || caller.Meters.Contains(meter);
}
