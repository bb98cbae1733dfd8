using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class TimerTests(bool roundTrip) : EngineTest(roundTrip)
{
    static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    readonly string _name = TestEngine.NewKey();

    [Fact]
    public async Task The_period_counts_after_the_callback()
    {
        var (ticker, gate) = (Engine.Grain<IPlainTicker>(), TestEngine.NewKey());
        await ticker.Start(_name, Second, Second, gate: gate);
        await Tick(1);
        Time.Advance(10 * Second);
        await AWhile();
        Gates.Counted(_name).ShouldBe(1);
        Gates.Open(gate);
        await ticker.Change(Timeout.InfiniteTimeSpan, Second);
        await AWhile();
        Gates.Counted(_name).ShouldBe(1);
        await ticker.Change(Second, Second);
        await Tick(2);
        await ticker.Wait(gate);
        await Tick(3);
    }

    [Fact]
    public async Task A_timer_does_not_tick_during_a_call()
    {
        var (ticker, gate) = (Engine.Grain<IPlainTicker>(), TestEngine.NewKey());
        await ticker.Start(_name, Second, Second);
        var call = ticker.Wait(gate);
        await Eventually(() => Gates.Counted(gate) == 1);
        Time.Advance(Second);
        await AWhile();
        Gates.Counted(_name).ShouldBe(0);
        Gates.Open(gate);
        await call;
        await Eventually(() => Gates.Counted(_name) == 1);
    }

    [Fact]
    public async Task An_interleaving_timer_and_one_of_a_reentrant_grain_tick_during_a_call()
    {
        var gate = TestEngine.NewKey();
        var (interleaving, reentrant) = ((ITicker)Engine.Grain<IPlainTicker>(), (ITicker)Engine.Grain<IReentrantTicker>());
        await interleaving.Start(_name, Second, Timeout.InfiniteTimeSpan, interleave: true);
        await reentrant.Start(_name, Second, Timeout.InfiniteTimeSpan);
        var calls = Task.WhenAll(interleaving.Wait(gate), reentrant.Wait(gate));
        await Eventually(() => Gates.Counted(gate) == 2);
        Time.Advance(Second);
        await Eventually(() => Gates.Counted(_name) == 2);
        calls.IsCompleted.ShouldBeFalse();
        Gates.Open(gate);
        await calls;
    }

    [Fact]
    public async Task A_disposed_timer_is_silent()
    {
        var ticker = Engine.Grain<IPlainTicker>();
        await ticker.Start(_name, Second, Second);
        await Tick(1);
        await ticker.Stop();
        Time.Advance(5 * Second);
        await AWhile();
        Gates.Counted(_name).ShouldBe(1);
    }

    [Fact]
    public async Task Only_a_keep_alive_timer_keeps_its_grain()
    {
        var (idle, kept) = (Engine.Grain<IPlainTicker>(), Engine.Grain<IPlainTicker>());
        await idle.Start(_name + "idle", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await kept.Start(_name + "kept", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), keepAlive: true);
        for (var tick = 1; tick <= 20; tick++)
        {
            // In small steps: the timer is set again only when its callback has ended.
            for (var i = 0; i < 3000 && Gates.Counted(_name + "kept") < tick; i++)
            {
                Time.Advance(TimeSpan.FromSeconds(10));
                await Task.Delay(5);
            }
        }

        await Eventually(() => Engine.Engine.ActiveGrains == 1);
        Gates.Counted(_name + "idle").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Negative_times_are_refused()
    {
        var ticker = Engine.Grain<IPlainTicker>();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(ticker.Start(_name, -2 * Second, Second));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(ticker.Start(_name, Second, -2 * Second));
    }

    async Task Tick(int expected)
    {
        // The clock may be ahead of the grain setting its timer again, so it is moved until the tick has come.
        for (var i = 0; i < 3000 && Gates.Counted(_name) < expected; i++)
        {
            Time.Advance(Second);
            await Task.Delay(5);
        }

        Gates.Counted(_name).ShouldBe(expected);
    }
}

public sealed class TimerTestsInPlace() : TimerTests(false);

public sealed class TimerTestsAcrossJson() : TimerTests(true);
