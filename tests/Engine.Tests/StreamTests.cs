using Orleans.Streams;
using SmartBlocks.Engine.Tests.Grains;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

public abstract class StreamTests(bool roundTrip) : EngineTest(roundTrip)
{
    readonly string _key = TestEngine.NewKey();

    [Fact]
    public async Task An_item_wakes_the_implicit_subscriber_and_items_come_in_order()
    {
        var numbers = Client<int>("numbers");
        for (var i = 1; i <= 5; i++) await numbers.OnNextAsync(i);
        await Seen(Engine.Grain<IFollower>(_key).Seen, "1,2,3,4,5");
        await Engine.Grain<IFollower>(TestEngine.NewKey()).Publish(9);
        await Engine.Grain<IFollower>(_key).Publish(6);
        await Seen(Engine.Grain<IFollower>(_key).Seen, "1,2,3,4,5,6");
    }

    [Fact]
    public async Task An_item_that_fails_does_not_stop_the_next()
    {
        var numbers = Client<int>("numbers");
        await numbers.OnNextAsync(-1);
        await numbers.OnNextAsync(2);
        await Seen(Engine.Grain<IFollower>(_key).Seen, "2");
    }

    [Fact]
    public async Task An_explicit_subscription_outlives_its_activation_until_it_ends()
    {
        var (listener, readings) = (Engine.Grain<IListener>(_key), Client<Reading>("readings"));
        await readings.OnNextAsync(Reading("before"));
        await listener.Subscribe(_key);
        await readings.OnNextAsync(Reading("a"));
        await Seen(listener.Seen, "a");
        await Engine.Engine.DeactivateAsync(listener);
        await readings.OnNextAsync(Reading("b"));
        await Seen(listener.Seen, "b");
        (await listener.Handles(_key)).ShouldBe(1);
        await listener.Unsubscribe(_key);
        (await listener.Handles(_key)).ShouldBe(0);
        await readings.OnNextAsync(Reading("c"));
        await AWhile();
        (await listener.Seen()).ShouldBe("b");
    }

    [Fact]
    public async Task A_client_subscribes_resumes_and_ends()
    {
        var (stream, seen) = (Client<Reading>("readings"), new List<string>());
        var handle = await stream.SubscribeAsync((reading, token) =>
        {
            lock (seen) seen.Add($"{reading.Meter}:{token is not null}");
            return Task.CompletedTask;
        });
        await stream.OnNextAsync(Reading("a"));
        await Eventually(() => Joined() == "a:True");
        (await stream.GetAllSubscriptionHandles()).ShouldBe([handle]);
        await handle.ResumeAsync((reading, _) =>
        {
            lock (seen) seen.Add("again " + reading.Meter);
            return Task.CompletedTask;
        });
        await stream.OnNextAsync(Reading("b"));
        await Eventually(() => Joined() == "a:True,again b");
        await handle.UnsubscribeAsync();
        await stream.OnNextAsync(Reading("c"));
        await AWhile();
        Joined().ShouldBe("a:True,again b");
        await Should.ThrowAsync<InvalidOperationException>(() => handle.ResumeAsync((_, _) => Task.CompletedTask));

        string Joined()
        {
            lock (seen) return string.Join(',', seen);
        }
    }

    [Fact]
    public async Task A_slow_subscriber_does_not_hold_up_the_publisher_and_loses_the_oldest()
    {
        var (gate, seen) = (TestEngine.NewKey(), new List<int>());
        await using var engine = await TestEngine.StartAsync(RoundTrip, options => options.StreamQueueLimit = 3);
        var stream = engine.Client.GetStreamProvider("streams").GetStream<int>(StreamId.Create("slow", _key));
        await stream.SubscribeAsync(async (number, _) =>
        {
            Gates.Count(gate);
            await Gates.Wait(gate);
            lock (seen) seen.Add(number);
        });
        await stream.OnNextAsync(0);
        await Eventually(() => Gates.Counted(gate) == 1);
        for (var i = 1; i <= 5; i++) await stream.OnNextAsync(i);
        Gates.Open(gate);
        await Eventually(() => Count() == 4);
        seen.ShouldBe([0, 3, 4, 5]);

        int Count()
        {
            lock (seen) return seen.Count;
        }
    }

    [Fact]
    public void What_streams_cannot_do_is_refused()
    {
        Should.Throw<KeyNotFoundException>(() => Engine.Client.GetStreamProvider("rivers")).Message.ShouldContain("streams");
        Should.Throw<NotSupportedException>(() => Client<int>("numbers").OnCompletedAsync());
        Client<int>("numbers").IsRewindable.ShouldBeFalse();
    }

    IAsyncStream<T> Client<T>(string ns) => Engine.Client.GetStreamProvider("streams").GetStream<T>(StreamId.Create(ns, _key));

    static Reading Reading(string name) => new(name, 1m, default);

    static async Task Seen(Func<Task<string>> seen, string expected)
    {
        for (var i = 0; i < 3000 && await seen() != expected; i++) await Task.Delay(10);
        (await seen()).ShouldBe(expected);
    }
}

public sealed class StreamTestsInPlace() : StreamTests(false);

public sealed class StreamTestsAcrossJson() : StreamTests(true);
