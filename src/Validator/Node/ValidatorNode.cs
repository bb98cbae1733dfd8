using System.Globalization;
using System.Text.Json.Nodes;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Replica;

namespace SmartBlocks.Validator.Node;

/// <summary>
/// A stakeholder's node: it follows the ledger's host, re-executes every block into a replica of its own, votes when its key is a validator's, and
/// stops voting for good when the host's history is not the one it holds. It trusts the host with nothing: not with the blocks, not with their
/// order, not with what was said before a crash.
/// </summary>
public sealed class ValidatorNode : IDisposable
{
    /// <summary>Blocks that become durable together while catching up: what a crash costs is to receive them again.</summary>
    const int MostUncommitted = 256;

    static readonly TimeSpan longestUncommitted = TimeSpan.FromMilliseconds(500), betweenReports = TimeSpan.FromSeconds(1);

    readonly NodeOptions options;
    readonly TimeProvider time;
    readonly ReplicaFolder folder;
    readonly QuorumVoter? voter;
    readonly ForkSearch forks;
    readonly List<FollowMessage> ahead = [];
    volatile NodeStatus status;
    long uncommittedSince, toldAt;
    int uncommitted;

    /// <summary>Opens the replica; nothing is connected before <see cref="RunAsync"/>.</summary>
    /// <exception cref="Export.SourceException">The folder is in use, of another ledger, or damaged.</exception>
    public ValidatorNode(NodeOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        folder = ReplicaFolder.Open(options.Folder);
        try
        {
            Replica = LedgerReplica.Open(folder, options.Ledger, options.CacheBytes);
            Evidence = new EvidenceFolder(folder.Evidence);
            forks = new ForkSearch(options, Replica);
            if (options.Key is { } key) voter = new QuorumVoter(key, Replica, Replica);
        }
        catch
        {
            Replica?.Dispose();
            folder.Dispose();
            throw;
        }

        status = new NodeStatus(options.Ledger, options.Url, Replica.Cursor.Number, null, false, null, null, options.Key?.KeyId, IsValidator, null, null);
    }

    /// <summary>The replica.</summary>
    public LedgerReplica Replica { get; }

    /// <summary>The evidence kept.</summary>
    public EvidenceFolder Evidence { get; }

    /// <summary>How it is now.</summary>
    public NodeStatus Status => status;

    bool IsValidator => options.Key is { } key && Replica.Cursor.Number >= 0 && Replica.Settings.Validators.Any(v => v.KeyId == key.KeyId);

    /// <summary>Follows for ever: reconnects whenever the host goes away, and ends when it is cancelled.</summary>
    /// <returns>True; false when the host's history turned out not to be the replica's.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var pause = options.FirstPause;
        Settle();
        while (!cancellation.IsCancellationRequested && status.Divergence is null)
        {
            var began = time.GetTimestamp();
            var (height, vote) = (status.Height, status.LastVote);
            try
            {
                await FollowAsync(cancellation);
            }
            catch (HostException exception) when (!cancellation.IsCancellationRequested)
            {
                if (status.Connected || status.Trouble != exception.Message) Say($"The host {options.Url}: {exception.Message}");
                status = status with { Connected = false, Trouble = exception.Message };
            }
            catch (DivergenceException exception)
            {
                Diverge(exception.Divergence);
                break;
            }
            catch (Exception exception) when (cancellation.IsCancellationRequested && exception is HostException or OperationCanceledException)
            {
                break;
            }

            // A host that was of use, however shortly, is one that starts again: its ledger may stand still until this validator is back.
            if (status.Height > height || status.LastVote != vote || time.GetElapsedTime(began) > options.LongestPause) pause = options.FirstPause;
            // Not all followers of a host that went away come back at the same moment.
            await PauseAsync(pause * (0.75 + Random.Shared.NextDouble() / 2), cancellation);
            pause = pause * 2 < options.LongestPause ? pause * 2 : options.LongestPause;
        }

        status = status with { Connected = false };
        // It keeps answering from its replica, above all to /healthz.
        if (status.Divergence is not null) await PauseAsync(Timeout.InfiniteTimeSpan, cancellation);
        return status.Divergence is null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Replica.Dispose();
        folder.Dispose();
    }

    async Task FollowAsync(CancellationToken cancellation)
    {
        // From the newest block the replica has, not the one after it: a host that changed it shows so at once.
        await using var host = await HostConnection.OpenAsync(options, Math.Max(0, Replica.Cursor.Number), cancellation);
        var hello = await host.GreetAsync(options, CheckHello, cancellation);
        status = status with { HostHeight = hello.Head.Number };
        try
        {
            var messages = host.Messages;
            while (await messages.WaitToReadAsync(cancellation))
            {
                // Not before the host has said more than hello: one that lets nobody in says that much.
                if (!status.Connected) Say($"Connected to {options.Url}: the ledger is at block {hello.Head.Number}, the replica at {Replica.Cursor.Number}.");
                status = status with { Connected = true, Trouble = null };
                while (messages.TryRead(out var incoming))
                {
                    await TakeAsync(host, incoming, cancellation);
                    if (uncommitted >= MostUncommitted || (uncommitted > 0 && time.GetElapsedTime(uncommittedSince) > longestUncommitted))
                        await CommitAsync(host, cancellation);
                }

                if (uncommitted > 0) await CommitAsync(host, cancellation);
            }
        }
        finally
        {
            // However the connection ends, what was right until then is kept.
            Settle();
            ahead.Clear();
        }
    }

    async Task TakeAsync(HostConnection host, Incoming incoming, CancellationToken cancellation)
    {
        switch (incoming.Message)
        {
            case FollowMessage.BlockLine:
                await AddAsync(host, incoming.Block!, cancellation);
                break;
            case FollowMessage.Progress progress:
                Heard(progress.Head.Number);
                break;
            case FollowMessage.Propose or FollowMessage.Prepared or FollowMessage.Locked or FollowMessage.EnterRound when voter is not null:
                await VoteAsync(host, incoming.Message, cancellation);
                break;
        }
    }

    async Task AddAsync(HostConnection host, PreparedBlock block, CancellationToken cancellation)
    {
        if (block.Block is { } read && read.Header.Number <= Replica.Cursor.Number)
        {
            if (await forks.FindAsync(read.Header.Number, block, cancellation) is { } fork) throw new DivergenceException(fork);
            return;
        }

        if (Replica.Cursor.Number < 0 && block.Block is { } first) CheckGenesis(first.Id);
        // Not a fork, and nothing to vote on or to believe: what is not there cannot be executed, and a replica holds only what it has executed.
        if (block.Dropped > 0) throw new HostException(SnapshotNeeded(block));
        if (Replica.Add(block) is { } discrepancy) throw new DivergenceException(Divergence.Wrong(options.Ledger, discrepancy, block));
        if (uncommitted++ == 0) uncommittedSince = time.GetTimestamp();
        Heard(Replica.Cursor.Number);
        // What was said about this height while the replica was not there yet.
        foreach (var message in ahead.Where(m => m.Height == Replica.Cursor.Number + 1).ToList()) await VoteAsync(host, message, cancellation);
        ahead.RemoveAll(m => m.Height <= Replica.Cursor.Number + 1);
    }

    string SnapshotNeeded(PreparedBlock block) => string.Create(CultureInfo.InvariantCulture,
        $"{block.Dropped} transactions of block {block.Block!.Header.Number} were dropped under a retention transaction, and what is not there cannot be executed: this replica, at block "
        + $"{Replica.Cursor.Number}, cannot go on. Begin an empty --data folder with a snapshot of a later block: 'validator run … --from-snapshot --block ID', or with a file that another "
        + $"validator wrote ('validator snapshot FOLDER --out FILE') or that is at {options.Url.TrimEnd('/')}/api/v1/ledgers/{options.Ledger}/snapshots/HEIGHT.");

    async Task CommitAsync(HostConnection host, CancellationToken cancellation)
    {
        var caughtUp = status.CaughtUpAt is null && Replica.Cursor.Number >= status.HostHeight;
        Settle();
        var cursor = Replica.Cursor;
        if (caughtUp) Say($"Caught up at block {cursor.Number}: {cursor.History.Size} transactions re-executed, state root {cursor.State.Hash}.");
        // While it catches up, now and then is often enough to show that it gets on.
        if (cursor.Number < status.HostHeight && time.GetElapsedTime(toldAt) < betweenReports) return;
        toldAt = time.GetTimestamp();
        await host.SendAsync(new FollowMessage.At(cursor.Number, cursor.State.Hash.ToString()), cancellation);
    }

    void Settle()
    {
        Replica.Commit();
        uncommitted = 0;
        var height = Replica.Cursor.Number;
        status = status with
        {
            Height = height, IsValidator = IsValidator, CaughtUpAt = height >= 0 && height >= status.HostHeight ? time.GetUtcNow() : status.CaughtUpAt,
        };
    }

    async Task VoteAsync(HostConnection host, FollowMessage message, CancellationToken cancellation)
    {
        if (message.Height > Replica.Cursor.Number + 1)
        {
            // Of the highest height alone: the host goes on from there, and repeats what is still needed.
            if (ahead.Count > 0 && ahead[0].Height < message.Height) ahead.Clear();
            if (ahead.Count < 16) ahead.Add(message);
            return;
        }

        if (uncommitted > 0) await CommitAsync(host, cancellation);
        var reply = voter!.Handle(message, time.GetUtcNow().ToUnixTimeMilliseconds());
        if (reply.Evidence is { } evidence)
            Alarm($"{evidence.Sentence} Evidence: {Evidence.Keep(EvidenceFolder.NameOf(evidence.Number, evidence.Kind), JsonNode.Parse(evidence.ToJson())!)}");
        foreach (var answer in reply.Messages)
        {
            await host.SendAsync(answer, cancellation);
            if (Cast(answer) is { } vote) status = status with { LastVote = vote };
        }

        if (reply.Refusal is { } refusal && refusal.Code is not ("voter.height" or "voter.set"))
            Say($"Refused at height {message.Height}: {refusal.Detail}");
    }

    NodeVote? Cast(FollowMessage answer) => answer switch
    {
        FollowMessage.VoteCast { Vote: var vote } =>
            new NodeVote(vote.Number, vote.Round, vote.Phase == VotePhase.Prepare ? "prepare" : "lock", vote.Block, time.GetUtcNow()),
        FollowMessage.BlockSigned signed => new NodeVote(signed.Number, voter!.Record?.Round ?? 0, "sign", signed.Block, time.GetUtcNow()),
        _ => null,
    };

    void Heard(long height)
    {
        if (height > (status.HostHeight ?? -1)) status = status with { HostHeight = height };
        if (uncommitted == 0 && Replica.Cursor.Number >= status.HostHeight) status = status with { CaughtUpAt = time.GetUtcNow() };
    }

    void CheckHello(FollowMessage.Hello hello)
    {
        if (hello.Ledger != options.Ledger) throw new HostException($"it speaks of the ledger '{hello.Ledger}', not of '{options.Ledger}'.");
        CheckGenesis(hello.Genesis);
        if (hello.Head.Number < Replica.Cursor.Number)
            Say($"The host is at block {hello.Head.Number}, this replica at {Replica.Cursor.Number}: the host has lost blocks.");
    }

    void CheckGenesis(string found)
    {
        foreach (var known in new[] { options.Genesis, Replica.GenesisId })
            if (known is not null && known != found) throw new DivergenceException(Divergence.Genesis(options.Ledger, known, found));
    }

    async Task PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, time, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The node is to end: whoever paused looks at that next.
        }
    }

    void Diverge(Divergence divergence)
    {
        var file = Evidence.Keep(EvidenceFolder.NameOf(divergence.Number, "divergence"), divergence.ToJson(options.Url, time.GetUtcNow()));
        status = status with { Connected = false, Divergence = divergence.What };
        Alarm($"{divergence.What} This node stops voting. Evidence: {file}");
    }

    void Say(FormattableString text) => options.Say(FormattableString.Invariant(text));

    void Alarm(string text) => (options.Alarm ?? options.Say)(text);
}
