using System.Collections.Immutable;
using SmartBlocks.Energy;

namespace SmartBlocks.Grains.Tests.Following;

public sealed class FollowerGrainTests(World world) : IClassFixture<World>, IAsyncLifetime
{
    private IFollowerGrain Follower => world.Client.GetGrain<IFollowerGrain>(World.Ledger);

    public async ValueTask InitializeAsync() => await world.FoundAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Readings_are_in_the_read_model_when_the_block_is_reached()
    {
        await world.AddMeterAsync("f-interval");
        var start = World.DaysAgo(2);
        var outcome = await world.SubmitAsync(world.Reading("f-interval", start, 1.25m, 2m, 3m, 4m, 5.5m));
        await Follower.WaitFor(outcome.Block);
        var rows = await world.Readings.ReadAsync(World.Ledger, "f-interval", start.ToUnixTimeSeconds(), start.AddDays(1).ToUnixTimeSeconds(), 100);
        rows.Select(r => r.Value).ShouldBe([1.25m, 2m, 3m, 4m, 5.5m]);
        rows.ShouldAllBe(r => r.Quality == "measured" && r.Seconds == 900 && r.Block == outcome.Block);
        var hours = await world.Readings.ReadHourlyAsync(World.Ledger, ["f-interval"], start.ToUnixTimeSeconds(), start.AddDays(1).ToUnixTimeSeconds());
        hours.Select(h => h.Sum).ShouldBe([10.25m, 5.5m]);
    }

    [Fact]
    public async Task A_register_is_a_difference_to_the_reading_before()
    {
        await world.AddMeterAsync("f-register", kind: "register", commodity: "gas", unit: "m3");
        var start = World.DaysAgo(2);
        long block = 0;
        foreach (var (minute, value) in new[] { (0, 100m), (30, 101.5m), (60, 101.5m), (90, 104m) })
            block = (await world.SubmitAsync(world.Sign("f-register", RegisterPayload.Family,
                new RegisterPayload("f-register", [new RegisterReading(start.AddMinutes(minute), value)]).ToJson()))).Block;
        await Follower.WaitFor(block);
        var rows = await world.Readings.ReadAsync(World.Ledger, "f-register", start.ToUnixTimeSeconds(), start.AddDays(1).ToUnixTimeSeconds(), 100);
        rows.Select(r => r.Delta).ShouldBe([0m, 1.5m, 0m, 2.5m]);
    }

    [Fact]
    public async Task A_correction_takes_effect_and_the_ledger_keeps_both()
    {
        await world.AddMeterAsync("f-corrected");
        var start = World.DaysAgo(2);
        await world.SubmitAsync(world.Reading("f-corrected", start, 1m, 99m));
        var correction = new CorrectionPayload("f-corrected", start.AddMinutes(15), 900, [2m], "A loose clamp.");
        var outcome = await world.SubmitAsync(world.Sign("f-corrected", CorrectionPayload.Family, correction.ToJson()));
        outcome.Rejection.ShouldBeNull();
        await Follower.WaitFor(outcome.Block);
        var rows = await world.Readings.ReadAsync(World.Ledger, "f-corrected", start.ToUnixTimeSeconds(), start.AddDays(1).ToUnixTimeSeconds(), 100);
        rows.Select(r => (r.Value, r.Quality)).ShouldBe([(1m, "measured"), (2m, "corrected")]);
    }

    [Fact]
    public async Task A_gateway_hears_of_blocks_and_fresh_readings_in_order()
    {
        await world.AddMeterAsync("f-live");
        var gateway = new Gateway();
        var reference = world.Client.CreateObjectReference<ILiveObserver>(gateway);
        await Follower.Subscribe(reference);
        var start = World.DaysAgo(1);
        for (var i = 0; i < 5; i++)
            await world.SubmitAsync(world.Reading("f-live", start.AddMinutes(15 * i), i));
        await gateway.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        gateway.Readings.SelectMany(r => r.Slots).Select(s => s.Value).ShouldBe([0m, 1m, 2m, 3m, 4m]);
        gateway.Readings.ShouldAllBe(r => r.Tenant == World.Tenant && r.Site == World.Site && r.Unit == "kWh");
        gateway.Blocks.Select(b => b.Number).ShouldBe(gateway.Blocks.Select(b => b.Number).Order());
        await Follower.Unsubscribe(reference);
    }

    [Fact]
    public async Task A_follower_that_was_away_catches_up_from_its_cursor()
    {
        await world.AddMeterAsync("f-away");
        var first = await world.SubmitAsync(world.Reading("f-away", World.DaysAgo(3), 1m));
        await Follower.WaitFor(first.Block);
        await world.RestartAsync();
        var second = await world.SubmitAsync(world.Reading("f-away", World.DaysAgo(2), 2m));
        await Follower.WaitFor(second.Block);
        (await Follower.CaughtUpTo()).ShouldBeGreaterThanOrEqualTo(second.Block);
        (await world.Readings.ReadLatestAsync(World.Ledger, ["f-away"])).ShouldHaveSingleItem().Value.ShouldBe(2m);
    }

    private sealed class Gateway : ILiveObserver
    {
        public List<BlockNotice> Blocks { get; } = [];

        public List<ReadingNotice> Readings { get; } = [];

        public TaskCompletionSource Heard { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task BlockCommitted(BlockNotice block)
        {
            Blocks.Add(block);
            return Task.CompletedTask;
        }

        public Task ReadingsAccepted(ImmutableArray<ReadingNotice> readings)
        {
            Readings.AddRange(readings.Where(r => r.Meter == "f-live"));
            if (Readings.Count == 5)
                Heard.TrySetResult();
            return Task.CompletedTask;
        }

        public Task MeterSilence(ImmutableArray<SilenceNotice> meters) => Task.CompletedTask;

        public Task AlertsChanged(ImmutableArray<QualityAlert> alerts) => Task.CompletedTask;
    }
}
