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
/// Orders submissions into blocks. Reentrant: each submission waits for its outcome, while a <see cref="BlockPublisher"/> takes what has come
/// meanwhile, executes it off the turn, has it certified and stores it in one durable append.
/// </summary>
/// <remarks><b>Nothing is acknowledged that is not stored.</b></remarks>
[Reentrant]
[GrainType("ledger")]
public sealed partial class LedgerGrain(
    ILedgerStore store, IProposalStore proposals, IEvidenceStore evidence, FamilyRegistry families, ILedgerEngines engines, IKeyVault keys,
    TimeProvider time, IOptions<LedgerOptions> options, ILogger<LedgerGrain> log)
    : Grain, ILedgerGrain, IFollowGrain, IBlockPublisherHost
{
    /// <summary>Name of the stream provider, and namespace of the stream that says a block is on the ledger.</summary>
    public const string Streams = "streams", BlockStream = "blocks";

    private readonly BatchQueue _queue = new();
    private readonly RefusedBatches _refused = new();
    private readonly SignerKeys _signers = new();
    private readonly LedgerOptions _options = options.Value;
    private ConsensusEngines? _engines;
    private LedgerChain? _chain;
    private PreparationQueue? _preparation;
    private BlockPublisher? _publisher;

    private string Id => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await OpenToFollowersAsync(cancellationToken);
        _chain = await LoadAsync(cancellationToken);
        _preparation = new PreparationQueue(_signers.Find);
        _publisher = new BlockPublisher(_queue, _preparation, _options, time, this, log);
        if (await _sealer!.PendingAsync(_chain.Head.Cursor, cancellationToken) is { } pending)
            _publisher.Begin(pending);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stopping?.Unregister();
        _sealer?.Stop();
        if (_publisher is not null)
            await _publisher.Idle;
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<CreateOutcome> Create(CreateLedger request)
    {
        if (!Names.IsLedger(Id))
            return new CreateOutcome(false, null, new Rejection("ledger.name", $"ledger is '{Id}'; it must be 1 to 64 of a-z, 0-9 and -.", "ledger", Id));
        if (_chain!.Head.Header is not null)
            return await HandOverAsync(request, await Standing(request));
        if (request.Validators is { Length: > 0 and < LedgerGuards.MinQuorum } few)
        {
            return new CreateOutcome(false, null, new Rejection("ledger.validators",
                FormattableString.Invariant($"validators holds {few.Length}; a quorum needs at least {LedgerGuards.MinQuorum}, or none may be faulty."), "validators"));
        }
        var genesis = await Genesis.CreateAsync(keys, Id, request, time.GetUtcNow());
        var result = await Submit(new SubmitRequest([genesis.Bytes]));
        var outcome = result.Outcomes[0];
        return outcome.Status == BatchStatus.Committed
            ? await HandOverAsync(request, new CreateOutcome(true, await Head(), null))
            : _chain!.Head.Header is not null ? await Standing(request) : new CreateOutcome(false, null, outcome.Rejection);
    }

    /// <inheritdoc/>
    public Task<SubmitResult> Submit(SubmitRequest request, CancellationToken cancellation = default)
    {
        if (request.Batches.IsDefaultOrEmpty)
            return Task.FromResult(new SubmitResult([]));
        if (_queue.Unanswered + request.Batches.Length > _options.QueueLimit)
            throw new LedgerBusyException($"Ledger '{Id}' has {_queue.Unanswered} batches waiting; at most {_options.QueueLimit} may. Try again later.");
        var submission = new Submission(request.Batches);
        _queue.Add(submission);
        _preparation!.Add(submission);
        _publisher!.Wake();
        return submission.Done;
    }

    /// <inheritdoc/>
    public Task<LedgerHead?> Head()
    {
        if (_chain?.Head is not { Header: { } header, Cursor: var cursor })
            return Task.FromResult<LedgerHead?>(null);
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
                ?? (_queue.Has(id) ? new BatchOutcome(id, BatchStatus.Pending, -1, -1, 0, null, null) : null)
                ?? _refused.Find(id)
                ?? new BatchOutcome(id, BatchStatus.Unknown, -1, -1, 0, null, null));
        }
        return outcomes.ToImmutable();
    }

    private async Task<LedgerChain> LoadAsync(CancellationToken cancellation = default)
    {
        // The engines outlive a reload: one that talks to validators keeps what it knows of them.
        _engines ??= await engines.CreateAsync(Id, _sealer!.SealAsync, cancellation);
        return await LedgerChain.LoadAsync(store, families, _engines, Id, _options.StateCacheBytes, cancellation);
    }

    /// <summary>The founding's second step, made again where a crash kept it from being made: later blocks show that the ledger has gone its own way.</summary>
    private async Task<CreateOutcome> HandOverAsync(CreateLedger request, CreateOutcome founded)
    {
        if (founded.Rejection is not null || request.Validators is not { Length: > 0 } || _chain!.Head.Cursor.Number != 0)
            return founded;
        var batch = await Genesis.HandOverAsync(keys, Id, request, time.GetUtcNow());
        var outcome = (await Submit(new SubmitRequest([batch.ToJson()]))).Outcomes[0];
        return outcome.Status == BatchStatus.Committed
            ? founded with { Head = await Head() }
            : new CreateOutcome(founded.Created, null, outcome.Rejection);
    }

    private async Task<CreateOutcome> Standing(CreateLedger request)
    {
        var founder = await keys.GetOrCreateAsync(Genesis.OperatorKey(request.Tenant));
        return KeyEntry.Read(_chain!.State(), founder.KeyId) is { Role: Roles.Operator }
            ? new CreateOutcome(false, await Head(), null)
            : new CreateOutcome(false, null, new Rejection("ledger.exists", $"There is a ledger '{Id}' already, and it is not {request.Tenant}'s.", "ledger", Id));
    }

    LedgerChain IBlockPublisherHost.Chain => _chain!;

    async Task IBlockPublisherHost.ReloadAsync() => _chain = await LoadAsync();

    void IBlockPublisherHost.Leave() => DeactivateOnIdle();

    async Task IBlockPublisherHost.StoredAsync(Execution execution, Block block)
    {
        _signers.Learn(execution, _chain!.State);
        _followers!.Stored(new BlockPoint(block.Header.Number, block.Id));
        var notice = new BlockNotice(Id, block.Header.Number, block.Id, block.Header.Time, execution.Leaves.Length, execution.Batches.Length, block.Header.Size);
        await this.GetStreamProvider(Streams).GetStream<BlockNotice>(StreamId.Create(BlockStream, Id)).OnNextAsync(notice);
    }

    async Task<BatchOutcome> IBlockPublisherHost.RefuseAsync(RejectedBatch refusal)
    {
        // A redelivered batch is no error, whatever rule it met first: it gets the receipt of the first delivery.
        if (await FindCommittedAsync(refusal.Batch.Id) is { } committed)
            return committed;
        var outcome = BatchOutcome.Refused(refusal.Batch.Id, refusal.Rejection, refusal.TransactionId, refusal.Batch.Transactions.Length);
        _refused.Add(outcome);
        return outcome;
    }

    private async Task<BatchOutcome?> FindCommittedAsync(string batchId)
    {
        if (await store.FindBatchAsync(Id, batchId) is { } batch && await store.ReadBlockAsync(Id, batch.Block) is { } block)
            return BatchOutcome.Committed(batchId, batch.Block, block.FirstIndex + batch.First, batch.Count);
        return await store.FindTransactionAsync(Id, batchId) is { } place ? BatchOutcome.Committed(batchId, place.Block, place.Index, 1) : null;
    }
}
