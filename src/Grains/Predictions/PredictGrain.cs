using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Forecasts;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Posts a ledger's forecasts, signed with the gateway's key: from noon of each site's day on those for the next. What is due follows from the ledger alone, so a host that slept through noon posts when it
/// wakes, as long as the day has not begun; after that it is too late, and the gap stays for all to see.
/// </summary>
[Reentrant]
[GrainType("predict")]
public sealed class PredictGrain(LedgerReader reader, MeterHistory history, IKeyVault keys, TimeProvider time, ILogger<PredictGrain> log) : Grain, IPredictGrain, IRemindable
{
    private const string Hourly = "predict";
    private const int DaysOfWeek = 7;

    /// <summary>Hour of the site's day from which on tomorrow is forecast: when day-ahead markets close.</summary>
    private const int Noon = 12;

    /// <summary>A meter that has been silent for longer has no day that one could go on from.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private Task<int> _running = Task.FromResult(0);

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public Task Watch() => this.RegisterOrUpdateReminder(Hourly, TimeSpan.FromMinutes(5), TimeSpan.FromHours(1));

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => BeginAt(Noon);

    /// <inheritdoc/>
    public Task Begin() => BeginAt(0);

    /// <inheritdoc/>
    public Task<int> Predict() => Once(0);

    private Task BeginAt(int hour)
    {
        _ = LoggedAsync(hour);
        return Task.CompletedTask;
    }

    private async Task LoggedAsync(int fromHour)
    {
        try
        {
            await Once(fromHour);
        }
        catch (Exception e)
        {
            // The next hour tries again what is still due.
            log.LogError(e, "Ledger {Ledger}: forecasts could not be posted", Id);
        }
    }

    private Task<int> Once(int fromHour) => _running.IsCompleted ? _running = PostAsync(fromHour) : _running;

    private async Task<int> PostAsync(int fromHour)
    {
        if (await reader.Store.ReadHeadAsync(Id) is not { } head)
            return 0;
        var state = reader.StateAt(head);
        var now = time.GetUtcNow();
        var payloads = new List<ForecastPayload>();
        foreach (var site in state.Sites().ToList())
        {
            var calendar = SiteCalendar.For(site.TimeZone);
            if (calendar.ClockOf(now).Hour < fromHour)
                continue;
            foreach (var meter in state.Meters(site.Site).ToList())
                payloads.AddRange(await ForecastAsync(state, meter, calendar, now));
        }
        return payloads.Count == 0 ? 0 : await SubmitAsync(payloads);
    }

    private async Task<ImmutableArray<ForecastPayload>> ForecastAsync(StateTrie state, MeterRegistration meter, SiteCalendar calendar, DateTimeOffset now)
    {
        var tomorrow = calendar.DateOf(now).AddDays(1);
        var dayIsDue = state.Forecast(meter.Meter, ForecastHorizon.Day, tomorrow) is null;
        var weekIsDue = !state.Forecasts(meter.Meter, ForecastHorizon.Week, tomorrow.AddDays(1 - DaysOfWeek), tomorrow.AddDays(1)).Any();
        if (!dayIsDue && !weekIsDue || state.MeterHead(meter.Meter) is not { } head)
            return [];
        var seconds = MeterHistory.SecondsOf(meter.Kind, meter.ResolutionSeconds);
        // Where clocks are half an hour apart from others, so is midnight.
        if (calendar.Day(tomorrow).Start.ToUnixTimeSeconds() % seconds != 0)
            seconds /= 2;
        var known = Floor(head.End < now ? head.End : now, seconds);
        if (now - known > Stale)
            return [];
        var first = head.First < now.AddDays(-MeterHistory.MostDays) ? now.AddDays(-MeterHistory.MostDays) : head.First;
        var series = await history.ReadAsync(Id, meter.Meter, seconds, Floor(first.AddSeconds(MeteredHour.Length - 1), MeteredHour.Length), known);
        var (day, week) = (calendar.Day(tomorrow), new TimeSpanUtc(calendar.Day(tomorrow).Start, calendar.Day(tomorrow.AddDays(DaysOfWeek - 1)).End));
        var until = weekIsDue ? week.End : day.End;
        var weather = MeterWeather.Of(state, meter, series.Start, known, day.End, now);
        // Learning takes a good part of a second; the grain's other callers need not wait for it.
        var (forecast, stoodOn) = await Task.Run(() =>
        {
            var forecaster = DemandForecaster.Of(series, calendar, (int)Math.Ceiling((until - known).TotalDays + 0.1), weather);
            return (forecaster?.Forecast(until), forecaster?.StoodOn ?? []);
        });
        if (forecast is null)
            return [];
        var due = ImmutableArray.CreateBuilder<ForecastPayload>();
        if (dayIsDue)
            due.Add(ForecastPayload.Of(meter.Meter, ForecastHorizon.Day, forecast, day, stoodOn));
        if (weekIsDue)
            due.Add(ForecastPayload.Of(meter.Meter, ForecastHorizon.Week, forecast, week, stoodOn));
        return due.ToImmutable();
    }

    private async Task<int> SubmitAsync(List<ForecastPayload> payloads)
    {
        var signer = await keys.GetOrCreateAsync(Genesis.GatewayKey);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var batches = payloads.Select(payload => Transaction.Sign(signer, Id, ForecastPayload.Family, payload.ToJson(), now, Nonces.Next()).Bytes);
        var result = await GrainFactory.GetGrain<ILedgerGrain>(Id).Submit(new SubmitRequest([.. batches]));
        for (var i = 0; i < payloads.Count; i++)
            if (result.Outcomes[i].Status != BatchStatus.Committed)
                log.LogWarning("Ledger {Ledger}: the forecast of {Meter} was refused: {Why}", Id, payloads[i].Meter, result.Outcomes[i].Rejection);
        return result.Outcomes.Count(outcome => outcome.Status == BatchStatus.Committed);
    }

    private static DateTimeOffset Floor(DateTimeOffset at, int seconds) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / seconds * seconds);
}
