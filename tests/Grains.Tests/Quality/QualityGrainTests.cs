using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Grains.Tests.Quality;

public sealed class QualityGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    private IQualityGrain Quality => world.Client.GetGrain<IQualityGrain>(World.Ledger);

    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_gap_is_raised_told_to_gateways_acknowledged_and_cleared_when_it_is_filled()
    {
        await world.AddMeterAsync("q-gap");
        var gateway = new Gateway();
        await world.Client.GetGrain<IFollowerGrain>(World.Ledger).Subscribe(world.Client.CreateObjectReference<ILiveObserver>(gateway));
        var start = World.DaysAgo(3);
        await RecordAsync("q-gap", start, 8);
        await RecordAsync("q-gap", start.AddHours(5), 8);

        await Quality.Inspect();
        var alert = (await Quality.Alerts()).Where(a => a.Meter == "q-gap" && a.Kind == "gap").ShouldHaveSingleItem();
        (alert.From, alert.To, alert.ClearedAt).ShouldBe((start.AddHours(2), start.AddHours(5), null));
        alert.Text.ShouldBe("Meter q-gap: 3 hours without readings");

        await Quality.Inspect();
        (await Quality.Alerts()).Count(a => a.Id == alert.Id).ShouldBe(1);
        (await Quality.Acknowledge(alert.Id, "Ada", "The logger is being replaced."))!.AcknowledgedBy.ShouldBe("Ada");
        (await Quality.Acknowledge("no such alert", "Ada", "")).ShouldBeNull();

        await RecordAsync("q-gap", start.AddHours(2), 12);
        await Quality.Inspect();
        var cleared = (await Quality.Alerts()).Single(a => a.Id == alert.Id);
        cleared.ClearedAt.ShouldNotBeNull();
        cleared.Note.ShouldBe("The logger is being replaced.");
        await gateway.Cleared.Task.WaitAsync(TimeSpan.FromSeconds(30));
        gateway.Alerts.Where(a => a.Id == alert.Id).Select(a => (a.ClearedAt is null, a.AcknowledgedBy)).ShouldBe([(true, null), (true, "Ada"), (false, "Ada")]);
    }

    [Fact]
    public async Task A_meter_that_owes_readings_is_an_alert_that_goes_on()
    {
        await world.AddMeterAsync("q-silent");
        var start = World.DaysAgo(2);
        await RecordAsync("q-silent", start, 4);
        await Quality.Inspect();
        var alert = (await Quality.Alerts()).Where(a => a.Meter == "q-silent" && a.Kind == "silent").ShouldHaveSingleItem();
        (alert.From, alert.To).ShouldBe((start.AddHours(1), null));
    }

    [Fact]
    public async Task Alerts_of_what_was_dropped_are_forgotten_and_no_others()
    {
        await world.AddMeterAsync("q-forget");
        await world.AddMeterAsync("q-keep");
        var start = World.DaysAgo(3);
        foreach (var meter in new[] { "q-forget", "q-keep" })
        {
            await RecordAsync(meter, start, 8);
            await RecordAsync(meter, start.AddHours(5), 8);
            await RecordAsync(meter, start.AddHours(10), 8);
        }
        await Quality.Inspect();
        async Task<IEnumerable<DateTimeOffset>> Gaps(string meter) => (await Quality.Alerts()).Where(a => a.Meter == meter && a.Kind == "gap").Select(a => a.From).Order();
        (await Gaps("q-forget")).ShouldBe([start.AddHours(2), start.AddHours(7)]);

        // What begins at the time itself stays.
        await Quality.Forget("q-forget", start.AddHours(2));
        (await Gaps("q-forget")).ShouldBe([start.AddHours(2), start.AddHours(7)]);
        await Quality.Forget("q-forget", start.AddHours(7));
        (await Gaps("q-forget")).ShouldBe([start.AddHours(7)]);
        (await Gaps("q-keep")).ShouldBe([start.AddHours(2), start.AddHours(7)]);
        await Quality.Forget("q-unknown", World.DaysAgo(0));
        (await Gaps("q-keep")).Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_meter_that_left_its_baseline_is_an_alert_until_somebody_explains_it()
    {
        await world.AddMeterAsync("q-baseline");
        var (start, end, changed) = (World.DaysAgo(110), World.DaysAgo(50), World.DaysAgo(30));
        decimal Degrees(int day) => 9 - day % 9 * 0.5m;
        await RecordAsync(WeatherPayload.Family, new WeatherPayload(World.Site, WeatherQuantity.Temperature, start, 86_400, [.. Enumerable.Range(0, 110).Select(Degrees)]).ToJson());
        // 10 kWh for each degree below 15, days that differ a little, and 40 kWh more from the change on.
        var days = Enumerable.Range(0, 110).Select(day => 10 * (15 - Degrees(day)) + day * 7 % 11 + (start.AddDays(day) >= changed ? 40 : 0));
        var outcome = await world.SubmitAsync(world.Sign("q-baseline", IntervalPayload.Family, new IntervalPayload("q-baseline", start, 86_400, [.. days]).ToJson()));
        outcome.Rejection.ShouldBeNull();
        await world.Client.GetGrain<IFollowerGrain>(World.Ledger).WaitFor(outcome.Block);
        var head = await world.Store.ReadHeadAsync(World.Ledger);
        var state = world.Reader.StateAt(head.ShouldNotBeNull());
        BaselinePayload.TryFit(state, "first", state.Meter("q-baseline").ShouldNotBeNull(), BaselineMethod.Daily, start, end, out var baseline, out var why).ShouldBeTrue(why?.Detail);
        await RecordAsync(BaselinePayload.Family, baseline.ToJson());
        await TurnsAsync("q-baseline", changed);

        await Quality.Inspect();

        var alert = (await Quality.Alerts()).Where(a => a.Meter == "q-baseline" && a.Kind == "baseline").ShouldHaveSingleItem();
        (alert.From, alert.To, alert.ClearedAt).ShouldBe((changed, null, null));
        alert.Text.ShouldStartWith("Meter q-baseline no longer behaves towards its baseline as before");

        await RecordAsync(AdjustmentPayload.Family, new AdjustmentPayload("machine", "q-baseline", "first", changed, World.DaysAgo(0), 40, "A machine was added").ToJson());
        await Quality.Inspect();
        (await Quality.Alerts()).Single(a => a.Id == alert.Id).ClearedAt.ShouldNotBeNull();
    }

    /// <summary>A look counts the days of so many meters; a meter whose turn has not come shows what was found last, and has its turn in the next.</summary>
    private async Task TurnsAsync(string meter, DateTimeOffset changed)
    {
        var state = world.Reader.StateAt((await world.Store.ReadHeadAsync(World.Ledger)).ShouldNotBeNull());
        var registration = state.Meter(meter).ShouldNotBeNull();
        var now = DateTimeOffset.UtcNow;
        var watch = new BaselineWatch(1);
        watch.Find(state, registration with { Meter = "q-without" }, now).ShouldBeNull();
        var first = watch.Find(state, registration, now.AddDays(-1)).ShouldNotBeNull();
        first.From.ShouldBe(changed);
        watch.Find(state, registration, now).ShouldBeSameAs(first, "its turn was used for the day before");
        watch.Begin();
        var second = watch.Find(state, registration, now).ShouldNotBeNull();
        second.To.ShouldBe(first.To.AddDays(1));
        watch.Find(state, registration, now).ShouldBeSameAs(second, "the day is counted");
        new BaselineWatch(0).Find(state, registration, now).ShouldBeNull();
    }

    private async Task RecordAsync(string family, byte[] payload) => (await world.TenantGrain.Record(World.Ledger, family, payload)).Rejection.ShouldBeNull();

    private async Task RecordAsync(string meter, DateTimeOffset start, int slots)
    {
        var outcome = await world.SubmitAsync(world.Reading(meter, start, [.. Enumerable.Range(0, slots).Select(i => 1m + i)]));
        outcome.Rejection.ShouldBeNull();
        await world.Client.GetGrain<IFollowerGrain>(World.Ledger).WaitFor(outcome.Block);
    }

    private sealed class Gateway : ILiveObserver
    {
        public List<QualityAlert> Alerts { get; } = [];

        public TaskCompletionSource Cleared { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task BlockCommitted(BlockNotice block) => Task.CompletedTask;

        public Task ReadingsAccepted(ImmutableArray<ReadingNotice> readings) => Task.CompletedTask;

        public Task MeterSilence(ImmutableArray<SilenceNotice> meters) => Task.CompletedTask;

        public Task AlertsChanged(ImmutableArray<QualityAlert> alerts)
        {
            Alerts.AddRange(alerts);
            if (alerts.Any(alert => alert.ClearedAt is not null))
                Cleared.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
