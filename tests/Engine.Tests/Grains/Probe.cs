using Orleans.Concurrency;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests.Grains;

public sealed record Reading(string Meter, decimal Value, DateTimeOffset At);

public interface IProbe : IGrainWithStringKey
{
    Task<Reading> Echo(Reading reading);

    ValueTask<int> Add(int amount);

    ValueTask Nothing();

    Task<bool> StaysInTurn();

    Task Wait(string gate);

    Task<int> CallMyself();

    Task<string> CallBack(IProbe other, bool allowChain);

    Task<string> Ping();

    [AlwaysInterleave]
    Task<string> PingBeside();

    [ReadOnly]
    Task<string> Read(string gate);

    [OneWay]
    Task Fail1Way();

    Task Fail(string message);

    Task FailWithPayload();

    Task<string?> AmbientValue();

    Task<string?> RequestValue(string key);

    Task<string?> RequestValueThrough(IProbe next, string key);

    Task WaitForToken(string gate, CancellationToken cancellationToken);

    Task<IProbe> Self();

    Task<IReadOnlyList<Reading>> Many(IReadOnlyList<Reading> readings, CancellationToken cancellationToken = default);
}

public sealed class MeterException(string message, int code) : Exception(message)
{
    public int Code { get; } = code;
}

abstract class ProbeBase : Grain, IProbe
{
    internal static readonly AsyncLocal<string?> Ambient = new();
    int _total;

    string Key => this.GetPrimaryKeyString();

    public Task<Reading> Echo(Reading reading) => Task.FromResult(reading);

    public async ValueTask<int> Add(int amount)
    {
        // Read, let go of the turn, write: only one call at a time keeps the sum right.
        var before = _total;
        await Task.Yield();
        return _total = before + amount;
    }

    public ValueTask Nothing() => ValueTask.CompletedTask;

    public async Task<bool> StaysInTurn()
    {
        var scheduler = TaskScheduler.Current;
        var stays = scheduler != TaskScheduler.Default;
        await Task.Delay(1);
        stays &= TaskScheduler.Current == scheduler && SynchronizationContext.Current is null;
        await Task.Run(() => stays &= TaskScheduler.Current == TaskScheduler.Default);
        return stays && TaskScheduler.Current == scheduler;
    }

    public async Task Wait(string gate)
    {
        Gates.Count(gate);
        await Gates.Wait(gate);
    }

    public async Task<int> CallMyself() => await this.AsReference<IProbe>().Add(1);

    public async Task<string> CallBack(IProbe other, bool allowChain)
    {
        if (!allowChain) return await other.CallBackTo(this.AsReference<IProbe>());
        using var section = RequestContext.AllowCallChainReentrancy();
        return await other.CallBackTo(this.AsReference<IProbe>());
    }

    public Task<string> Ping() => Task.FromResult(Key);

    public Task<string> PingBeside() => Task.FromResult(Key);

    public async Task<string> Read(string gate)
    {
        Gates.Count(gate);
        await Gates.Wait(gate);
        return Key;
    }

    public Task Fail1Way()
    {
        Gates.Count(Key);
        throw new InvalidOperationException("nobody hears this");
    }

    public async Task Fail(string message)
    {
        await Task.Yield();
        throw new ArgumentException(message);
    }

    public Task FailWithPayload() => throw new MeterException("meter is off", 7);

    public Task<string?> AmbientValue() => Task.FromResult(Ambient.Value);

    public Task<string?> RequestValue(string key)
    {
        var value = RequestContext.Get(key) as string;
        RequestContext.Set(key, "changed by the callee");
        return Task.FromResult(value);
    }

    public Task<string?> RequestValueThrough(IProbe next, string key) => next.RequestValue(key);

    public async Task WaitForToken(string gate, CancellationToken cancellationToken)
    {
        Gates.Count(gate);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Gates.Open(gate);
        }
    }

    public Task<IProbe> Self() => Task.FromResult<IProbe>(this);

    public Task<IReadOnlyList<Reading>> Many(IReadOnlyList<Reading> readings, CancellationToken cancellationToken = default) => Task.FromResult(readings);
}

static class ProbeExtensions
{
    internal static Task<string> CallBackTo(this IProbe other, IProbe caller) => other.AsReference<IRelay>().Relay(caller);
}

public interface IRelay : IGrainWithStringKey
{
    Task<string> Relay(IProbe target);
}

[GrainType("test-probe")]
sealed class ProbeGrain : ProbeBase, IRelay
{
    public Task<string> Relay(IProbe target) => target.Ping();
}

public interface IReentrantProbe : IProbe;

[GrainType("test-reentrant")]
[Reentrant]
sealed class ReentrantProbeGrain : ProbeBase, IReentrantProbe, IRelay
{
    public Task<string> Relay(IProbe target) => target.Ping();
}

public interface IWorker : IGrainWithStringKey
{
    Task<Guid> Work(string gate);
}

[GrainType("test-worker")]
[StatelessWorker(2)]
sealed class WorkerGrain : Grain, IWorker
{
    readonly Guid _me = Guid.NewGuid();

    public async Task<Guid> Work(string gate)
    {
        Gates.Count(gate);
        await Gates.Wait(gate);
        return _me;
    }
}

public interface IUnimplemented : IGrainWithStringKey;
