using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary><c>site/1</c>: an operator registers a site.</summary>
public sealed class SiteFamily : IFamily
{
    public string Name => SitePayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!SitePayload.TryParse(context.Transaction.Payload, out var site, out var why))
            return why;
        if (state.Get(EnergyPaths.Site(site.Site)) is not null)
            return Reject.Because("site.exists", "site", site.Site, "is already registered on this ledger");
        var json = site.ToJson();
        state.Set(EnergyPaths.Site(site.Site), json);
        context.Emit(new LedgerEvent(EnergyEvents.SiteRegistered, site.Site, json));
        return null;
    }
}
