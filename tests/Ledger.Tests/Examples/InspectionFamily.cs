using System.Collections.Immutable;
using System.Text;
using SmartBlocks.Ledger;

namespace SmartBlocks.Examples;

/// <summary>
/// <c>inspection/1</c>: an auditor or the operator has looked at a meter and put a seal on it: <c>{"meter":"main","seal":"A-1234"}</c>.
/// State: <c>inspection/&lt;meter&gt;</c>, the seal the meter carries and the time of the block that says so.
/// </summary>
public sealed class InspectionFamily : IFamily
{
    /// <summary>A change of meaning would be <c>inspection/2</c>, beside this one.</summary>
    public string Name => "inspection/1";

    /// <summary>Checked before <see cref="Apply"/>; a ledger may say otherwise by its setting <c>permission/inspection/1</c>.</summary>
    public ImmutableArray<string> Submitters => [Roles.Auditor, Roles.Operator];

    /// <summary>The same payload on the same state must give the same result on every machine: no clock, no chance, nothing from outside.</summary>
    public Rejection? Apply(TransactionContext context, IState state)
    {
        using var payload = Payload.Open(context.Transaction.Payload);
        var meter = payload.Slug("meter");
        var seal = payload.Text("seal", maxLength: 32);
        if (payload.End() is { } wrong)
            return wrong;

        var path = "inspection/" + meter;
        if (state.Get(path) is { } before && Encoding.UTF8.GetString(before.Span).StartsWith(seal + " ", StringComparison.Ordinal))
            return new Rejection("inspection.seal", $"seal is '{seal}'; the meter {meter} carries it already: each inspection puts a new one on.", "seal", seal);

        state.Set(path, Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seal} {context.BlockTime}")));
        context.Emit(new LedgerEvent("meter.inspected", meter, context.Transaction.Payload));
        return null;
    }
}
