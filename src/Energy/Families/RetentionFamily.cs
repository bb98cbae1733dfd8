using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// <c>retention/1</c>: readings of a meter before a day are not kept any longer. The days' entries go from the state, and readings and corrections of such days
/// are refused from here on, so that what the ledger does next never depends on what hosts have dropped meanwhile. Dropping the bytes of the past (payloads,
/// values of past states) is each host's own work, which no root notices: their hashes stay.
/// </summary>
public sealed class RetentionFamily : IFamily
{
    /// <summary>Days in one transaction at most: what a block has to delete.</summary>
    public const int MaxDays = 4_000;

    public string Name => RetentionPayload.Family;

    public ImmutableArray<string> Submitters => [Roles.Operator];

    public Rejection? Apply(TransactionContext context, IState state)
    {
        if (!RetentionPayload.TryParse(context.Transaction.Payload, out var payload, out var why))
            return why;
        why = MeterRules.Find(state, payload.Meter, out var meter) ?? CheckDay(payload, context, state);
        if (why is not null)
            return why;
        var end = EnergyPaths.Day(meter.Meter, payload.Before);
        var days = state.Range(EnergyPaths.Days(meter.Meter)).Select(entry => entry.Key)
            .TakeWhile(path => string.CompareOrdinal(path, end) < 0).Take(MaxDays + 1).ToList();
        if (days.Count > MaxDays)
        {
            return Reject.Because(
                "retention.before", "before", LocalDay.Format(payload.Before), $"covers more than {MaxDays} days; drop them in several transactions");
        }
        foreach (var day in days)
            state.Delete(day);
        state.Set(EnergyPaths.Retention(meter.Meter), new RetentionRule(payload.Before, context.Transaction.Id, context.BlockNumber).ToJson());
        context.Emit(new LedgerEvent(EnergyEvents.ReadingsDropped, meter.Meter, context.Transaction.Payload));
        return null;
    }

    private static Rejection? CheckDay(RetentionPayload payload, TransactionContext context, IState state)
    {
        var latest = UtcTime.DayOf(DateTimeOffset.FromUnixTimeMilliseconds(context.BlockTime)).AddDays(-RetentionRule.KeptDays);
        if (payload.Before > latest)
        {
            return Reject.Because("retention.before", "before", LocalDay.Format(payload.Before),
                $"must be {LocalDay.Format(latest)} or earlier: the last {RetentionRule.KeptDays} days are always kept");
        }
        return state.Retention(payload.Meter) is { } standing && standing.Before >= payload.Before
            ? Reject.Because("retention.before", "before", LocalDay.Format(payload.Before), $"must be later than {LocalDay.Format(standing.Before)}, before which nothing is kept already")
            : null;
    }
}
