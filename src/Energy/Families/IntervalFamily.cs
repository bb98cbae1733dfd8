using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>interval/1</c>: readings per slot. A slot is recorded once: the same slot with the same value again is <c>reading.duplicate</c>, anything else
/// that touches a recorded slot is <c>reading.overlap</c>, and a change of mind is a correction.
/// </summary>
public sealed class IntervalFamily : IFamily
{
    public string Name => IntervalPayload.Family;

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!IntervalPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter)
            ?? MeterRules.CheckWriter(context.Signer, meter, payload.Attested)
            ?? MeterRules.CheckKind(meter, MeterKind.Interval)
            ?? MeterRules.CheckUnit(meter, payload.Unit)
            ?? MeterRules.CheckSigns(meter, payload.Values)
            ?? MeterRules.CheckNotFuture("start", payload.End, context)
            ?? MeterRules.CheckKept(state, meter.Meter, "start", payload.Start, context);
        if (why is not null)
            return why;

        var head = state.MeterHead(meter.Meter);
        why = head is null || payload.Start >= head.End ? null : CheckFree(payload, state);
        if (why is not null)
            return why;
        foreach (var segment in DaySegment.Cut(payload.Start, payload.Seconds, payload.Values.Length))
        {
            if (Record(payload, segment, head, state) is { } full)
                return full;
        }
        state.Set(EnergyPaths.Head(meter.Meter), Advance(head, payload).ToJson());
        context.Emit(EnergyEvents.Accepted(meter, payload));
        return null;
    }

    private static Rejection? CheckFree(IntervalPayload payload, IState state)
    {
        var same = 0;
        (int Index, DateTimeOffset Start)? taken = null;
        foreach (var segment in DaySegment.Cut(payload.Start, payload.Seconds, payload.Values.Length))
        {
            var day = state.MeterDay(payload.Meter, segment.Day);
            if (!day.Overlaps(segment.StartSecond, segment.EndSecond(payload.Seconds)))
                continue;
            for (var i = 0; i < segment.Count; i++)
            {
                var second = segment.StartSecond + i * payload.Seconds;
                if (!day.Overlaps(second, second + payload.Seconds))
                    continue;
                taken ??= (segment.First + i, UtcTime.StartOf(segment.Day).AddSeconds(second));
                if (day.Slot(second, payload.Seconds) is { } slot && slot.Recorded == payload.Values[segment.First + i])
                    same++;
            }
        }
        if (taken is not { } first)
            return null;
        return same == payload.Values.Length
            ? Reject.Because("reading.duplicate", "start", UtcTime.Format(payload.Start), "the same slots with the same values are already recorded")
            : Reject.Because(
                "reading.overlap", $"values[{first.Index}]", UtcTime.Format(first.Start), "overlaps a recorded slot; what is recorded changes by correction/1 only");
    }

    private static Rejection? Record(IntervalPayload payload, DaySegment segment, MeterHead? head, IState state)
    {
        var values = payload.Values.AsSpan().Slice(segment.First, segment.Count);
        var attested = payload.Attested?.Format;
        var path = EnergyPaths.Day(payload.Meter, segment.Day);
        var entry = state.Get(path);
        ReadOnlySpan<byte> json;
        if (entry is not { } before)
            json = DayEntryJson.FirstRun(segment.StartSecond, payload.Seconds, payload.Quality, attested, values);
        else if (head is null || payload.Start < head.End)
            json = DayEntry.Parse(before.Span).With(new(segment.StartSecond, payload.Seconds, payload.Quality, attested, [.. values])).ToJson();
        else if (head.End == payload.Start && head.Seconds == payload.Seconds && head.Quality == payload.Quality && head.Attested == attested)
            json = DayEntryJson.ContinueRun(before.Span, values);
        else
            json = DayEntryJson.AppendRun(before.Span, segment.StartSecond, payload.Seconds, payload.Quality, attested, values);
        return MeterRules.SetDay(state, payload.Meter, path, json);
    }

    private static MeterHead Advance(MeterHead? head, IntervalPayload payload)
    {
        var count = payload.Values.Length;
        if (head is null || payload.Start >= head.End)
        {
            return new(
                head?.First ?? payload.Start, payload.End, payload.Seconds, payload.Values[^1], payload.Quality, payload.Attested?.Format,
                count + (head?.Count ?? 0), head?.Corrections ?? 0);
        }
        var first = payload.Start < head.First ? payload.Start : head.First;
        if (payload.End <= head.End)
            return head with { First = first, Count = head.Count + count };
        return head with
        {
            First = first, End = payload.End, Seconds = payload.Seconds, Value = payload.Values[^1], Quality = payload.Quality,
            Attested = payload.Attested?.Format, Count = head.Count + count,
        };
    }
}
