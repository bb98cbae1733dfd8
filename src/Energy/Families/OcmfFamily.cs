using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>ocmf/1</c>: a charging record in the meter's own words. Whoever carries it, the signature inside must be the meter's. A record
/// repeats its beginning when the session ends, so readings already on record are passed over; at least one must be new.
/// </summary>
public sealed class OcmfFamily : IFamily
{
    private const string AttestedAs = "ocmf";

    public string Name => OcmfPayload.Family;

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!OcmfPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter)
            ?? CheckCarrier(context.Signer)
            ?? MeterRules.CheckKind(meter, MeterKind.Register);
        if (why is not null)
            return why;
        if (meter.OcmfKey is null)
            return Reject.Because("ocmf.key", "meter", meter.Meter, "was registered without an ocmfKey, so its records cannot be checked");
        if (!OcmfRecord.TryParse(payload.Record, out var record, out why))
            return why;
        why = OcmfSignature.Check(record, meter.OcmfKey);
        if (why is not null || !record.TryGetRegister(meter, out var readings, out why))
            return why;
        why = MeterRules.CheckNotFuture("record.RD", readings[^1].At, context) ?? MeterRules.CheckKept(state, meter.Meter, "record.RD", readings[0].At, context);
        if (why is not null)
            return why;

        var known = RegisterRecorder.CountRecorded(state, meter.Meter, readings.AsSpan());
        var added = readings.AsSpan()[known..];
        if (added.IsEmpty)
            return Reject.Because("reading.duplicate", "record", null, "all readings of this record are already recorded");
        return RegisterRecorder.CheckNew(state, meter.Meter, added)
            ?? RegisterRecorder.Record(context, state, meter, added, AttestedAs);
    }

    private static Rejection? CheckCarrier(KeyEntry signer) => signer.Role is Roles.Gateway or Roles.Device or Roles.Operator ? null : Reject.Because(
        "key.role", "kid", signer.Kid, $"has role {signer.Role}; ocmf/1 needs role gateway, device or operator");
}
