using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using SmartBlocks.Energy;
using SmartBlocks.Energy.DataQuality;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Grains;

/// <summary>What the quality watch of a ledger remembers.</summary>
public sealed class QualityState
{
    /// <summary>Alerts by id.</summary>
    public Dictionary<string, QualityAlert> Alerts { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>
/// Looks at the last weeks of each meter's record, by the hours it was rolled up to, every quarter of an hour. A ledger with many meters is looked over piece by piece, so that memory stays
/// bounded by a few hundred meters.
/// </summary>
[GrainType("quality")]
public sealed class QualityGrain(
    [PersistentState("quality", "smartblocks")] IPersistentState<QualityState> stored, LedgerReader reader, IReadingStore readings, TimeProvider time,
    ILogger<QualityGrain> log) : Grain, IQualityGrain, IRemindable
{
    /// <summary>How far back a record is looked over, counted from its newest reading.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(35);

    /// <summary>Cleared alerts are kept so long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Open alerts of one meter; more say no more.</summary>
    public const int MostPerMeter = 20;

    private const string Reminder = "inspect";
    private const int MetersAtOnce = 200, Arrivals = 24;
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1), Every = TimeSpan.FromMinutes(15);

    private readonly BaselineWatch _baselines = new();

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task Watch() => this.RegisterOrUpdateReminder(Reminder, First, Every);

    /// <inheritdoc/>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Inspect();
        }
        catch (Exception e)
        {
            log.LogError(e, "Ledger {Ledger}: its meters could not be looked over; tried again in {Minutes} minutes", Id, Every.TotalMinutes);
        }
    }

    /// <inheritdoc/>
    public async Task Inspect()
    {
        if (await reader.Store.ReadHeadAsync(Id) is not { } head)
            return;
        var state = reader.StateAt(head);
        var meters = state.Sites().ToList().SelectMany(site => state.Meters(site.Site)).ToDictionary(meter => meter.Meter, StringComparer.Ordinal);
        var found = new Dictionary<string, QualityAlert>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        _baselines.Begin();
        foreach (var some in meters.Keys.Chunk(MetersAtOnce))
        {
            foreach (var latest in await readings.ReadLatestAsync(Id, some))
            {
                foreach (var finding in (await FindAsync(meters[latest.Meter], latest)).TakeLast(MostPerMeter))
                    Add(found, meters[latest.Meter], finding, now, finding.Kind is QualityKind.ClockAhead or QualityKind.ClockBehind);
                var last = DateTimeOffset.FromUnixTimeSeconds(latest.Start + latest.Seconds);
                if (await Task.Run(() => _baselines.Find(state, meters[latest.Meter], now)) is { } change)
                    Add(found, meters[latest.Meter], change, now, goesOn: true);
                if (Silence.IsSilent(SlotOf(meters[latest.Meter]), last, now))
                    Add(found, meters[latest.Meter], new(QualityKind.Silent, last, now, 0), now, goesOn: true);
            }
        }
        await TakeAsync(found, now);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<QualityAlert>> Alerts() => Task.FromResult<ImmutableArray<QualityAlert>>(
        [.. stored.State.Alerts.Values.OrderByDescending(alert => alert.From).ThenBy(alert => alert.Id, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public async Task<QualityAlert?> Acknowledge(string id, string by, string note)
    {
        if (!stored.State.Alerts.TryGetValue(id, out var alert))
            return null;
        var seen = alert with { AcknowledgedBy = by, AcknowledgedAt = time.GetUtcNow(), Note = note };
        stored.State.Alerts[id] = seen;
        await stored.WriteStateAsync();
        await GrainFactory.GetGrain<IFollowerGrain>(Id).PassOn([seen]);
        return seen;
    }

    /// <inheritdoc/>
    public async Task Forget(string meter, DateTimeOffset before)
    {
        var dropped = stored.State.Alerts.Values.Where(alert => alert.Meter == meter && alert.From < before).Select(alert => alert.Id).ToList();
        if (dropped.Count == 0)
            return;
        foreach (var id in dropped)
            stored.State.Alerts.Remove(id);
        await stored.WriteStateAsync();
    }

    private async Task<IReadOnlyList<QualityFinding>> FindAsync(MeterRegistration meter, ReadingRow latest)
    {
        var findings = new List<QualityFinding>();
        var to = (latest.Start + latest.Seconds) / MeteredHour.Length * MeteredHour.Length;
        var from = to - (long)Window.TotalSeconds;
        if (from < 0)
            return findings;
        var hours = new List<MeteredHour>();
        await readings.ReadHoursAsync(Id, [meter.Meter], from, to, (_, some) => hours.AddRange(some));
        var capacity = meter.Unit == MeterUnit.KilowattHour ? meter.CapacityKw : null;
        findings.AddRange(await Task.Run(() => QualityInspector.Inspect(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hours), capacity)));
        if (await ClockAsync(meter, latest) is { } clock)
            findings.Add(clock);
        return findings;
    }

    private async Task<QualityFinding?> ClockAsync(MeterRegistration meter, ReadingRow latest)
    {
        var slot = SlotOf(meter);
        var rows = await readings.ReadAsync(Id, meter.Meter, latest.Start - (long)Arrivals * Math.Max(slot, latest.Seconds), latest.Start + 1, Arrivals + 1);
        var arrivals = new List<(DateTimeOffset, DateTimeOffset)>(rows.Count);
        var times = new Dictionary<long, long>();
        foreach (var row in rows)
        {
            if (!times.TryGetValue(row.Block, out var made))
                times[row.Block] = made = (await reader.Store.ReadBlockAsync(Id, row.Block))?.Time ?? 0;
            arrivals.Add((DateTimeOffset.FromUnixTimeSeconds(row.Start + row.Seconds), DateTimeOffset.FromUnixTimeMilliseconds(made)));
        }
        return QualityInspector.InspectClock(arrivals, slot);
    }

    private static int SlotOf(MeterRegistration meter) => meter.ResolutionSeconds ?? MeterDrafts.DefaultResolutionSeconds;

    private void Add(Dictionary<string, QualityAlert> found, MeterRegistration meter, QualityFinding finding, DateTimeOffset now, bool goesOn)
    {
        // What goes on is one alert however long it takes; what is over is named by where it began.
        var since = goesOn && finding.Kind != QualityKind.Silent ? "now" : finding.From.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var id = $"{meter.Meter}.{finding.Kind.Text()}.{since}";
        found[id] = new QualityAlert(id, Id, meter.Site, meter.Meter, finding.Kind.Text(), QualityWords.Sentence(finding, meter.Name, meter.Unit.Text()), finding.From,
            goesOn ? null : finding.To, now);
    }

    private async Task TakeAsync(Dictionary<string, QualityAlert> found, DateTimeOffset now)
    {
        var alerts = stored.State.Alerts;
        var changed = ImmutableArray.CreateBuilder<QualityAlert>();
        foreach (var (id, alert) in found)
        {
            if (!alerts.TryGetValue(id, out var known) || known.ClearedAt is not null)
                changed.Add(alerts[id] = alert);
            else if (known.Text != alert.Text || known.To != alert.To)
                changed.Add(alerts[id] = known with { Text = alert.Text, From = alert.From, To = alert.To });
        }
        foreach (var alert in alerts.Values.Where(alert => alert.ClearedAt is null && !found.ContainsKey(alert.Id)).ToList())
        {
            // What has left the window was not mended: it stays, for somebody to acknowledge.
            if (alert.To is { } to && now - to > Window && alert.AcknowledgedAt is null)
                continue;
            changed.Add(alerts[alert.Id] = alert with { ClearedAt = now, To = alert.To ?? now });
        }
        var old = alerts.Values.Where(alert => alert.ClearedAt < now - Kept).Select(alert => alert.Id).ToList();
        foreach (var id in old)
            alerts.Remove(id);
        if (changed.Count == 0 && old.Count == 0)
            return;
        await stored.WriteStateAsync();
        await GrainFactory.GetGrain<IFollowerGrain>(Id).PassOn(changed.ToImmutable());
    }
}
