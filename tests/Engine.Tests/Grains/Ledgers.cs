using Orleans.Streams;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests.Grains;

public sealed class TallyState
{
    public int Sum { get; set; }

    public List<Reading> Readings { get; set; } = [];
}

public sealed record TallyView(int Sum, bool Exists);

public interface ITally : IGrainWithStringKey
{
    Task<int> Add(Reading reading);

    Task<TallyView> Look();

    Task<string?> Etag();

    Task<int> LookFromThePool();

    Task Clear();

    Task Reread();
}

[GrainType("test-tally")]
sealed class TallyGrain([PersistentState("tally", "somewhere")] IPersistentState<TallyState> tally) : Grain, ITally
{
    public async Task<int> Add(Reading reading)
    {
        tally.State.Readings.Add(reading);
        tally.State.Sum += (int)reading.Value;
        await tally.WriteStateAsync();
        return tally.State.Sum;
    }

    public Task<TallyView> Look() => Task.FromResult(new TallyView(tally.State.Sum, tally.RecordExists));

    public Task<string?> Etag() => Task.FromResult(tally.Etag);

    public Task<int> LookFromThePool() => Task.Run(() => tally.State.Sum);

    public Task Clear() => tally.ClearStateAsync();

    public Task Reread() => tally.ReadStateAsync();
}

public interface IReminded : IGrainWithStringKey, IRemindable
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task Forget(string name);

    Task<List<string>> Names();
}

[GrainType("test-reminded")]
sealed class RemindedGrain : Grain, IReminded
{
    public async Task Remind(string name, TimeSpan due, TimeSpan period) =>
        (await this.RegisterOrUpdateReminder(name, due, period)).ReminderName.ShouldBe(name);

    public async Task Forget(string name)
    {
        if (await this.GetReminder(name) is { } reminder) await this.UnregisterReminder(reminder);
    }

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        Gates.Count($"{this.GetPrimaryKeyString()} {reminderName}");
        return Task.CompletedTask;
    }
}

public interface IForgetful : IGrainWithStringKey
{
    Task Remind();
}

[GrainType("test-forgetful")]
sealed class ForgetfulGrain : Grain, IForgetful
{
    public Task Remind() => this.RegisterOrUpdateReminder("r", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
}

public interface IFollower : IGrainWithStringKey
{
    Task<string> Seen();

    Task Publish(int number);
}

/// <summary>Follows the stream of its own key by attribute.</summary>
[GrainType("test-follower")]
[ImplicitStreamSubscription("numbers")]
sealed class FollowerGrain : Grain, IFollower
{
    readonly List<int> _seen = [];

    IAsyncStream<int> Numbers => this.GetStreamProvider("streams").GetStream<int>(StreamId.Create("numbers", this.GetPrimaryKeyString()));

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Numbers.SubscribeAsync(async (number, token) =>
        {
            await Task.Yield();
            if (number < 0) throw new InvalidOperationException("negative");
            _seen.Add(number);
        });
        (await Numbers.GetAllSubscriptionHandles()).Count.ShouldBe(1);
    }

    public Task<string> Seen() => Task.FromResult(string.Join(',', _seen));

    public Task Publish(int number) => Numbers.OnNextAsync(number);
}

public interface IListener : IGrainWithStringKey
{
    Task Subscribe(string key);

    Task Unsubscribe(string key);

    Task<string> Seen();

    Task<int> Handles(string key);

    Task Leave();
}

/// <summary>Subscribes by itself, and takes its subscriptions up again when activated.</summary>
[GrainType("test-listener")]
sealed class ListenerGrain : Grain, IListener
{
    readonly List<Reading> _seen = [];

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var handle in await Stream(this.GetPrimaryKeyString()).GetAllSubscriptionHandles()) await handle.ResumeAsync(See);
    }

    public Task Subscribe(string key) => Stream(key).SubscribeAsync(See);

    public async Task Unsubscribe(string key)
    {
        foreach (var handle in await Stream(key).GetAllSubscriptionHandles()) await handle.UnsubscribeAsync();
    }

    public Task<string> Seen() => Task.FromResult(string.Join(',', _seen.Select(reading => reading.Meter)));

    public async Task<int> Handles(string key) => (await Stream(key).GetAllSubscriptionHandles()).Count;

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    IAsyncStream<Reading> Stream(string key) => this.GetStreamProvider("streams").GetStream<Reading>(StreamId.Create("readings", key));

    Task See(Reading reading, StreamSequenceToken? token)
    {
        _seen.Add(reading);
        return Task.CompletedTask;
    }
}
