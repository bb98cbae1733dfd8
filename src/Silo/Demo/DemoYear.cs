using SmartBlocks.BlockMeter.Simulation;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Demo;

/// <summary>
/// Gives a demo site what baselines and forecasts stand on: a year of hours before its history, the weather of that time and from then on, fitted baselines, and forecasts. All of it after the demo is
/// ready, because nobody should wait for it; what is there already stays as it is.
/// </summary>
public sealed class DemoYear(IGrainFactory grains, LedgerReader reader, TimeProvider time, ILogger<DemoYear> log)
{
    const int DaysOfTransaction = 40;
    const int ReportingDays = 30;
    const int DaysForetold = 3;
    static readonly TimeSpan ForetellEvery = TimeSpan.FromHours(6);
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Meters that get a baseline, and how it is fitted.</summary>
    static readonly (string Meter, BaselineMethod Method)[] Baselines =
    [
        (NimbusSite.LoadMeter, BaselineMethod.Hourly), (NimbusSite.MainMeter, BaselineMethod.Daily), (NimbusSite.HvacMeter, BaselineMethod.Daily), (NimbusSite.HeatMeter, BaselineMethod.Daily),
    ];

    /// <summary>Writes what is missing, then the weather hour by hour until it is told to stop.</summary>
    /// <param name="tenant">The tenant of the site.</param>
    /// <param name="length">How much of it.</param>
    /// <param name="secrets">The demo's secrets: when its history ends.</param>
    /// <param name="keys">The meters' keys.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task LiveAsync(DemoTenant tenant, DemoYearLength length, DemoSecrets secrets, Func<string, ISigner> keys, CancellationToken stopping)
    {
        var begin = DemoHistory.StartOf(tenant, secrets.HistoryUntil);
        var model = new NimbusModel(tenant.Seed, UtcTime.DayOf(begin).AddDays(-length.Days));
        if (await StateAsync(tenant, stopping) is { } state && state.WeatherHead(tenant.Site.Id, WeatherQuantity.Temperature) is null)
            await WriteReadingsAsync(tenant, length, secrets, model, begin, keys, stopping);
        await WriteWeatherAsync(tenant, model, stopping);
        foreach (var (meter, method) in Baselines.Where(b => length.Hourly || b.Method != BaselineMethod.Hourly))
            await FitAsync(tenant, length, meter, method, stopping);
        await grains.GetGrain<IPredictGrain>(tenant.Id).Begin();
        log.LogInformation("The demo has {Days} more days of history, and baselines; forecasts follow", length.Days);
        while (true)
        {
            await Task.Delay(Hour, time, stopping);
            await WriteWeatherAsync(tenant, model, stopping);
        }
    }

    // Nonces and times follow from what the transactions hold: cut off and begun again, it writes the same ones, which the ledger takes once.
    async Task WriteReadingsAsync(DemoTenant tenant, DemoYearLength length, DemoSecrets secrets, NimbusModel model, DateTimeOffset end, Func<string, ISigner> keys, CancellationToken stopping)
    {
        var ledger = grains.GetGrain<ILedgerGrain>(tenant.Id);
        var newest = 0L;
        for (var start = end.AddDays(-length.Days); start < end;)
        {
            var until = start.AddDays(DaysOfTransaction) < end ? start.AddDays(DaysOfTransaction) : end;
            var from = start;
            var slots = await Task.Run(() => model.Slots(from, until, 3600).ToList(), stopping);
            var transactions = tenant.Meters.Where(m => m.Draft.Kind == "interval").SelectMany(m => DemoHistory.Readings(m, slots).ToPayloads(m.Draft.Id).Select((payload, i) => Transaction.Sign(
                keys(m.Draft.Id), tenant.Id, payload.Family, payload.Payload, secrets.HistoryUntil.ToUnixTimeMilliseconds(), FormattableString.Invariant($"year-{m.Draft.Id}-{from.UtcDateTime:yyyyMMdd}-{i}"))));
            var result = await ledger.Submit(new SubmitRequest([.. transactions.Select(t => t.Bytes)]), stopping);
            if (result.Outcomes.FirstOrDefault(o => o.Status != BatchStatus.Committed) is { } refused)
                throw new InvalidOperationException($"The demo's year was refused on ledger '{tenant.Id}': {refused.Rejection}");
            newest = Math.Max(newest, result.Outcomes.Max(o => o.Block));
            start = until;
        }
        await grains.GetGrain<IFollowerGrain>(tenant.Id).WaitFor(newest, stopping);
    }

    async Task WriteWeatherAsync(DemoTenant tenant, NimbusModel model, CancellationToken stopping)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() / 3600 * 3600);
        foreach (var (quantity, value) in new (WeatherQuantity, Func<NimbusSlot, decimal>)[]
            { (WeatherQuantity.Temperature, slot => decimal.Round((decimal)slot.TemperatureC, 1)), (WeatherQuantity.WindSpeed, slot => decimal.Round((decimal)slot.WindSpeed, 1)) })
        {
            var next = (await StateAsync(tenant, stopping))?.WeatherHead(tenant.Site.Id, quantity)?.End ?? UtcTime.StartOf(model.Commissioned);
            while (next < now)
            {
                var until = next.AddDays(DaysOfTransaction) < now ? next.AddDays(DaysOfTransaction) : now;
                var from = next;
                // What a station would have measured half-way through each hour.
                var values = await Task.Run(() => Enumerable.Range(0, (int)(until - from).TotalHours).Select(hour => value(model.Slot(from.AddHours(hour).AddMinutes(30), 60))).ToList(), stopping);
                await RecordAsync(tenant, WeatherPayload.Family, new WeatherPayload(tenant.Site.Id, quantity, from, 3600, [.. values], "simulated station").ToJson());
                next = until;
            }
            await ForetellAsync(tenant, quantity, now, stopping);
        }
    }

    /// <summary>The demo knows no weather service, and its simulated weather must not foretell itself: it posts persistence, what was observed in the last 24 hours once more for each of the days ahead, and says so.</summary>
    async Task ForetellAsync(DemoTenant tenant, WeatherQuantity quantity, DateTimeOffset now, CancellationToken stopping)
    {
        if (await StateAsync(tenant, stopping) is not { } state || state.NewestWeatherForecast(tenant.Site.Id, quantity) is { } newest && now - newest < ForetellEvery) return;
        var day = state.WeatherHours(tenant.Site.Id, quantity, now.AddDays(-1), now);
        var values = Enumerable.Range(0, 24 * DaysForetold).Select(hour => day.At(now.AddDays(-1).AddHours(hour % 24))).ToList();
        if (values.Exists(value => value is null)) return;
        var forecast = new WeatherForecastPayload(tenant.Site.Id, quantity, now, now, 3600, [.. values.Select(value => value ?? 0)], "persistence: the last 24 hours observed, repeated");
        await RecordAsync(tenant, WeatherForecastPayload.Family, forecast.ToJson());
    }

    async Task FitAsync(DemoTenant tenant, DemoYearLength length, string meter, BaselineMethod method, CancellationToken stopping)
    {
        const string Name = "last-year";
        if (await StateAsync(tenant, stopping) is not { } state || state.Meter(meter) is not { } registration || state.Baseline(meter, Name) is not null) return;
        var to = UtcTime.StartOf(UtcTime.DayOf(time.GetUtcNow()).AddDays(-ReportingDays));
        var payload = await Task.Run(() => BaselinePayload.TryFit(state, Name, registration, method, to.AddDays(-length.BaselineDays), to, out var fitted, out var why)
            ? fitted
            : throw new InvalidOperationException($"The demo's baseline of {meter} cannot be fitted: {why}"), stopping);
        await RecordAsync(tenant, BaselinePayload.Family, payload.ToJson());
    }

    async Task RecordAsync(DemoTenant tenant, string family, byte[] payload)
    {
        var outcome = await grains.GetGrain<ITenantGrain>(tenant.Id).Record(tenant.Id, family, payload);
        if (!outcome.Done) throw new InvalidOperationException($"The demo's {family} was refused on ledger '{tenant.Id}': {outcome.Rejection}");
    }

    async Task<StateTrie?> StateAsync(DemoTenant tenant, CancellationToken stopping) =>
        await reader.Store.ReadHeadAsync(tenant.Id, stopping) is { } head ? reader.StateAt(head) : null;
}
