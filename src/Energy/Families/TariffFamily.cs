using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary><c>tariff/1</c>: an operator says what energy costs from a day on, says it anew, or takes it back.</summary>
public sealed class TariffFamily : IFamily
{
    private static readonly string[] RemoveFields = ["op", "site", "commodity", "direction", "from"];

    public string Name => Tariff.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator];

    public Rejection? Apply(TransactionContext context, IState state) =>
        Operations.IsRemoval(context.Transaction.Payload) ? Remove(context, state) : Define(context, state);

    private static Rejection? Define(TransactionContext context, IState state)
    {
        if (!Tariff.TryParse(context.Transaction.Payload, out var tariff, out var why))
            return why;
        if (tariff.Site is { } site && MeterRules.CheckSite(state, site) is { } nowhere)
            return nowhere;
        var json = tariff.ToJson();
        state.Set(EnergyPaths.Tariff(tariff.Site, tariff.Commodity, tariff.Direction, tariff.From), json);
        context.Emit(new LedgerEvent(EnergyEvents.TariffDefined, tariff.Site ?? context.Ledger, json));
        return null;
    }

    private static Rejection? Remove(TransactionContext context, IState state)
    {
        using var fields = new PayloadObject(context.Transaction.Payload, RemoveFields);
        var site = fields.OptionalIdentifier("site");
        var commodity = fields.Word("commodity", Vocabulary.Commodities);
        var direction = fields.Word("direction", Vocabulary.Directions);
        var from = fields.Date("from");
        if (fields.Problem is { } why)
            return why;
        var path = EnergyPaths.Tariff(site, commodity, direction, from);
        if (state.Get(path) is null)
            return Reject.Because("tariff.unknown", "from", LocalDay.Format(from), $"is no day from which a tariff for {direction.Text()} of {commodity.Text()} is in force");
        state.Delete(path);
        context.Emit(new LedgerEvent(EnergyEvents.TariffRemoved, site ?? context.Ledger, Tariff.Removal(site, commodity, direction, from)));
        return null;
    }
}
