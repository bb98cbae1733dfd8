using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>What one call submitted: parsed and its signatures verified off the grain's turn, while the blocks before it are made.</summary>
internal sealed class Submission(ImmutableArray<ReadOnlyMemory<byte>> batches)
{
    /// <summary>From here on, several threads prepare the batches of one submission.</summary>
    private const int WorthParallel = 64;

    private static readonly object Ready = new();

    private readonly TaskCompletionSource<SubmitResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BatchOutcome?[] _outcomes = new BatchOutcome?[batches.Length];
    private int _open = batches.Length;
    private (Batch? Batch, Rejection? Why)[] _prepared = [];
    private Exception? _failure;
    private object? _signal;   // null, who waits for the preparation, or Ready

    /// <summary>Batches in it.</summary>
    public int Count => _outcomes.Length;

    /// <summary>Completes when each batch is committed or refused; fails when the ledger could not store.</summary>
    public Task<SubmitResult> Done => _done.Task;

    /// <summary>True once <see cref="Prepare"/> has ended.</summary>
    public bool IsPrepared => ReferenceEquals(Volatile.Read(ref _signal), Ready);

    /// <summary>The batches as objects; null where the bytes are none, with the reason. Completes when <see cref="Prepare"/> has ended.</summary>
    /// <exception cref="Exception">What nobody foresaw while they were prepared.</exception>
    public async ValueTask<(Batch? Batch, Rejection? Why)[]> PreparedAsync()
    {
        if (!IsPrepared)
        {
            var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _signal, wait, null) is null)
                await wait.Task;
        }
        return _failure is null ? _prepared : throw _failure;
    }

    /// <summary>Parses the batches and verifies the signatures whose keys are known.</summary>
    public void Prepare(Func<string, PublicKey?> keys)
    {
        try
        {
            var prepared = new (Batch? Batch, Rejection? Why)[batches.Length];
            if (batches.Length < WorthParallel)
            {
                for (var i = 0; i < prepared.Length; i++)
                    prepared[i] = Read(batches[i], keys);
            }
            else
            {
                Parallel.For(0, prepared.Length, i => prepared[i] = Read(batches[i], keys));
            }
            _prepared = prepared;
        }
        catch (Exception e)
        {
            _failure = e;
        }
        if (Interlocked.Exchange(ref _signal, Ready) is TaskCompletionSource waiting)
            waiting.SetResult();
    }

    /// <summary>Whether a batch has its outcome.</summary>
    public bool IsAnswered(int at) => _outcomes[at] is not null;

    /// <summary>Answers one batch.</summary>
    public void Answer(int at, BatchOutcome outcome)
    {
        if (_outcomes[at] is not null)
            return;
        _outcomes[at] = outcome;
        if (--_open == 0)
            _done.TrySetResult(new SubmitResult([.. _outcomes!]));
    }

    /// <summary>Nothing more will come of it: the store failed, or the grain goes.</summary>
    public void Fail(Exception why) => _done.TrySetException(why);

    private static (Batch?, Rejection?) Read(ReadOnlyMemory<byte> bytes, Func<string, PublicKey?> keys)
    {
        if (!Batch.TryParse(bytes, out var batch, out var why))
            return (null, why);
        // A key that is not known yet is left to the block's execution; transactions remember what was found.
        foreach (var transaction in batch.Transactions)
        {
            if (keys(transaction.Header.Kid) is { } key)
                transaction.Verify(key);
        }
        if (batch.SealedBy is { } sealer && keys(sealer) is { } seal)
            batch.VerifySeal(seal);
        return (batch, null);
    }
}
