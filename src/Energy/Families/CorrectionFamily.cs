using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>correction/1</c>: an operator, or the meter's own key, says what counts instead. Every slot named must be on record with that length; the
/// recorded value and every earlier correction stay in the day's entry.
/// </summary>
public sealed class CorrectionFamily : IFamily
{
    /// <summary>Most corrections of one meter on one day: beyond that the entry would grow without bound.</summary>
    private const int MaxPerDay = 100;

    public string Name => CorrectionPayload.Family;

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!CorrectionPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter)
            ?? CheckWriter(context.Signer, meter)
            ?? MeterRules.CheckKind(meter, MeterKind.Interval)
            ?? MeterRules.CheckSigns(meter, payload.Values)
            ?? MeterRules.CheckKept(state, meter.Meter, "start", payload.Start, context);
        if (why is not null)
            return why;

        var segments = DaySegment.Cut(payload.Start, payload.Seconds, payload.Values.Length).ToList();
        var days = segments.ConvertAll(segment => state.MeterDay(meter.Meter, segment.Day));
        why = Previous(payload, segments, days, out var previous);
        if (why is not null)
            return why;
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            var values = payload.Values.Slice(segment.First, segment.Count);
            var correction = new DayCorrection(
                segment.StartSecond, payload.Seconds, values, payload.Reason, context.Signer.Kid, context.Transaction.Id);
            var corrected = days[i] with { Corrections = days[i].Corrections.Add(correction) };
            if (MeterRules.SetDay(state, meter.Meter, EnergyPaths.Day(meter.Meter, segment.Day), corrected.ToJson()) is { } full)
                return full;
        }
        var head = state.MeterHead(meter.Meter)!;
        state.Set(EnergyPaths.Head(meter.Meter), Corrected(head, payload).ToJson());
        context.Emit(EnergyEvents.Corrected(meter, payload, previous));
        return null;
    }

    private static Rejection? CheckWriter(KeyEntry signer, MeterRegistration meter) =>
        signer.Role == Roles.Operator || signer.Identity == meter.Key ? null : Reject.Because(
            "key.wrong", "kid", signer.Kid, $"has role {signer.Role}; a correction needs an operator or the key of meter {meter.Meter}");

    private static Rejection? Previous(CorrectionPayload payload, List<DaySegment> segments, List<DayEntry> days, out ImmutableArray<decimal> previous)
    {
        var values = ImmutableArray.CreateBuilder<decimal>(payload.Values.Length);
        previous = [];
        for (var s = 0; s < segments.Count; s++)
        {
            if (days[s].Corrections.Length >= MaxPerDay)
                return Reject.Because("correction.tooMany", "start", UtcTime.Format(payload.Start), $"the day has {MaxPerDay} corrections already");
            for (var i = 0; i < segments[s].Count; i++)
            {
                var second = segments[s].StartSecond + i * payload.Seconds;
                if (days[s].Slot(second, payload.Seconds) is not { } slot)
                {
                    var start = UtcTime.StartOf(segments[s].Day).AddSeconds(second);
                    return Reject.Because(
                        "correction.missing", $"values[{segments[s].First + i}]", UtcTime.Format(start), $"no slot of {payload.Seconds} s is recorded there");
                }
                values.Add(slot.Effective);
            }
        }
        previous = values.MoveToImmutable();
        return previous.AsSpan().SequenceEqual(payload.Values.AsSpan())
            ? Reject.Because("correction.unchanged", "values", null, "equal the effective values already")
            : null;
    }

    private static MeterHead Corrected(MeterHead head, CorrectionPayload payload)
    {
        var end = payload.Start.AddSeconds((long)payload.Seconds * payload.Values.Length);
        var corrections = head.Corrections + payload.Values.Length;
        var latest = head.End.AddSeconds(-head.Seconds);
        if (latest < payload.Start || latest >= end)
            return head with { Corrections = corrections };
        var index = (int)((latest - payload.Start).TotalSeconds / payload.Seconds);
        return head with { Corrections = corrections, Value = payload.Values[index] };
    }
}
