using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>meter/1</c>: an operator registers a meter. Its parent must already stand on the same site, so the meters of a site are a forest by
/// construction: a meter can only hang below what was there before it.
/// </summary>
public sealed class MeterFamily : IFamily
{
    public string Name => MeterPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!MeterPayload.TryParse(context.Transaction.Payload, out var meter, out var why))
            return why;
        if (state.Get(EnergyPaths.Meter(meter.Meter)) is not null)
            return Reject.Because("meter.exists", "meter", meter.Meter, "is already registered on this ledger");
        if (state.Get(EnergyPaths.Virtual(meter.Meter)) is not null)
            return Reject.Because("meter.exists", "meter", meter.Meter, "is already a virtual meter of this ledger");
        if (MeterRules.CheckSite(state, meter.Site) is { } nowhere)
            return nowhere;
        if (CheckParent(meter, state) is { } wrong)
            return wrong;
        var json = meter.ToJson();
        state.Set(EnergyPaths.Meter(meter.Meter), json);
        state.Set(EnergyPaths.SiteMeter(meter.Site, meter.Meter), "{}"u8);
        context.Emit(new LedgerEvent(EnergyEvents.MeterRegistered, meter.Meter, json));
        return null;
    }

    private static Rejection? CheckParent(MeterRegistration meter, IState state)
    {
        if (meter.Parent is null)
            return null;
        if (state.Meter(meter.Parent) is not { } parent)
            return Reject.Because("meter.parent", "parent", meter.Parent, "is not registered on this ledger; register the parent first");
        return parent.Site == meter.Site
            ? null
            : Reject.Because("meter.parent", "parent", meter.Parent, $"stands on site {parent.Site}, not on {meter.Site}");
    }
}
