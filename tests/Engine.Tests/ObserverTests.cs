using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;
using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class ObserverTests(bool roundTrip) : EngineTest(roundTrip)
{
    static readonly Reading A = new("a", 1m, default);

    [Fact]
    public async Task Observers_are_told_in_order_and_answer()
    {
        var (grain, observer) = (Engine.Grain<IObserved>(), new MeterObserver());
        var reference = Engine.Client.CreateObjectReference<IMeterObserver>(observer);
        await grain.Subscribe(reference);
        await grain.Subscribe(reference);
        for (var i = 0; i < 5; i++) await grain.Tell(A with { Meter = $"{i}" });
        await Eventually(() => observer.Seen == "0,1,2,3,4");
        (await grain.Ask("there")).ShouldBe(["there!"]);
        await grain.Unsubscribe(reference);
        await grain.Tell(A);
        (await grain.Ask("there")).ShouldBeEmpty();
        observer.Seen.ShouldBe("0,1,2,3,4");
        GC.KeepAlive(observer);
    }

    [Fact]
    public async Task A_deleted_observer_is_dropped_when_it_does_not_answer()
    {
        var (grain, observer) = (Engine.Grain<IObserved>(), new MeterObserver());
        var reference = Engine.Client.CreateObjectReference<IMeterObserver>(observer);
        await grain.Subscribe(reference);
        Engine.Client.DeleteObjectReference<IMeterObserver>(reference);
        await grain.Tell(A);
        (await grain.Count()).ShouldBe(1);
        (await grain.Ask("there")).ShouldBeEmpty();
        (await grain.Count()).ShouldBe(0);
        observer.Seen.ShouldBe("");
    }

    [Fact]
    public void Only_observers_become_references()
    {
        var observer = new MeterObserver();
        Should.Throw<ArgumentException>(() => Engine.Client.DeleteObjectReference<IMeterObserver>(observer));
        var reference = Engine.Client.CreateObjectReference<IMeterObserver>(observer);
        Should.Throw<ArgumentException>(() => Engine.Client.CreateObjectReference<IMeterObserver>(reference));
    }

    [Fact]
    public async Task An_observer_itself_cannot_be_sent() =>
        (await Should.ThrowAsync<ArgumentException>(Engine.Grain<IObserved>().Subscribe(new MeterObserver()))).Message.ShouldContain("CreateObjectReference");

    [Fact]
    public void Observers_that_do_not_renew_expire()
    {
        var now = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);
        var manager = new ObserverManager<string, string>(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => now };
        manager.Subscribe("a", "A");
        now += TimeSpan.FromSeconds(50);
        manager.Subscribe("b", "B");
        now += TimeSpan.FromSeconds(20);
        var told = new List<string>();
        manager.Notify(told.Add);
        told.ShouldBe(["B"]);
        manager.Notify(_ => throw new InvalidOperationException(), observer => observer != "B");
        manager.Count.ShouldBe(1);
        manager.Notify(_ => throw new InvalidOperationException());
        manager.ShouldBeEmpty();
    }
}

public sealed class ObserverTestsInPlace() : ObserverTests(false);

public sealed class ObserverTestsAcrossJson() : ObserverTests(true);
