using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary><c>register/1</c>: readings of a cumulative register, strictly later and never lower than the one before.</summary>
public sealed class RegisterFamily : IFamily
{
    public string Name => RegisterPayload.Family;

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!RegisterPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter)
            ?? MeterRules.CheckWriter(context.Signer, meter, payload.Attested)
            ?? MeterRules.CheckKind(meter, MeterKind.Register)
            ?? MeterRules.CheckUnit(meter, payload.Unit)
            ?? MeterRules.CheckNotFuture($"readings[{payload.Readings.Length - 1}].at", payload.Readings[^1].At, context)
            ?? MeterRules.CheckKept(state, meter.Meter, "readings[0].at", payload.Readings[0].At, context);
        if (why is not null)
            return why;
        return RegisterRecorder.CheckNew(state, meter.Meter, payload.Readings.AsSpan())
            ?? RegisterRecorder.Record(context, state, meter, payload.Readings.AsSpan(), payload.Attested?.Format);
    }
}
