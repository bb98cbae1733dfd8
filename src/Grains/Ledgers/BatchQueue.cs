using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>A batch that waits for a block: which submission it belongs to, and its place there.</summary>
internal sealed record QueuedBatch(Submission Submission, int At, Batch Batch);

/// <summary>
/// The batches that wait for their answer, in order of arrival, whether they wait for a block or are in one that is not stored yet. Lives on
/// its grain's turns.
/// </summary>
internal sealed class BatchQueue
{
    private readonly Queue<Submission> _arrived = new();
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private readonly List<QueuedBatch> _ahead = [];
    private TaskCompletionSource? _enough;
    private int _enoughAt;

    /// <summary>Batches without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Batches that are in no block: what the next one can be made of.</summary>
    public int Waiting { get; private set; }

    /// <summary>Those of them that came by no block yet: what is being prepared, or is.</summary>
    public int Arrived => Waiting - _ahead.Count;

    /// <summary>Adds what one call submitted.</summary>
    public void Add(Submission submission)
    {
        _arrived.Enqueue(submission);
        Unanswered += submission.Count;
        Waiting += submission.Count;
        if (Waiting >= _enoughAt)
            _enough?.TrySetResult();
    }

    /// <summary>Completes when so many batches wait.</summary>
    public Task WhenWaitingAsync(int count)
    {
        if (Waiting >= count)
            return Task.CompletedTask;
        (_enough, _enoughAt) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), count);
        return _enough.Task;
    }

    /// <summary>True when the batch waits for its answer.</summary>
    public bool Has(string batchId) => _pending.ContainsKey(batchId);

    /// <summary>
    /// What goes into the next block, in order: about <paramref name="transactions"/>, and never waiting for a submission that is not prepared yet
    /// when there is something to do. Empty when all that waited was unreadable, and is answered.
    /// </summary>
    public async Task<List<QueuedBatch>> TakeAsync(int transactions)
    {
        var taken = new List<QueuedBatch>(_ahead);
        _ahead.Clear();
        var count = taken.Sum(b => b.Batch.Transactions.Length);
        while (count < transactions && _arrived.TryPeek(out var next) && (taken.Count == 0 || next.IsPrepared))
        {
            if (await PreparedAsync(next) is not { } prepared)
                continue;
            for (var i = 0; i < prepared.Length; i++)
            {
                if (prepared[i].Batch is { } batch)
                {
                    taken.Add(new QueuedBatch(next, i, batch));
                    _pending[batch.Id] = _pending.GetValueOrDefault(batch.Id) + 1;
                    count += batch.Transactions.Length;
                }
                else
                {
                    Unanswered--;
                    Waiting--;
                    next.Answer(i, BatchOutcome.Refused("", prepared[i].Why!));
                }
            }
        }
        Waiting -= taken.Count;
        return taken;
    }

    /// <summary>Puts batches back to the front, before those put back earlier: their block was not stored, or had no room for them.</summary>
    public void PutBack(IReadOnlyCollection<QueuedBatch> batches)
    {
        _ahead.InsertRange(0, batches);
        Waiting += batches.Count;
    }

    /// <summary>Answers a batch.</summary>
    public void Answer(QueuedBatch queued, BatchOutcome outcome)
    {
        Forget(queued);
        queued.Submission.Answer(queued.At, outcome);
    }

    /// <summary>Fails those of the batches that have no answer yet: what came after their block was stored may be what failed.</summary>
    public void Fail(IEnumerable<QueuedBatch> batches, Exception why)
    {
        foreach (var open in batches.Where(b => !b.Submission.IsAnswered(b.At)).ToList())
        {
            Forget(open);
            open.Submission.Fail(why);
        }
    }

    private async Task<(Batch? Batch, Rejection? Why)[]?> PreparedAsync(Submission next)
    {
        try
        {
            return await next.PreparedAsync();
        }
        catch (Exception e)
        {
            // What nobody foresaw in one submission must not hold up those behind it.
            Unanswered -= next.Count;
            Waiting -= next.Count;
            next.Fail(e);
            return null;
        }
        finally
        {
            _arrived.Dequeue();
        }
    }

    private void Forget(QueuedBatch queued)
    {
        Unanswered--;
        var left = _pending.GetValueOrDefault(queued.Batch.Id) - 1;
        if (left > 0)
            _pending[queued.Batch.Id] = left;
        else
            _pending.Remove(queued.Batch.Id);
    }
}
