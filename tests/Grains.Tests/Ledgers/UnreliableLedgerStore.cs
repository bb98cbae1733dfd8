using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Grains.Tests.Ledgers;

/// <summary>What happens to the next appends: each takes the next fault, and waits before it while appends are held.</summary>
public sealed class StoreFaults
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<BlockAppend, Func<Task<AppendOutcome>>, Task<AppendOutcome>>> _faults = new();
    private TaskCompletionSource _open = Completed();
    private TaskCompletionSource<BlockAppend> _arrived = new();
    private TaskCompletionSource _lookedUp = new();

    /// <summary>Lets no append through until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_lock)
            (_open, _arrived, _lookedUp) = (new(Async), new(Async), new(Async));
    }

    /// <summary>Lets appends through.</summary>
    public void Release() => _open.TrySetResult();

    /// <summary>Completes when an append is held.</summary>
    public Task<BlockAppend> Held => _arrived.Task;

    /// <summary>Completes when ids are looked up while an append is held: the next block is being made beside it.</summary>
    public Task LookedUp => _lookedUp.Task;

    /// <summary>The next append runs this, given what the append itself would do.</summary>
    public void Next(Func<BlockAppend, Func<Task<AppendOutcome>>, Task<AppendOutcome>> fault)
    {
        lock (_lock)
            _faults.Enqueue(fault);
    }

    internal async Task<AppendOutcome> AppendAsync(BlockAppend block, Func<Task<AppendOutcome>> append)
    {
        TaskCompletionSource open;
        Func<BlockAppend, Func<Task<AppendOutcome>>, Task<AppendOutcome>>? fault;
        lock (_lock)
        {
            open = _open;
            _faults.TryDequeue(out fault);
            if (!open.Task.IsCompleted)
                _arrived.TrySetResult(block);
        }
        await open.Task;
        return await (fault is null ? append() : fault(block, append));
    }

    internal void LookUp()
    {
        if (_arrived.Task.IsCompletedSuccessfully)
            _lookedUp.TrySetResult();
    }

    private const TaskCreationOptions Async = TaskCreationOptions.RunContinuationsAsynchronously;

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}

/// <summary>A store whose appends fail on demand.</summary>
public sealed class UnreliableLedgerStore(ILedgerStore inner, StoreFaults faults) : ILedgerStore
{
    /// <summary>The store that never fails.</summary>
    public ILedgerStore Inner => inner;

    public Task<AppendOutcome> AppendAsync(BlockAppend block, CancellationToken cancellation = default) =>
        faults.AppendAsync(block, () => inner.AppendAsync(block, cancellation));

    public Task<IReadOnlyDictionary<string, TransactionPlace>> FindTransactionsAsync(
        string ledger, IReadOnlyCollection<string> transactionIds, CancellationToken cancellation = default)
    {
        faults.LookUp();
        return inner.FindTransactionsAsync(ledger, transactionIds, cancellation);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation = default) => inner.ListAsync(cancellation);

    public Task<StoredBlock?> ReadHeadAsync(string ledger, CancellationToken cancellation = default) => inner.ReadHeadAsync(ledger, cancellation);

    public Task<StoredBlock?> ReadBlockAsync(string ledger, long number, CancellationToken cancellation = default) =>
        inner.ReadBlockAsync(ledger, number, cancellation);

    public Task<StoredBlock?> FindBlockAsync(string ledger, string blockId, CancellationToken cancellation = default) =>
        inner.FindBlockAsync(ledger, blockId, cancellation);

    public Task<IReadOnlyList<StoredBlock>> ReadBlocksAsync(string ledger, long from, int limit, CancellationToken cancellation = default) =>
        inner.ReadBlocksAsync(ledger, from, limit, cancellation);

    public Task<StoredBody?> ReadBodyAsync(string ledger, long number, CancellationToken cancellation = default) =>
        inner.ReadBodyAsync(ledger, number, cancellation);

    public Task DropAsync(BlockDrop drop, CancellationToken cancellation = default) => inner.DropAsync(drop, cancellation);

    public Task<TransactionPlace?> FindTransactionAsync(string ledger, string transactionId, CancellationToken cancellation = default) =>
        inner.FindTransactionAsync(ledger, transactionId, cancellation);

    public Task<BatchPlace?> FindBatchAsync(string ledger, string batchId, CancellationToken cancellation = default) =>
        inner.FindBatchAsync(ledger, batchId, cancellation);

    public NodeChunk? ReadNodes(string ledger, long position) => inner.ReadNodes(ledger, position);

    public Task<ReadOnlyMemory<byte>?> ReadTileAsync(string ledger, int level, long index, CancellationToken cancellation = default) =>
        inner.ReadTileAsync(ledger, level, index, cancellation);

    public ReadOnlyMemory<byte>? ReadTile(string ledger, int level, long index) => inner.ReadTile(ledger, level, index);
}
