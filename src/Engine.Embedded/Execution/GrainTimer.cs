using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>A timer of an activation. Its state changes in the activation's turn only; the clock's thread merely posts the tick.</summary>
sealed class GrainTimer : IGrainTimer
{
    readonly Activation _activation;
    readonly Func<CancellationToken, Task> _callback;
    readonly GrainTimerCreationOptions _options;
    readonly CancellationTokenSource _stopped = new();
    readonly ITimer _clock;
    TimeSpan _dueTime;
    TimeSpan _period;
    bool _firing;
    bool _changed;
    bool _disposed;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Validate(options.DueTime, options.Period);
        (_activation, _callback, _options, _dueTime, _period) = (activation, callback, options, options.DueTime, options.Period);
        using (ExecutionContext.SuppressFlow())
        {
            _clock = activation.Engine.Time.CreateTimer(
                static timer => ((GrainTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    internal void Start() => _clock.Change(_dueTime, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, period);
        if (_disposed) return;
        (_dueTime, _period) = (dueTime, period);
        if (_firing) _changed = true;
        else Start();
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _clock.Dispose();
        _stopped.Cancel();
        _stopped.Dispose();
        _activation.Forget(this);
    }

    void Fire() => _activation.Post(new Tick(this));

    static void Validate(TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
    }

    async Task TickAsync()
    {
        if (_disposed) return;
        (_firing, _changed) = (true, false);
        try
        {
            await _callback(_stopped.Token);
        }
        catch (OperationCanceledException) when (_disposed)
        {
            return;
        }
        catch (Exception error)
        {
            _activation.Engine.Log.LogError(error, "Grain {Grain}: a timer's callback failed", _activation.GrainId);
            _activation.OnCallError(error);
        }

        _firing = false;
        // The period counts from here, so ticks never pile up.
        if (!_disposed) _clock.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
    }

    sealed class Tick(GrainTimer timer) : Message
    {
        internal override bool AlwaysInterleave => timer._options.Interleave;

        internal override bool KeepsAlive => timer._options.KeepAlive;

        internal override bool IsLocal => true;

        internal override bool IsDone => timer._disposed;

        internal override Task RunAsync(Activation activation, object grain) => timer.TickAsync();

        internal override void Fail(Exception error) => timer.Dispose();
    }
}
