using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Makes blocks of what waits, as a pipeline: while one block is certified and stored, the next is executed on it, and the signatures of those
/// after are verified. Lives on its grain's turns; execution and storing run off them.
/// </summary>
/// <remarks>
/// <b>Nothing is answered that is not stored</b>, refusals included: a batch refused on top of a block that then is not stored may be right.
/// When a block is not stored, what was executed on it is discarded and put back in order. When the store fails, the submissions of the block
/// fail, the ledger is taken up again from the store, and senders repeat: what was stored after all answers with its receipt.
/// </remarks>
internal sealed class BlockPublisher(
    BatchQueue queue, PreparationQueue preparation, LedgerOptions options, TimeProvider time, IBlockPublisherHost host, ILogger log)
{
    /// <summary>How long a block waits at most for signatures that are being verified: longer only under a load that keeps all cores busy.</summary>
    private static readonly TimeSpan PreparationWait = TimeSpan.FromMilliseconds(250);

    private readonly Pace _pace = new(time);
    private Task _running = Task.CompletedTask;
    private bool _lookUp;

    /// <summary>A block that was executed, or could not be.</summary>
    private sealed record Made(List<QueuedBatch> Batches, Proposal? Proposal, Failure? Failure = null);

    /// <summary>Why a block is not stored: what the store said, or what was thrown.</summary>
    private sealed record Failure(AppendOutcome? Outcome, Exception? Exception);

    /// <summary>Completes when nothing waits.</summary>
    public Task Idle => _running;

    /// <summary>Something waits: goes to work unless it is at work.</summary>
    public void Wake()
    {
        if (_running.IsCompleted)
            _running = RunAsync();
    }

    /// <summary>Finishes a block that was proposed before a crash, ahead of anything new: validators may be bound to it.</summary>
    public void Begin(ProposedBlock pending) => _running = BeginAsync(pending);

    private async Task BeginAsync(ProposedBlock pending)
    {
        log.LogInformation("Ledger {Ledger}: block {Number}, proposed before a crash, is proposed again", pending.Header.Ledger, pending.Header.Number);
        try
        {
            await FinishAsync(pending);
        }
        catch (ProposalExpiredException)
        {
            log.LogInformation("Ledger {Ledger}: nobody is bound to block {Number} as it was proposed before a crash; its senders repeat", pending.Header.Ledger, pending.Header.Number);
        }
        catch (Exception e)
        {
            log.LogError(e, "Ledger {Ledger}: block {Number}, proposed before a crash, could not be finished", pending.Header.Ledger, pending.Header.Number);
            await TryReloadAsync();
        }
        _lookUp = true;
        await RunAsync();
    }

    private async Task FinishAsync(ProposedBlock pending)
    {
        try
        {
            if (await Task.Run(() => host.Chain.FinishAsync(pending, CancellationToken.None)) is not var (outcome, execution, block))
                return;
            if (outcome is AppendOutcome.Appended or AppendOutcome.AlreadyThere)
                await host.StoredAsync(execution, block);
            else
                await host.ReloadAsync();
        }
        catch (OtherBlockDecidedException other)
        {
            await AdoptAsync(other);
        }
    }

    private async Task RunAsync()
    {
        (Made Made, Task<Failure?> Task)? storing = null;
        while (queue.Waiting > 0 || storing is not null)
        {
            if (queue.Waiting == 0)
                await Task.WhenAny(storing!.Value.Task, queue.WhenWaitingAsync(1));
            else
                await GatherAsync(storing?.Task);
            if (storing is { Task.IsCompleted: true } ended)
            {
                // What is put back for a failed block comes first, so this is settled before more is taken.
                storing = null;
                if (await ended.Task is { } failure)
                {
                    await RecoverAsync(ended.Made, null, failure);
                    continue;
                }
            }
            if (queue.Waiting == 0 || await MakeAsync() is not { } made)
                continue;
            if (storing is { } before)
            {
                storing = null;
                if (await before.Task is { } failure)
                {
                    await RecoverAsync(before.Made, made, failure);
                    continue;
                }
            }
            if (made.Failure is { } unmade)
            {
                await RecoverAsync(made, null, unmade);
                continue;
            }
            PutBackDeferred(made);
            storing = (made, StoreAsync(made));
        }
    }

    /// <summary>What did not fit is the end of what was taken.</summary>
    private void PutBackDeferred(Made made)
    {
        var deferred = made.Proposal!.Deferred.Length;
        if (deferred == 0)
            return;
        queue.PutBack(made.Batches.GetRange(made.Batches.Count - deferred, deferred));
        made.Batches.RemoveRange(made.Batches.Count - deferred, deferred);
    }

    /// <summary>
    /// Waits for company: for a full block, or for <see cref="LedgerOptions.BlockWait"/>, and beyond that as long as the block would only wait
    /// for the one before it to be stored, or the signatures of what waits are still being verified.
    /// </summary>
    private async Task GatherAsync(Task? storing)
    {
        var wait = options.BlockWait;
        if (storing is not null && _pace.Ahead(queue.Waiting) is var ahead && ahead > wait)
            wait = ahead;
        if (wait > TimeSpan.Zero && queue.Waiting < options.BlockSize)
        {
            var enough = queue.WhenWaitingAsync(options.BlockSize);
            await WithinAsync(wait, storing is null ? enough : Task.WhenAny(enough, storing));
        }
        var prepared = preparation.WhenPreparedAsync(Math.Min(queue.Arrived, options.BlockSize), queue.Arrived);
        if (!prepared.IsCompleted)
            await WithinAsync(PreparationWait, prepared);
    }

    private async Task WithinAsync(TimeSpan wait, Task task)
    {
        using var stop = new CancellationTokenSource();
        await Task.WhenAny(task, Task.Delay(wait, time, stop.Token));
        await stop.CancelAsync();
    }

    private async Task<Made?> MakeAsync()
    {
        var taken = await queue.TakeAsync(options.BlockSize);
        if (taken.Count == 0)
            return null;
        ImmutableArray<Batch> batches = [.. taken.Select(b => b.Batch)];
        try
        {
            // Whether a transaction is on the ledger already the store says when it is appended: that is rare, and cheaper than to look every id up
            // beforehand. Redelivered readings after a lost acknowledgement are looked up the second time.
            IReadOnlyCollection<string> asked = _lookUp || host.Chain.IsExaminedBeforeStored
                ? KnownTransactions.References(batches)
                : [.. batches.SelectMany(b => b.Transactions).SelectMany(t => t.Header.Dep)];
            var known = await host.Chain.FindAsync(asked, CancellationToken.None);
            var chain = host.Chain;
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            var began = time.GetTimestamp();
            var proposal = await Task.Run(() => chain.Propose(batches, now, known, options.BlockSize));
            _pace.Executed(batches.Length, time.GetElapsedTime(began));
            return new Made(taken, proposal);
        }
        catch (Exception e)
        {
            return new Made(taken, null, new Failure(null, e));
        }
    }

    private async Task<Failure?> StoreAsync(Made made)
    {
        try
        {
            if (made.Proposal!.Execution is { } execution)
            {
                _pace.Storing();
                var (outcome, block) = await Task.Run(() => host.Chain.AppendAsync(execution, CancellationToken.None));
                if (outcome is not (AppendOutcome.Appended or AppendOutcome.AlreadyThere))
                    return new Failure(outcome, null);
                _pace.Stored();
                _lookUp = false;
                AnswerCommitted(made, execution);
                await host.StoredAsync(execution, block);
            }
            await AnswerRejectedAsync(made);
            return null;
        }
        catch (Exception e)
        {
            return new Failure(null, e);
        }
    }

    /// <summary>A block was not stored: nothing that was executed on it counts.</summary>
    private async Task RecoverAsync(Made failed, Made? speculative, Failure failure)
    {
        if (speculative is not null)
            queue.PutBack(speculative.Batches);
        host.Chain.Discard();
        var ledger = host.Chain.Head.Cursor.Ledger;
        var number = host.Chain.Head.Cursor.Number + 1;
        try
        {
            switch (failure)
            {
                case { Outcome: AppendOutcome.DuplicateTransaction }:
                    break;
                case { Outcome: AppendOutcome.Conflict }:
                    // Another activation has written meanwhile: stand on its block.
                    await host.ReloadAsync();
                    break;
                case { Exception: ProposalExpiredException expired }:
                    log.LogInformation("Ledger {Ledger}: {Reason}", ledger, expired.Message);
                    break;
                case { Exception: OtherBlockDecidedException other }:
                    log.LogWarning("Ledger {Ledger}: the validators decided {Block} at height {Number} instead of the block proposed here", ledger, other.Block.Id, number);
                    await AdoptAsync(other);
                    break;
                default:
                    ExceptionDispatchInfo.Throw(failure.Exception!);
                    break;
            }
            // What has its answer keeps it; of the rest some may be on the ledger by now, in the block that another has made.
            queue.PutBack(failed.Batches.FindAll(b => !b.Submission.IsAnswered(b.At)));
            _lookUp = true;
        }
        catch (Exception e)
        {
            log.LogError(e, "Ledger {Ledger}: block {Number} could not be stored; {Count} submissions fail and will be repeated by their senders", ledger, number, failed.Batches.Count);
            queue.Fail(failed.Batches, e);
            await TryReloadAsync();
        }
    }

    private async Task TryReloadAsync()
    {
        try
        {
            await host.ReloadAsync();
        }
        catch (Exception e)
        {
            log.LogError(e, "Ledger {Ledger} cannot be read from its store; the grain goes and comes back with the next call", host.Chain.Head.Cursor.Ledger);
            host.Leave();
        }
    }

    private async Task AdoptAsync(OtherBlockDecidedException other)
    {
        var (outcome, execution) = await Task.Run(() => host.Chain.AdoptAsync(other.Block, other.Batches, CancellationToken.None));
        if (outcome is AppendOutcome.Appended or AppendOutcome.AlreadyThere)
            await host.StoredAsync(execution, other.Block);
        else
            await host.ReloadAsync();
    }

    // A proposal keeps the order of what it was made of: each batch is the next committed or the next rejected one.
    private void AnswerCommitted(Made made, Execution execution)
    {
        var next = 0;
        foreach (var queued in made.Batches)
        {
            if (next == execution.Batches.Length)
                return;
            if (execution.Batches[next] is var committed && ReferenceEquals(committed.Batch, queued.Batch))
            {
                queue.Answer(queued, BatchOutcome.Committed(queued.Batch.Id, execution.Header.Number, committed.FirstIndex, queued.Batch.Transactions.Length));
                next++;
            }
        }
    }

    private async Task AnswerRejectedAsync(Made made)
    {
        var rejected = made.Proposal!.Rejected;
        var next = 0;
        foreach (var queued in made.Batches)
        {
            if (next == rejected.Length)
                return;
            if (ReferenceEquals(rejected[next].Batch, queued.Batch))
                queue.Answer(queued, await host.RefuseAsync(rejected[next++]));
        }
    }
}

/// <summary>What a <see cref="BlockPublisher"/> needs of its grain.</summary>
internal interface IBlockPublisherHost
{
    /// <summary>The ledger's growing end.</summary>
    LedgerChain Chain { get; }

    /// <summary>Takes the ledger up from the store again.</summary>
    Task ReloadAsync();

    /// <summary>Goes when nothing waits any more: the next call finds a new activation.</summary>
    void Leave();

    /// <summary>A block is on the ledger: tells those who follow it.</summary>
    Task StoredAsync(Execution execution, Block block);

    /// <summary>The answer to a batch that may not be committed: why, or its receipt when it is on the ledger since an earlier delivery.</summary>
    Task<BatchOutcome> RefuseAsync(RejectedBatch refusal);
}
