using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Streams;

namespace SmartBlocks.Engine.Embedded.Execution;

// What an activation holds besides its instance: timers and stream consumers, both gone with it.
sealed partial class Activation
{
    internal IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(RuntimeContext.Current, this))
            throw new InvalidOperationException("A grain timer can only be registered in a turn of its own grain.");
        if (_phase is Phase.Deactivating or Phase.Gone) throw new InvalidOperationException($"Grain {GrainId} is being deactivated.");
        var timer = new GrainTimer(this, callback, options);
        (_timers ??= []).Add(timer);
        timer.Start();
        return timer;
    }

    internal void Forget(GrainTimer timer) => _timers?.Remove(timer);

    void StopTimers()
    {
        if (_timers is null) return;
        foreach (var timer in _timers.ToArray()) timer.Dispose();
        _timers = null;
    }

    internal void Attach(Guid subscription, IStreamConsumer consumer) => (_consumers ??= [])[subscription] = consumer;

    internal void Detach(Guid subscription) => _consumers?.Remove(subscription);

    internal IStreamConsumer? Consumer(Guid subscription) => _consumers?.GetValueOrDefault(subscription);
}
