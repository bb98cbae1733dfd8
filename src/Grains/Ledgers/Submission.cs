using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>What one call submitted: parsed and its signatures verified off the grain's turn, while the blocks before it are made.</summary>
internal sealed class Submission
{
    private readonly TaskCompletionSource<SubmitResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BatchOutcome?[] _outcomes;
    private int _open;

    public Submission(ImmutableArray<ReadOnlyMemory<byte>> batches, Func<string, PublicKey?> keys)
    {
        _outcomes = new BatchOutcome?[batches.Length];
        _open = batches.Length;
        Prepared = Task.Run(() => Prepare(batches, keys));
    }

    /// <summary>Batches in it.</summary>
    public int Count => _outcomes.Length;

    /// <summary>Completes when each batch is committed or refused; fails when the ledger could not store.</summary>
    public Task<SubmitResult> Done => _done.Task;

    /// <summary>The batches as objects; null where the bytes are none, with the reason.</summary>
    public Task<(Batch? Batch, Rejection? Why)[]> Prepared { get; }

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

    private static (Batch? Batch, Rejection? Why)[] Prepare(ImmutableArray<ReadOnlyMemory<byte>> batches, Func<string, PublicKey?> keys)
    {
        var prepared = new (Batch? Batch, Rejection? Why)[batches.Length];
        if (batches.Length < 64)
        {
            for (var i = 0; i < prepared.Length; i++)
                prepared[i] = Prepare(batches[i], keys);
        }
        else
        {
            Parallel.For(0, prepared.Length, i => prepared[i] = Prepare(batches[i], keys));
        }
        return prepared;
    }

    private static (Batch?, Rejection?) Prepare(ReadOnlyMemory<byte> bytes, Func<string, PublicKey?> keys)
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
