using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>virtual/1</c>: an operator defines a meter as a sum of meters, defines it anew, or takes it away. What it was before stays in the ledger's past states.
/// </summary>
public sealed class VirtualMeterFamily : IFamily
{
    private static readonly string[] RemoveFields = ["op", "meter"];

    public string Name => VirtualMeter.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator];

    public Rejection? Apply(TransactionContext context, IState state) =>
        Operations.IsRemoval(context.Transaction.Payload) ? Remove(context, state) : Define(context, state);

    private static Rejection? Define(TransactionContext context, IState state)
    {
        if (!VirtualMeter.TryParse(context.Transaction.Payload, out var meter, out var why))
            return why;
        if (MeterRules.CheckSite(state, meter.Site) is { } nowhere)
            return nowhere;
        if (state.Get(EnergyPaths.Meter(meter.Meter)) is not null)
            return Reject.Because("meter.exists", "meter", meter.Meter, "is already registered on this ledger as a meter that counts itself");
        if (state.VirtualMeter(meter.Meter) is { } before && before.Site != meter.Site)
            return Reject.Because("virtual.site", "site", meter.Site, $"is not the site {before.Site} that {meter.Meter} was defined for; remove it first");
        why = CheckTerms(meter, state) ?? VirtualMeters.Expand(meter, state.VirtualMeter, out _);
        if (why is not null)
            return why;
        var json = meter.ToJson();
        state.Set(EnergyPaths.Virtual(meter.Meter), json);
        context.Emit(new LedgerEvent(EnergyEvents.VirtualDefined, meter.Meter, json));
        return null;
    }

    private static Rejection? Remove(TransactionContext context, IState state)
    {
        using var fields = new PayloadObject(context.Transaction.Payload, RemoveFields);
        var meter = fields.Identifier("meter");
        if (fields.Problem is { } why)
            return why;
        if (state.Get(EnergyPaths.Virtual(meter)) is null)
            return Reject.Because("virtual.unknown", "meter", meter, "is not a virtual meter of this ledger");
        if (state.AllVirtualMeters().FirstOrDefault(other => other.Terms.Any(term => term.Meter == meter)) is { } user)
            return Reject.Because("virtual.used", "meter", meter, $"is a term of virtual meter {user.Meter}");
        state.Delete(EnergyPaths.Virtual(meter));
        context.Emit(new LedgerEvent(EnergyEvents.VirtualRemoved, meter, new JsonText().Raw("{\"meter\":"u8).String(meter).Raw("}"u8).ToArray()));
        return null;
    }

    private static Rejection? CheckTerms(VirtualMeter meter, IState state)
    {
        for (var i = 0; i < meter.Terms.Length; i++)
        {
            var term = meter.Terms[i].Meter;
            if (term == meter.Meter)
                return Reject.Because("virtual.cycle", $"terms[{i}].meter", term, "cannot be a term of itself");
            var unit = state.Meter(term)?.Unit ?? state.VirtualMeter(term)?.Unit;
            if (unit is null)
                return Reject.Because("meter.unknown", $"terms[{i}].meter", term, "is not registered on this ledger");
            var gas = unit == MeterUnit.CubicMetre && meter.Unit == MeterUnit.KilowattHour && (state.Meter(term)?.Commodity ?? state.VirtualMeter(term)?.Commodity) == Commodity.Gas;
            if (unit != meter.Unit && !gas)
                return Reject.Because("unit.mismatch", $"terms[{i}].meter", term, $"counts in {unit.Value.Text()}, the sum is in {meter.Unit.Text()}");
        }
        return null;
    }
}
