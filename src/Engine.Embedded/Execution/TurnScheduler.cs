using System.Collections.Concurrent;

namespace SmartBlocks.Engine.Embedded.Execution;

/// <summary>
/// Runs the work of one activation, one piece at a time and in order: messages, actions and the continuations of its tasks.
/// Work arrives from any thread; the thread pool lends a thread for a burst of turns.
/// </summary>
/// <remarks>
/// There is no SynchronizationContext: <c>await</c> comes back here because <see cref="TaskScheduler.Current"/> is this scheduler
/// while a turn runs. For that each burst runs inside one Task of this scheduler.
/// </remarks>
abstract class TurnScheduler : TaskScheduler, IThreadPoolWorkItem
{
    // Long enough to be worth the hand-over, short enough that one busy activation does not keep a thread from the others.
    const int TurnsPerBurst = 128;

    static readonly Action<object?> Burst = static self => ((TurnScheduler)self!).RunBurst();

    readonly ConcurrentQueue<object> _work = new();
    int _scheduled;

    public sealed override int MaximumConcurrencyLevel => 1;

    /// <summary>The activation this scheduler belongs to: itself, as <see cref="Activation"/>.</summary>
    protected abstract Activation Self { get; }

    /// <summary>Handles a message in a turn. Must not throw.</summary>
    protected abstract void Receive(Message message);

    /// <summary>Handles an error that an action in a turn let out.</summary>
    protected abstract void OnActionError(Exception error);

    /// <summary>Queues an action that runs in a turn of its own, beside any call.</summary>
    internal void Post(Action action) => Enqueue(action);

    protected void Enqueue(object item)
    {
        _work.Enqueue(item);
        if (Interlocked.Exchange(ref _scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    // A pool thread arrives here with the default ExecutionContext, so nothing of a caller flows into the turns.
    void IThreadPoolWorkItem.Execute()
    {
        RuntimeContext.Current = Self;
        try
        {
            var burst = new Task(Burst, this, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
            burst.Start(this);
        }
        finally
        {
            RuntimeContext.Current = null;
        }

        Volatile.Write(ref _scheduled, 0);
        Interlocked.MemoryBarrier();
        if (!_work.IsEmpty && Interlocked.Exchange(ref _scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void RunBurst()
    {
        for (var turns = 0; turns < TurnsPerBurst && _work.TryDequeue(out var item); turns++)
        {
            switch (item)
            {
                case Task task:
                    TryExecuteTask(task);
                    break;
                case Message message:
                    Receive(message);
                    break;
                case Action action:
                    try
                    {
                        action();
                    }
                    catch (Exception error)
                    {
                        OnActionError(error);
                    }

                    break;
            }
        }
    }

    protected sealed override void QueueTask(Task task)
    {
        // The burst itself: Start() on the pool thread runs it here and now.
        if (ReferenceEquals(task.AsyncState, this)) TryExecuteTask(task);
        else Enqueue(task);
    }

    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, Self) && TryExecuteTask(task);

    protected sealed override IEnumerable<Task> GetScheduledTasks() => _work.OfType<Task>();
}
