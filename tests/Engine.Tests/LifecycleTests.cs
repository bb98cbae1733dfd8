using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class LifecycleTests(bool roundTrip) : EngineTest(roundTrip)
{
    [Fact]
    public async Task An_idle_grain_leaves_nothing_and_comes_back_on_a_call()
    {
        var grain = Engine.Grain<IPlainLife>();
        var first = await grain.Instance();
        Engine.Engine.ActiveGrains.ShouldBe(1);
        Time.Advance(TimeSpan.FromMinutes(10));
        (await grain.Instance()).ShouldBe(first);
        Time.Advance(TimeSpan.FromMinutes(14));
        await AWhile();
        Engine.Engine.ActiveGrains.ShouldBe(1);
        Time.Advance(TimeSpan.FromMinutes(3));
        await Eventually(() => Engine.Engine.ActiveGrains == 0);
        Gates.Counted(LifeBase.Left(grain.GetPrimaryKeyString(), DeactivationReasonCode.ActivationIdle)).ShouldBe(1);
        (await grain.Instance()).ShouldNotBe(first);
        Gates.Counted(grain.GetPrimaryKeyString() + " came").ShouldBe(2);
    }

    [Fact]
    public async Task Classes_say_how_long_they_may_be_idle()
    {
        await Engine.Grain<IKeptLife>().Instance();
        await Engine.Grain<ILongLife>().Instance();
        Time.Advance(TimeSpan.FromMinutes(50));
        await AWhile();
        Engine.Engine.ActiveGrains.ShouldBe(2);
        Time.Advance(TimeSpan.FromMinutes(15));
        await Eventually(() => Engine.Engine.ActiveGrains == 1);
        Time.Advance(TimeSpan.FromDays(2));
        await AWhile();
        Engine.Engine.ActiveGrains.ShouldBe(1);
    }

    [Fact]
    public async Task Deactivation_can_be_delayed_and_the_delay_taken_back()
    {
        var grain = Engine.Grain<IPlainLife>();
        await grain.Stay(TimeSpan.FromHours(1));
        Time.Advance(TimeSpan.FromMinutes(50));
        await AWhile();
        Engine.Engine.ActiveGrains.ShouldBe(1);
        await grain.Stay(TimeSpan.Zero);
        Time.Advance(TimeSpan.FromMinutes(20));
        await Eventually(() => Engine.Engine.ActiveGrains == 0);
    }

    [Fact]
    public async Task A_running_call_is_not_idleness()
    {
        var (grain, gate) = (Engine.Grain<IPlainLife>(), TestEngine.NewKey());
        var call = grain.Wait(gate);
        await Eventually(() => Gates.Counted(gate) == 1);
        Time.Advance(TimeSpan.FromMinutes(20));
        await Should.ThrowAsync<TimeoutException>(call);
        await AWhile();
        Engine.Engine.ActiveGrains.ShouldBe(1);
        Gates.Open(gate);
    }

    [Fact]
    public async Task DeactivateOnIdle_lets_the_running_call_end_and_forwards_what_waits()
    {
        var (grain, gate) = (Engine.Grain<IPlainLife>(), TestEngine.NewKey());
        var before = await grain.Instance();
        var waiting = grain.Wait(gate);
        var leaving = grain.Leave();
        var after = grain.Instance();
        Gates.Open(gate);
        await Task.WhenAll(waiting, leaving);
        (await after).ShouldNotBe(before);
        Gates.Counted(LifeBase.Left(grain.GetPrimaryKeyString(), DeactivationReasonCode.ApplicationRequested)).ShouldBe(1);
    }

    [Fact]
    public async Task Calls_during_many_deactivations_are_not_lost()
    {
        var grain = Engine.Grain<IPlainLife>();
        var calls = Enumerable.Range(0, 500).Select(i => i % 10 == 0 ? grain.Leave() : grain.Instance()).ToList();
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_grain_that_cannot_be_activated_tells_every_caller_and_is_tried_again()
    {
        var grain = Engine.Grain<IStillborn>();
        var calls = new[] { grain.Call(), grain.Call() };
        foreach (var call in calls) (await Should.ThrowAsync<InvalidOperationException>(call)).Message.ShouldBe("not today");
        await Should.ThrowAsync<InvalidOperationException>(grain.Call());
        await Eventually(() => Engine.Engine.ActiveGrains == 0);
    }

    [Fact]
    public async Task Stopping_deactivates_every_grain()
    {
        var keys = Enumerable.Range(0, 20).Select(_ => TestEngine.NewKey()).ToList();
        foreach (var key in keys) await Engine.Grain<IKeptLife>(key).Instance();
        await Engine.Engine.StopAsync(CancellationToken.None);
        keys.ShouldAllBe(key => Gates.Counted(LifeBase.Left(key, DeactivationReasonCode.ShuttingDown)) == 1);
        await Should.ThrowAsync<OrleansException>(Engine.Grain<IPlainLife>().Instance());
    }

    [Fact]
    public async Task A_test_can_take_a_grain_out_of_memory()
    {
        var grain = Engine.Grain<IPlainLife>();
        var first = await grain.Instance();
        await Engine.Engine.DeactivateAsync(grain);
        Engine.Engine.ActiveGrains.ShouldBe(0);
        (await grain.Instance()).ShouldNotBe(first);
    }
}

public sealed class LifecycleTestsInPlace() : LifecycleTests(false);

public sealed class LifecycleTestsAcrossJson() : LifecycleTests(true);
