using System.Collections.Immutable;
using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Demo;

/// <summary>
/// Writes the history of a demo site: quarters of an hour, signed by each meter's own key, in transactions of a day and, for the last two days, of an hour. Their
/// nonces and times follow from what they hold, so that a start that was cut off writes the same transactions again, which the ledger takes once.
/// </summary>
public sealed class DemoHistory(IGrainFactory grains)
{
    const int SlotSeconds = 900;
    const int TransactionsPerSubmission = 400;
    static readonly TimeSpan HourlyFor = TimeSpan.FromDays(2);

    /// <summary>Writes it, and returns the newest block that holds a part of it.</summary>
    public async Task<long> WriteAsync(DemoTenant tenant, NimbusModel model, DateTimeOffset until, Func<string, ISigner> keys, CancellationToken cancellation)
    {
        var ledger = grains.GetGrain<ILedgerGrain>(tenant.Id);
        long newest = 0;
        foreach (var chunk in Transactions(tenant, model, until, keys).Chunk(TransactionsPerSubmission))
        {
            var result = await ledger.Submit(new SubmitRequest([.. chunk.Select(t => t.Bytes)]), cancellation);
            if (result.Outcomes.FirstOrDefault(o => o.Status != BatchStatus.Committed) is { } refused)
                throw new InvalidOperationException($"The demo's history was refused on ledger '{tenant.Id}': {refused.Rejection}");
            newest = result.Outcomes.Max(o => o.Block);
        }
        return newest;
    }

    /// <summary>The first moment of the history.</summary>
    public static DateTimeOffset StartOf(DemoTenant tenant, DateTimeOffset until) => UtcTime.StartOf(UtcTime.DayOf(until).AddDays(-tenant.HistoryDays));

    static IEnumerable<Transaction> Transactions(DemoTenant tenant, NimbusModel model, DateTimeOffset until, Func<string, ISigner> keys)
    {
        for (var start = StartOf(tenant, until); start < until;)
        {
            var end = start + (until - start > HourlyFor + TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1));
            if (end > until) end = until;
            var slots = model.Slots(start, end, SlotSeconds).ToList();
            foreach (var meter in tenant.Meters)
            {
                foreach (var payload in Readings(meter, slots).ToPayloads(meter.Draft.Id))
                {
                    yield return Transaction.Sign(keys(meter.Draft.Id), tenant.Id, payload.Family, payload.Payload, end.ToUnixTimeMilliseconds(),
                        $"history-{meter.Draft.Id}-{start.UtcDateTime:yyyyMMddTHHmm}");
                }
            }
            start = end;
        }
    }

    /// <summary>What a meter read over the slots.</summary>
    public static DecodedReadings Readings(DemoMeter meter, IEnumerable<NimbusSlot> slots) => meter.Draft.Kind == "register"
        ? DecodedReadings.Of(slots.Select(s => new RegisterReading(s.End, s.Value(meter.Source!))))
        : DecodedReadings.Of(slots.Select(s => new Interval(s.Start, s.Seconds, s.Value(meter.Source!))));
}
