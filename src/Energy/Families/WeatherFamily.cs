using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>weather/1</c>: what the weather at a site was, from an operator, a gateway or an oracle. A slot is recorded once: baselines stand on it, so nothing is put in its place.
/// </summary>
public sealed class WeatherFamily : IFamily
{
    public string Name => WeatherPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator, Roles.Gateway, Roles.Oracle];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!WeatherPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        if (MeterRules.CheckSite(state, payload.Site) is { } nowhere)
            return nowhere;
        if (MeterRules.CheckNotFuture("start", payload.End, context) is { } future)
            return future;
        foreach (var segment in DaySegment.Cut(payload.Start, payload.Seconds, payload.Values.Length))
        {
            if (Record(payload, segment, state) is { } refused)
                return refused;
        }
        var head = Advance(state.WeatherHead(payload.Site, payload.Quantity), payload);
        state.Set(EnergyPaths.WeatherHead(payload.Site, payload.Quantity), head.ToJson());
        context.Emit(new LedgerEvent(EnergyEvents.WeatherRecorded, payload.Site, payload.ToJson()));
        return null;
    }

    private static Rejection? Record(WeatherPayload payload, DaySegment segment, IState state)
    {
        var path = EnergyPaths.WeatherDay(payload.Site, payload.Quantity, segment.Day);
        var day = state.Get(path) is { } entry ? DayEntry.Parse(entry.Span) : DayEntry.Empty;
        if (day.Overlaps(segment.StartSecond, segment.EndSecond(payload.Seconds)))
        {
            return Reject.Because(
                "weather.recorded", "start", UtcTime.Format(payload.Start),
                $"and the slots after it touch what is recorded on {LocalDay.Format(segment.Day)} already; weather is recorded once");
        }
        var json = day.With(new(segment.StartSecond, payload.Seconds, Quality.Measured, null, payload.Values.Slice(segment.First, segment.Count))).ToJson();
        if (json.Length > DayEntry.MaxBytes)
            return Reject.Because("day.full", "site", payload.Site, $"has no room for more on one day: its entry is limited to {DayEntry.MaxBytes} bytes");
        state.Set(path, json);
        return null;
    }

    private static MeterHead Advance(MeterHead? head, WeatherPayload payload)
    {
        var count = payload.Values.Length + (head?.Count ?? 0);
        var first = head is not null && head.First < payload.Start ? head.First : payload.Start;
        return head is not null && head.End >= payload.End
            ? head with { First = first, Count = count }
            : new(first, payload.End, payload.Seconds, payload.Values[^1], Quality.Measured, null, count);
    }
}
