namespace SmartBlocks.Ledger;

/// <summary>
/// Verifies the signatures of many batches on all cores, ahead of their execution. Transactions and seals remember the outcome, so execution
/// only asks for it. A key that cannot be found yet (registered in the same block) is left to execution.
/// </summary>
public static class SignatureStage
{
    /// <summary>Below this many signatures, starting other threads costs more than it saves.</summary>
    private const int WorthParallel = 8;

    /// <summary>Verifies everything in <paramref name="batches"/> whose key <paramref name="resolve"/> (called on this thread) finds. Returns how many.</summary>
    public static int Verify(IReadOnlyList<Batch> batches, Func<string, PublicKey?> resolve)
    {
        var work = new List<(Transaction? Transaction, Batch Batch, PublicKey Key)>();
        foreach (var batch in batches)
        {
            foreach (var transaction in batch.Transactions)
            {
                if (!transaction.IsTried && resolve(transaction.Header.Kid) is { } key)
                    work.Add((transaction, batch, key));
            }
            if (!batch.IsSealTried && resolve(batch.SealedBy!) is { } sealer)
                work.Add((null, batch, sealer));
        }
        if (work.Count < WorthParallel)
            work.ForEach(Verify);
        else
            Parallel.ForEach(work, Verify);
        return work.Count;
    }

    private static void Verify((Transaction? Transaction, Batch Batch, PublicKey Key) item)
    {
        if (item.Transaction is { } transaction)
            transaction.Verify(item.Key);
        else
            item.Batch.VerifySeal(item.Key);
    }
}
