using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary><c>adjustment/1</c>: a non-routine adjustment of a baseline. It stands beside the baseline, with its reason, and is never taken back: another one corrects it.</summary>
public sealed class AdjustmentFamily : IFamily
{
    /// <summary>Most adjustments of one baseline: whoever needs more needs another baseline.</summary>
    private const int MostPerBaseline = 100;

    public string Name => AdjustmentPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Esco];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!AdjustmentPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        if (MeterRules.Find(state, payload.Meter, out _) is { } unknown)
            return unknown;
        if (state.Get(EnergyPaths.Baseline(payload.Meter, payload.Baseline)) is null)
            return Reject.Because("baseline.unknown", "baseline", payload.Baseline, $"is no baseline of meter {payload.Meter}");
        if (state.Get(EnergyPaths.Adjustment(payload.Meter, payload.Baseline, payload.Adjustment)) is not null)
            return Reject.Because("adjustment.exists", "adjustment", payload.Adjustment, $"is an adjustment of baseline {payload.Baseline} already");
        if (state.Range(EnergyPaths.Adjustments(payload.Meter, payload.Baseline)).Take(MostPerBaseline).Count() == MostPerBaseline)
            return Reject.Because("adjustment.tooMany", "baseline", payload.Baseline, $"has {MostPerBaseline} adjustments already");
        var json = payload.ToJson();
        state.Set(EnergyPaths.Adjustment(payload.Meter, payload.Baseline, payload.Adjustment), json);
        context.Emit(new LedgerEvent(EnergyEvents.BaselineAdjusted, payload.Meter, json));
        return null;
    }
}
