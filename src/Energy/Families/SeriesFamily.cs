using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary><c>series/1</c>: factors over time, from an operator, a gateway or an oracle. The same start again replaces what was said from there.</summary>
public sealed class SeriesFamily : IFamily
{
    public string Name => FactorSeries.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Gateway, Roles.Oracle];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!FactorSeries.TryParse(context.Transaction.Payload, out var series, out var why))
            return why;
        if (series.Site is { } site && MeterRules.CheckSite(state, site) is { } nowhere)
            return nowhere;
        var json = series.ToJson();
        state.Set(EnergyPaths.Factor(series), json);
        context.Emit(new LedgerEvent(EnergyEvents.SeriesRecorded, series.Site ?? context.Ledger, json));
        return null;
    }
}
