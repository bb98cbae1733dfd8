using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Execution;

// How an activation comes, how long it stays idle, and how it goes.
sealed partial class Activation
{
    void Activate(RequestContextValues? context)
    {
        _phase = Phase.Activating;
        _ = ActivateAsync(context);
    }

    async Task ActivateAsync(RequestContextValues? context)
    {
        RequestContext.Current = context;
        try
        {
            _scope = Engine.Services.CreateAsyncScope();
            var (grain, states) = _class.Create(this);
            GrainInstance = grain;
            foreach (var state in states) await state.ReadStateAsync();
            using var limit = new CancellationTokenSource(Engine.Options.ResponseTimeout, Engine.Time);
            await grain.OnActivateAsync(limit.Token);
        }
        catch (Exception error)
        {
            Engine.Log.LogWarning(error, "Grain {Grain} could not be activated", GrainId);
            await LeaveAsync(message =>
            {
                Drop(message);
                message.Fail(error);
            });
            return;
        }

        _phase = Phase.Active;
        Volatile.Write(ref _lastUse, Engine.Time.GetTimestamp());
        if (_leaving is { } reason) _ = DeactivateAsync(reason);
        else Pump();
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(RuntimeContext.Current, this)) BeginToLeave(deactivationReason);
        else Post(() => BeginToLeave(deactivationReason));
    }

    void BeginToLeave(DeactivationReason reason)
    {
        if (_phase is Phase.Deactivating or Phase.Gone) return;
        _leaving ??= reason;
        if (_phase == Phase.New) _ = LeaveAsync(Forward);
        else if (_phase == Phase.Active && _running.Count == 0) _ = DeactivateAsync(reason);
    }

    async Task DeactivateAsync(DeactivationReason reason)
    {
        _phase = Phase.Deactivating;
        RequestContext.Clear();
        StopTimers();
        try
        {
            using var limit = new CancellationTokenSource(Engine.Options.ResponseTimeout, Engine.Time);
            await ((IGrainBase)GrainInstance!).OnDeactivateAsync(reason, limit.Token);
        }
        catch (Exception error)
        {
            Engine.Log.LogWarning(error, "Grain {Grain}: OnDeactivateAsync failed", GrainId);
        }

        await LeaveAsync(Forward);
    }

    // Messages that arrive from here on find the activation gone and are forwarded to the next one.
    async Task LeaveAsync(Action<Message> rest)
    {
        _phase = Phase.Deactivating;
        StopTimers();
        _consumers = null;
        try
        {
            if (GrainInstance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else if (GrainInstance is IDisposable disposable) disposable.Dispose();
            if (_scope is { } scope) await scope.DisposeAsync();
        }
        catch (Exception error)
        {
            Engine.Log.LogWarning(error, "Grain {Grain}: disposing of it failed", GrainId);
        }

        GrainInstance = null;
        _scope = null;
        _phase = Phase.Gone;
        _home.Remove(this);
        while (_waiting.First is { } node) rest(Unwait(node));

        _gone.TrySetResult();
    }

    internal void DelayDeactivation(TimeSpan span)
    {
        var until = span <= TimeSpan.Zero && span != Timeout.InfiniteTimeSpan ? 0
            : span == Timeout.InfiniteTimeSpan || span > TimeSpan.FromDays(3650) ? long.MaxValue
            : Engine.Time.GetTimestamp() + (long)(span.TotalSeconds * Engine.Time.TimestampFrequency);
        Volatile.Write(ref _keepUntil, until);
    }

    /// <summary>From the sweeper's thread: begins to leave when idle for longer than the class allows.</summary>
    internal void CollectIfIdle(long now)
    {
        if (IsCollectable(now)) Post(() => LeaveIfIdle(now));
    }

    bool IsCollectable(long now) => Load == 0 && now >= Volatile.Read(ref _keepUntil)
        && Engine.Time.GetElapsedTime(Volatile.Read(ref _lastUse), now) >= _class.IdleLimit;

    void LeaveIfIdle(long now)
    {
        if (_phase == Phase.Active && _running.Count == 0 && IsCollectable(now)) BeginToLeave(new(DeactivationReasonCode.ActivationIdle, "Nobody called."));
    }
}
