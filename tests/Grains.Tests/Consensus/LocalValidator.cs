using System.Collections.Concurrent;
using System.Threading.Channels;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Consensus;

/// <summary>
/// A validator in this process over the real path: it is connected to the ledger's grain as a gateway's session is, re-executes every block into a replica
/// of its own, in memory, and votes. Only the WebSocket is left out.
/// </summary>
public sealed class LocalValidator : IFollowConnection, IReplica, ITransactionIndex, IAsyncDisposable
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly IFollowGrain _ledger;
    private readonly LedgerReader _reader;
    private readonly TimeProvider _time;
    private readonly MemoryStateNodes _nodes = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly BlockExecutor _executor;
    private readonly ConsensusEngines _engines = ConsensusEngines.ForVerification;
    private readonly Channel<(long Number, ReadOnlyMemory<byte> Frame)> _inbox = Channel.CreateUnbounded<(long, ReadOnlyMemory<byte>)>();
    private readonly CancellationTokenSource _stop = new();
    private readonly QuorumVoter _voter;
    private readonly IFollowConnection _me;
    private readonly Task _running;

    /// <summary>Connects a validator.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="votes">Where it keeps its votes: what a restart must find again.</param>
    /// <param name="ledger">The ledger's id.</param>
    /// <param name="grains">The way to the ledger's grain.</param>
    /// <param name="reader">Where it reads committed blocks, as it would receive them.</param>
    /// <param name="families">The families of the ledger.</param>
    /// <param name="time">Its clock.</param>
    public LocalValidator(ISigner key, IVoteStore votes, string ledger, IGrainFactory grains, LedgerReader reader, FamilyRegistry families, TimeProvider time)
    {
        (_grains, _reader, _time, Cursor) = (grains, reader, time, LedgerCursor.Start(ledger));
        _executor = new BlockExecutor(families, _nodes);
        _ledger = grains.GetGrain<IFollowGrain>(ledger);
        _voter = new QuorumVoter(key, votes, this);
        _me = grains.CreateObjectReference<IFollowConnection>(this);
        _running = Task.WhenAll(Task.Run(RunAsync), Task.Run(RenewAsync));
    }

    /// <inheritdoc/>
    public LedgerCursor Cursor { get; private set; }

    /// <inheritdoc/>
    public LedgerSettings Settings => _executor.SettingsAt(Cursor);

    /// <summary>Changes what the voter says before it is sent: a validator that lies. Null: it is honest.</summary>
    public Func<FollowMessage, QuorumVoter, IEnumerable<FollowMessage>>? Lie { get; set; }

    /// <summary>What it would not vote for, and what it caught the host at.</summary>
    public ConcurrentQueue<VoterReply> Objections { get; } = new();

    /// <summary>Why it stopped, if it did: a block that is not right.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public Task Hear(long number, ReadOnlyMemory<byte> frame)
    {
        _inbox.Writer.TryWrite((number, frame));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Stored(BlockPoint head) => Hear(head.Number + 1, default);

    /// <inheritdoc/>
    public KeyEntry? Key(string kid) => KeyEntry.Read(new StateTrie(Cursor.State, _nodes), kid);

    /// <inheritdoc/>
    public ReplayResult Replay(ProposedBlock block) => _executor.Replay(Cursor, block.WithoutSignatures(), block.Batches, this);

    /// <inheritdoc/>
    public bool Contains(string id) => _ids.Contains(id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _ledger.Unfollow(_me);
        _grains.DeleteObjectReference<IFollowConnection>(_me);
        _stop.Dispose();
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(Renewal);
        try
        {
            do
            {
                if (await _ledger.Follow(_me, new FollowerState(_voter.Kid, false, Cursor.Number)) is { } head)
                    await Stored(head);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var (number, frame) in _inbox.Reader.ReadAllAsync(_stop.Token))
            {
                await CatchUpAsync(number - 1);
                if (!frame.IsEmpty)
                    await AnswerAsync(frame);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (InvalidDataException e)
        {
            Trouble = e.Message;
        }
    }

    private async Task AnswerAsync(ReadOnlyMemory<byte> frame)
    {
        if (!FollowCodec.TryReadHost(frame, out var message, out var why))
            throw new InvalidDataException(why.Detail);
        var reply = Lie is null ? _voter.Handle(message, _time.GetUtcNow().ToUnixTimeMilliseconds()) : new VoterReply([.. Lie(message, _voter)]);
        if (reply.Refusal is not null || reply.Evidence is not null)
            Objections.Enqueue(reply);
        foreach (var answer in reply.Messages)
            await _ledger.Say(_voter.Kid, FollowCodec.Write(answer));
    }

    private async Task CatchUpAsync(long number)
    {
        while (Cursor.Number < number && await _reader.Store.ReadBlockAsync(Cursor.Ledger, Cursor.Number + 1) is { } stored)
        {
            var body = await _reader.Store.ReadBodyAsync(stored.Ledger, stored.Number) ?? throw new InvalidDataException("a block has no body");
            Apply(LedgerReader.Parse(stored), [.. Batches(body)]);
        }
    }

    private void Apply(Block block, IReadOnlyList<Batch> batches)
    {
        var replay = _executor.Replay(Cursor, block, batches, this);
        if (replay.Execution is not { } execution)
            throw new InvalidDataException(replay.Discrepancy!.ToString());
        if (_engines.VerifyCertificate(block, execution.Validators) is { } bad)
            throw new InvalidDataException(bad.Detail);
        _nodes.Append(execution.State.Start, execution.State.Bytes.Span);
        _ids.UnionWith(batches.SelectMany(b => b.Transactions).Select(t => t.Id));
        Cursor = execution.Next;
    }

    private static IEnumerable<Batch> Batches(StoredBody body)
    {
        for (var i = 0; i < body.Transactions.Count;)
        {
            var seal = body.Seals.FirstOrDefault(s => s.First == i);
            var json = seal is null ? body.Transactions[i] : System.Text.Encoding.UTF8.GetBytes(
                $$"""{"transactions":[{{string.Join(',', body.Transactions.Skip(i).Take(seal.Count).Select(t => $"\"{System.Text.Encoding.ASCII.GetString(t.Span)}\""))}}],"seal":"{{seal.Seal}}"}""");
            yield return Batch.TryParse(json, out var batch, out var why) ? batch : throw new InvalidDataException(why.Detail);
            i += seal?.Count ?? 1;
        }
    }
}

/// <summary>Votes in memory; a validator that restarts is given the same one.</summary>
public sealed class MemoryVotes : IVoteStore
{
    private VoteRecord? _record;

    /// <inheritdoc/>
    public VoteRecord? Load(string ledger) => _record;

    /// <inheritdoc/>
    public void Save(VoteRecord record) => _record = record;
}
