using Orleans.Concurrency;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests.Grains;

public interface ILife : IGrainWithStringKey
{
    Task<Guid> Instance();

    Task Stay(TimeSpan span);

    Task Leave();

    Task Wait(string gate);
}

public interface IPlainLife : ILife;

public interface IKeptLife : ILife;

public interface ILongLife : ILife;

public interface IStillborn : IGrainWithStringKey
{
    Task Call();
}

abstract class LifeBase : Grain, ILife
{
    readonly Guid _me = Guid.NewGuid();

    internal static string Left(string key, DeactivationReasonCode code) => $"{key} left: {code}";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Gates.Count(this.GetPrimaryKeyString() + " came");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Gates.Count(Left(this.GetPrimaryKeyString(), reason.ReasonCode));
        return Task.CompletedTask;
    }

    public Task<Guid> Instance() => Task.FromResult(_me);

    public Task Stay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Wait(string gate)
    {
        Gates.Count(gate);
        await Gates.Wait(gate);
    }
}

[GrainType("test-life")]
sealed class LifeGrain : LifeBase, IPlainLife;

[GrainType("test-kept")]
[KeepAlive]
sealed class KeptLifeGrain : LifeBase, IKeptLife;

[GrainType("test-long")]
[CollectionAgeLimit(Minutes = 60)]
sealed class LongLifeGrain : LifeBase, ILongLife;

[GrainType("test-stillborn")]
sealed class StillbornGrain : Grain, IStillborn
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("not today");

    public Task Call() => Task.CompletedTask;
}

public interface ITicker : IGrainWithStringKey
{
    Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false, bool keepAlive = false, string? gate = null);

    Task Change(TimeSpan due, TimeSpan period);

    Task Stop();

    Task Wait(string gate);
}

public interface IPlainTicker : ITicker;

public interface IReentrantTicker : ITicker;

abstract class TickerBase : Grain, ITicker
{
    IGrainTimer? _timer;

    public Task Start(string name, TimeSpan due, TimeSpan period, bool interleave = false, bool keepAlive = false, string? gate = null)
    {
        _timer = this.RegisterGrainTimer(
            async (state, stop) =>
            {
                Gates.Count(state);
                if (gate is not null) await Gates.Wait(gate);
            },
            name, new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Wait(string gate)
    {
        Gates.Count(gate);
        await Gates.Wait(gate);
    }
}

[GrainType("test-ticker")]
sealed class TickerGrain : TickerBase, IPlainTicker;

[GrainType("test-reentrant-ticker")]
[Reentrant]
sealed class ReentrantTickerGrain : TickerBase, IReentrantTicker;
