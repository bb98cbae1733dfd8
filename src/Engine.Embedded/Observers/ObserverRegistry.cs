using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;
using SmartBlocks.Engine.Embedded.Calls;

namespace SmartBlocks.Engine.Embedded.Observers;

/// <summary>
/// Local objects that can be called by reference. Held weakly, as a client does with Orleans: an observer lives as long as its owner
/// holds it. Calls to one observer run one at a time and in order.
/// </summary>
sealed class ObserverRegistry
{
    // Grain types are checked against this at the start, so no grain can have it.
    internal const string TypeName = "$observer";

    readonly ConcurrentDictionary<GrainId, Entry> _entries = new();
    long _last;

    internal GrainId Add(IGrainObserver observer)
    {
        var id = GrainId.Create(TypeName, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture));
        _entries[id] = new(observer);
        return id;
    }

    internal void Remove(GrainId id) => _entries.TryRemove(id, out _);

    internal static bool IsObserver(GrainId id) => id.Type.ToString() == TypeName;

    internal void Send(GrainId id, Call call)
    {
        if (!_entries.TryGetValue(id, out var entry)) call.Fail(new OrleansException($"Observer {id.Key} does not exist any more."));
        else if (!entry.Send(call)) Remove(id);
    }

    sealed class Entry(IGrainObserver observer) : IThreadPoolWorkItem
    {
        readonly WeakReference<IGrainObserver> _observer = new(observer);
        readonly ConcurrentQueue<Call> _calls = new();
        int _scheduled;

        internal bool Send(Call call)
        {
            _calls.Enqueue(call);
            Schedule();
            return _observer.TryGetTarget(out _);
        }

        public void Execute() => _ = RunAsync();

        void Schedule()
        {
            if (Interlocked.Exchange(ref _scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        async Task RunAsync()
        {
            while (_calls.TryDequeue(out var call))
            {
                if (!_observer.TryGetTarget(out var observer))
                {
                    call.Fail(new OrleansException("The observer's owner let go of it."));
                    continue;
                }

                RequestContext.Current = call.Context;
                await call.RunOnAsync(observer, null);
                RequestContext.Current = null;
            }

            Volatile.Write(ref _scheduled, 0);
            Interlocked.MemoryBarrier();
            if (!_calls.IsEmpty) Schedule();
        }
    }
}
