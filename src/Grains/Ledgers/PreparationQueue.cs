using System.Collections.Concurrent;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Prepares submissions off the grain's turns, in order of arrival, on as many threads as there are cores and no more: so the block that is
/// executed or stored never waits behind thousands of signatures of blocks to come.
/// </summary>
internal sealed class PreparationQueue(Func<string, PublicKey?> keys) : IThreadPoolWorkItem
{
    /// <summary>Submissions prepared before the thread is offered to others: a few milliseconds of work.</summary>
    private const int AtATime = 16;

    private readonly ConcurrentQueue<Submission> _waiting = new();
    private int _workers;
    private long _added;
    private long _prepared;
    private TaskCompletionSource? _enough;
    private long _enoughAt;

    /// <summary>Adds a submission.</summary>
    public void Add(Submission submission)
    {
        _added += submission.Count;
        _waiting.Enqueue(submission);
        Start();
    }

    /// <summary>
    /// Completes when of the newest <paramref name="waiting"/> batches so many are prepared. Called on the grain's turns, as <see cref="Add"/> is.
    /// </summary>
    public Task WhenPreparedAsync(int count, int waiting)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _enoughAt, _added - waiting + count);
        Volatile.Write(ref _enough, enough);
        if (Volatile.Read(ref _prepared) >= Volatile.Read(ref _enoughAt))
            enough.TrySetResult();
        return enough.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var prepared = 0; prepared < AtATime && _waiting.TryDequeue(out var submission); prepared++)
            Prepare(submission);
        if (!_waiting.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
        Interlocked.Decrement(ref _workers);
        if (!_waiting.IsEmpty)   // one came in between, and found all workers at work
            Start();
    }

    private void Prepare(Submission submission)
    {
        submission.Prepare(keys);
        if (Interlocked.Add(ref _prepared, submission.Count) >= Volatile.Read(ref _enoughAt))
            Volatile.Read(ref _enough)?.TrySetResult();
    }

    private void Start()
    {
        var workers = Volatile.Read(ref _workers);
        while (workers < Environment.ProcessorCount)
        {
            var found = Interlocked.CompareExchange(ref _workers, workers + 1, workers);
            if (found == workers)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
            workers = found;
        }
    }
}
