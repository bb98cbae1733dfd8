using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Streams;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Orders submissions into blocks. Reentrant: each submission waits for its outcome, while one loop takes what has come meanwhile,
/// executes it off the turn, has it certified and stores it in one durable append. While a block is being stored, the signatures of the
/// next ones are verified.
/// </summary>
/// <remarks>
/// <b>Nothing is acknowledged that is not stored.</b> When the store fails, every submission in the block fails and the grain takes the ledger up
/// again from the store; senders repeat, and what was stored after all answers with its receipt.
/// </remarks>
[Reentrant]
[GrainType("ledger")]
public sealed class LedgerGrain(
    ILedgerStore store, FamilyRegistry families, ILedgerEngines engines, IKeyVault keys, TimeProvider time, IOptions<LedgerOptions> options,
    ILogger<LedgerGrain> log)
    : Grain, ILedgerGrain
{
    /// <summary>Name of the stream provider, and namespace of the stream that says a block is on the ledger.</summary>
    public const string Streams = "streams", BlockStream = "blocks";

    private const int KnownKeysLimit = 65_536;

    private readonly Queue<Submission> _queue = new();
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private readonly RefusedBatches _refused = new();
    private readonly ConcurrentDictionary<string, PublicKey> _knownKeys = new(StringComparer.Ordinal);
    private readonly LedgerOptions _options = options.Value;
    private ConsensusEngines? _engines;
    private LedgerChain? _chain;
    private Task _loop = Task.CompletedTask;
    private List<Item> _deferred = [];
    private int _waiting;

    private sealed record Item(Submission Submission, int At, Batch Batch);

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _chain = await LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _loop;
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CreateOutcome> Create(CreateLedger request)
    {
        if (!Names.IsLedger(Id))
            return new CreateOutcome(false, null, new Rejection("ledger.name", $"ledger is '{Id}'; it must be 1 to 64 of a-z, 0-9 and -.", "ledger", Id));
        if (_chain!.Header is not null)
            return await Standing(request);
        var genesis = await Genesis.CreateAsync(keys, Id, request, time.GetUtcNow());
        var result = await Submit(new SubmitRequest([genesis.Bytes]));
        var outcome = result.Outcomes[0];
        return outcome.Status == BatchStatus.Committed
            ? new CreateOutcome(true, await Head(), null)
            : _chain!.Header is not null ? await Standing(request) : new CreateOutcome(false, null, outcome.Rejection);
    }

    /// <inheritdoc/>
    public Task<SubmitResult> Submit(SubmitRequest request, CancellationToken cancellation = default)
    {
        if (request.Batches.IsDefaultOrEmpty)
            return Task.FromResult(new SubmitResult([]));
        if (_waiting + request.Batches.Length > _options.QueueLimit)
            throw new LedgerBusyException($"Ledger '{Id}' has {_waiting} batches waiting; at most {_options.QueueLimit} may. Try again later.");
        var submission = new Submission(request.Batches, kid => _knownKeys.GetValueOrDefault(kid));
        _queue.Enqueue(submission);
        _waiting += request.Batches.Length;
        if (_loop.IsCompleted)
            _loop = MakeBlocksAsync();
        return submission.Done;
    }

    /// <inheritdoc/>
    public Task<LedgerHead?> Head()
    {
        if (_chain?.Header is not { } header)
            return Task.FromResult<LedgerHead?>(null);
        var cursor = _chain.Cursor;
        return Task.FromResult<LedgerHead?>(new LedgerHead(
            Id, LedgerSettings.Read(_chain.State()).Name, cursor.Number, cursor.Id, cursor.Time, header.Size, header.Root, header.State, header.Engine, header.Validators));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<BatchOutcome>> Statuses(ImmutableArray<string> batchIds)
    {
        var outcomes = ImmutableArray.CreateBuilder<BatchOutcome>(batchIds.Length);
        foreach (var id in batchIds)
        {
            outcomes.Add(await FindCommittedAsync(id)
                ?? (_pending.ContainsKey(id) ? new BatchOutcome(id, BatchStatus.Pending, -1, -1, 0, null, null) : null)
                ?? _refused.Find(id)
                ?? new BatchOutcome(id, BatchStatus.Unknown, -1, -1, 0, null, null));
        }
        return outcomes.ToImmutable();
    }

    private async Task<LedgerChain> LoadAsync(CancellationToken cancellation = default)
    {
        // The engines outlive a reload: one that talks to validators keeps what it knows of them.
        _engines ??= await engines.CreateAsync(Id, cancellation);
        return await LedgerChain.LoadAsync(store, families, _engines, Id, _options.StateCacheBytes, cancellation);
    }

    private async Task<CreateOutcome> Standing(CreateLedger request)
    {
        var founder = await keys.GetOrCreateAsync(Genesis.OperatorKey(request.Tenant));
        return KeyEntry.Read(_chain!.State(), founder.KeyId) is { Role: Roles.Operator }
            ? new CreateOutcome(false, await Head(), null)
            : new CreateOutcome(false, null, new Rejection("ledger.exists", $"There is a ledger '{Id}' already, and it is not {request.Tenant}'s.", "ledger", Id));
    }

    private async Task MakeBlocksAsync()
    {
        while (_deferred.Count > 0 || _queue.Count > 0)
        {
            if (_waiting < _options.BlockSize && _options.BlockWait > TimeSpan.Zero)
                await Task.Delay(_options.BlockWait, time);
            var items = await TakeAsync();
            if (items.Count == 0)
                continue;
            try
            {
                await MakeBlockAsync(items);
            }
            catch (Exception e)
            {
                log.LogError(e, "Ledger {Ledger}: block {Number} could not be stored; {Count} submissions fail and will be repeated by their senders", Id, _chain!.Cursor.Number + 1, items.Count);
                // Those that have their answer keep it: what came after the append may be what failed.
                var open = items.Where(i => !i.Submission.IsAnswered(i.At)).ToList();
                Forget(open);
                foreach (var item in open)
                    item.Submission.Fail(e);
                await ReloadAsync();
            }
        }
    }

    private async Task ReloadAsync()
    {
        try
        {
            _chain = await LoadAsync();
        }
        catch (Exception e)
        {
            log.LogError(e, "Ledger {Ledger} cannot be read from its store; the grain goes and comes back with the next call", Id);
            DeactivateOnIdle();
        }
    }

    /// <summary>What goes into the next block, in order of arrival: never waits for an unprepared submission when there is something to do.</summary>
    private async Task<List<Item>> TakeAsync()
    {
        var items = _deferred;
        _deferred = [];
        var count = items.Sum(i => i.Batch.Transactions.Length);
        while (count < _options.BlockSize && _queue.TryPeek(out var next) && (items.Count == 0 || next.Prepared.IsCompleted))
        {
            var prepared = await next.Prepared;
            _queue.Dequeue();
            for (var i = 0; i < prepared.Length; i++)
            {
                if (prepared[i].Batch is { } batch)
                {
                    items.Add(new Item(next, i, batch));
                    _pending[batch.Id] = _pending.GetValueOrDefault(batch.Id) + 1;
                    count += batch.Transactions.Length;
                }
                else
                {
                    _waiting--;
                    next.Answer(i, BatchOutcome.Refused("", prepared[i].Why!));
                }
            }
        }
        return items;
    }

    private async Task MakeBlockAsync(List<Item> items)
    {
        IReadOnlyCollection<string> asked = [.. items.SelectMany(i => i.Batch.Transactions).SelectMany(t => t.Header.Dep)];
        while (true)
        {
            var known = asked.Count == 0 ? KnownTransactions.None : new KnownTransactions((await store.FindTransactionsAsync(Id, asked)).Keys);
            var chain = _chain!;
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            ImmutableArray<Batch> batches = [.. items.Select(i => i.Batch)];
            var proposal = await Task.Run(() => chain.Propose(batches, now, known, _options.BlockSize));
            if (proposal.Execution is { } execution)
            {
                AppendOutcome outcome;
                Block block;
                try
                {
                    (outcome, block) = await Task.Run(() => chain.AppendAsync(execution, CancellationToken.None));
                }
                catch (OtherBlockDecidedException other)
                {
                    await AdoptAsync(chain, other);
                    // What the two blocks have in common is on the ledger now.
                    asked = KnownTransactions.References(batches);
                    continue;
                }
                if (outcome == AppendOutcome.DuplicateTransaction)
                {
                    // Rare, and cheaper to find out here than to look every id up beforehand: redelivered readings after a lost acknowledgement.
                    asked = KnownTransactions.References(batches);
                    continue;
                }
                if (outcome == AppendOutcome.Conflict)
                {
                    // Another activation has written meanwhile: stand on its block.
                    _chain = await LoadAsync();
                    continue;
                }
                await AnswerCommittedAsync(items, execution, block);
            }
            await AnswerRejectedAsync(items, proposal);
            var deferred = proposal.Deferred.ToHashSet(ReferenceEqualityComparer.Instance);
            _deferred = [.. items.Where(i => deferred.Contains(i.Batch))];
            return;
        }
    }

    private async Task AnswerCommittedAsync(List<Item> items, Execution execution, Block block)
    {
        Learn(execution);
        var committed = execution.Batches.ToDictionary<CommittedBatch, object>(b => b.Batch, ReferenceEqualityComparer.Instance);
        foreach (var item in items)
        {
            if (committed.TryGetValue(item.Batch, out var at))
                Answer(item, BatchOutcome.Committed(item.Batch.Id, block.Header.Number, at.FirstIndex, item.Batch.Transactions.Length));
        }
        await TellAsync(execution, block);
    }

    private async Task AdoptAsync(LedgerChain chain, OtherBlockDecidedException other)
    {
        log.LogWarning("Ledger {Ledger}: the validators decided {Block} at height {Number} instead of the block proposed here", Id, other.Block.Id, other.Block.Header.Number);
        var (outcome, execution) = await Task.Run(() => chain.AdoptAsync(other.Block, other.Batches, CancellationToken.None));
        if (outcome is not (AppendOutcome.Appended or AppendOutcome.AlreadyThere))
        {
            _chain = await LoadAsync();
            return;
        }
        Learn(execution);
        await TellAsync(execution, other.Block);
    }

    private async Task TellAsync(Execution execution, Block block)
    {
        var notice = new BlockNotice(Id, block.Header.Number, block.Id, block.Header.Time, execution.Leaves.Length, execution.Batches.Length, block.Header.Size);
        await this.GetStreamProvider(Streams).GetStream<BlockNotice>(StreamId.Create(BlockStream, Id)).OnNextAsync(notice);
    }

    private async Task AnswerRejectedAsync(List<Item> items, Proposal proposal)
    {
        if (proposal.Rejected.IsEmpty)
            return;
        var rejected = proposal.Rejected.ToDictionary<RejectedBatch, object>(r => r.Batch, ReferenceEqualityComparer.Instance);
        foreach (var item in items)
        {
            if (!rejected.TryGetValue(item.Batch, out var refusal))
                continue;
            // A redelivered batch is no error, whatever rule it met first: it gets the receipt of the first delivery.
            var outcome = await FindCommittedAsync(item.Batch.Id);
            if (outcome is null)
            {
                outcome = BatchOutcome.Refused(item.Batch.Id, refusal.Rejection, refusal.TransactionId, item.Batch.Transactions.Length);
                _refused.Add(outcome);
            }
            Answer(item, outcome);
        }
    }

    private void Answer(Item item, BatchOutcome outcome)
    {
        Forget([item]);
        item.Submission.Answer(item.At, outcome);
    }

    private void Forget(IEnumerable<Item> items)
    {
        foreach (var item in items)
        {
            _waiting--;
            var left = _pending.GetValueOrDefault(item.Batch.Id) - 1;
            if (left > 0)
                _pending[item.Batch.Id] = left;
            else
                _pending.Remove(item.Batch.Id);
        }
    }

    /// <summary>Keeps the keys that have signed, so that the next submissions are verified ahead of their block.</summary>
    private void Learn(Execution execution)
    {
        if (_knownKeys.Count > KnownKeysLimit)
            _knownKeys.Clear();
        StateTrie? state = null;
        foreach (var transaction in execution.Batches.SelectMany(b => b.Batch.Transactions))
        {
            var kid = transaction.Header.Kid;
            if (!_knownKeys.ContainsKey(kid) && KeyEntry.Read(state ??= _chain!.State(), kid) is { } entry)
                _knownKeys[kid] = PublicKey.FromJwk(entry.Jwk);
        }
    }

    private async Task<BatchOutcome?> FindCommittedAsync(string batchId)
    {
        if (await store.FindBatchAsync(Id, batchId) is { } batch && await store.ReadBlockAsync(Id, batch.Block) is { } block)
            return BatchOutcome.Committed(batchId, batch.Block, block.FirstIndex + batch.First, batch.Count);
        return await store.FindTransactionAsync(Id, batchId) is { } place ? BatchOutcome.Committed(batchId, place.Block, place.Index, 1) : null;
    }
}
