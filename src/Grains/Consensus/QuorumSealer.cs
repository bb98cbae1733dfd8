using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Has the validators of a ledger agree on its next block: runs a <see cref="QuorumRound"/> between the store, which keeps each proposal before it is sent,
/// and the validators that are connected. Without a quorum connected it waits, for as long as it takes, and goes on by itself when they are back.
/// </summary>
internal sealed class QuorumSealer(
    ISigner host, Followers followers, IProposalStore proposals, IEvidenceStore evidence, Func<ProposedBlock, bool> replays, TimeProvider time,
    LedgerOptions options, ILogger log)
{
    /// <summary>Heights at which contradictions are looked for after they are decided: as far as an honest validator may be late.</summary>
    private const int Watched = 8;

    /// <summary>Validators compare a new block's time with their clocks; after this long it is better made anew.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly List<DecidedHeight> _decided = [];
    private volatile ValidatorInbox? _inbox;
    private volatile bool _stopped;

    /// <summary>A validator has come: it hears what the others were asked.</summary>
    public void Join(IFollowConnection connection, string kid) => _inbox?.TryAdd(new ValidatorEvent(kid, connection, null));

    /// <summary>A validator says something, about the height under way or about one that is decided.</summary>
    public async Task SayAsync(string kid, FollowMessage said)
    {
        if (!await HearLateAsync(kid, said))
            _inbox?.TryAdd(new ValidatorEvent(kid, null, said));
    }

    /// <summary>The grain goes: whoever waits for a block hears that the ledger is busy.</summary>
    public void Stop()
    {
        _stopped = true;
        _inbox?.Close();
    }

    /// <summary>Collects the certificate of a block.</summary>
    /// <exception cref="OtherBlockDecidedException">The validators had locked another block at this height; it is certified instead.</exception>
    /// <exception cref="ProposalExpiredException">The block is too old to be agreed on, and nobody is bound to it.</exception>
    /// <exception cref="LedgerBusyException">The grain goes.</exception>
    public async Task<Block> SealAsync(Execution execution, CancellationToken cancellation)
    {
        var own = ProposedBlock.Of(execution);
        var kids = execution.Header.Validators.ToHashSet(StringComparer.Ordinal);
        var inbox = new ValidatorInbox(kids);
        var round = new QuorumRound(host, own, execution.Validators, replays, await KeptAsync(own.Header, cancellation));
        // A block that was decided and then not stored leaves its height open: what is said about it counts again.
        Reopen(own.Header.Number);
        // Before the first frame goes out, so that nobody who joins meanwhile misses it.
        _inbox = inbox;
        if (_stopped)
            inbox.Close();
        try
        {
            await SendAsync(round, round.Current, kids, cancellation);
            await AgreeAsync(round, inbox, kids, cancellation);
            Watch(round.Afterwards());
            while (inbox.TryTake() is { } left)
            {
                if (left.Said is { } said)
                    await HearLateAsync(left.Kid, said);
            }
        }
        catch (ChannelClosedException)
        {
            throw new LedgerBusyException($"Ledger '{round.Ledger}' moves while it waits for its validators. Try again.");
        }
        finally
        {
            _inbox = null;
        }
        var decided = round.Decided!;
        return decided.Id == own.Id ? decided : throw new OtherBlockDecidedException(decided, round.DecidedBatches);
    }

    /// <summary>The proposal that was stored for the block after <paramref name="parent"/>, to be finished before anything else; null when there is none.</summary>
    public async Task<ProposedBlock?> PendingAsync(LedgerCursor parent, CancellationToken cancellation) =>
        await proposals.ReadProposalAsync(parent.Ledger, cancellation) is { } stored && stored.Number == parent.Number + 1 ? Read(stored)?.Body : null;

    private async Task AgreeAsync(QuorumRound round, ValidatorInbox inbox, HashSet<string> kids, CancellationToken cancellation)
    {
        var needed = Quorum.Needed(kids.Count);
        bool IsQuorate() => followers.Count(kids) >= needed;
        var pace = new RoundPace(options.RoundTimeout);
        var (first, waited) = (round.Round, false);
        var began = time.GetTimestamp();
        while (round.Decided is null)
        {
            var quorate = IsQuorate();
            if (quorate && waited && Age(round) > Stale && round.Round == first)
                await SendAsync(round, round.Next(), kids, cancellation);
            if (quorate && waited)
            {
                pace.Gathered();
                began = time.GetTimestamp();
            }
            if (!quorate && !waited)
                log.LogWarning("Ledger {Ledger}: block {Number} waits for validators; {Connected} of the {Needed} it needs are connected", round.Ledger, round.Number, followers.Count(kids), needed);
            waited = !quorate;
            var before = round.Round;
            // A connection that dies in silence is noticed here, not by a message: look again now and then.
            var heard = await NextAsync(inbox, quorate ? pace.Limit - time.GetElapsedTime(began) : RoundPace.Longest, cancellation);
            if (heard is null)
            {
                // Who waits for too few goes on to no further round: those who are left would be ahead of those who come back.
                if (!quorate || !IsQuorate())
                    continue;
                log.LogWarning("Ledger {Ledger}: block {Number} was not decided in round {Round} by the validators connected; the next round begins", round.Ledger, round.Number, round.Round);
                pace.InVain();
                await SendAsync(round, round.Next(), kids, cancellation);
            }
            else if (heard.Joined is { } connection)
            {
                foreach (var message in round.Current)
                    followers.Send(connection, round.Number, FollowCodec.Write(message));
            }
            else
            {
                if (heard.Said is FollowMessage.Refuse refuse)
                    log.LogWarning("Ledger {Ledger}: validator {Kid} does not vote for block {Number} in round {Round}: {Code}: {Detail}", round.Ledger, heard.Kid, refuse.Number, refuse.Round, refuse.Code, refuse.Detail);
                await SendAsync(round, round.Handle(heard.Kid, heard.Said!), kids, cancellation);
                foreach (var found in round.TakeEvidence())
                    await KeepAsync(found, cancellation);
            }
            if (round.Round != before)
                began = time.GetTimestamp();
        }
    }

    private TimeSpan Age(QuorumRound round) => time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(round.Time);

    /// <summary>The next event; null when the time is over.</summary>
    private async Task<ValidatorEvent?> NextAsync(ValidatorInbox inbox, TimeSpan left, CancellationToken cancellation)
    {
        if (inbox.TryTake() is { } ready)
            return ready;
        if (left <= TimeSpan.Zero)
            return null;
        using var over = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            return await inbox.TakeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task SendAsync(QuorumRound round, ImmutableArray<FollowMessage> messages, HashSet<string> kids, CancellationToken cancellation)
    {
        foreach (var message in messages)
        {
            if (message is FollowMessage.Propose propose && round.IsReplaceable(propose) && Age(round) > Stale)
                throw new ProposalExpiredException(propose.Body.Header);
            var frame = FollowCodec.Write(message);
            if (message is FollowMessage.Propose binding
                && !await proposals.SaveProposalAsync(new StoredProposal(round.Ledger, binding.Number, binding.Round, frame), cancellation))
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Ledger '{round.Ledger}': another activation has proposed at height {binding.Number} in round {binding.Round} or later."));
            }
            followers.Send(kids, round.Number, frame);
        }
    }

    /// <summary>Whether something is about a height that was decided lately; a contradiction in it is kept.</summary>
    private async Task<bool> HearLateAsync(string kid, FollowMessage said)
    {
        DecidedHeight? decided;
        Evidence? found;
        lock (_gate)
        {
            decided = _decided.Find(d => d.Number == said.Height);
            found = decided?.Hear(kid, said);
        }
        if (found is not null)
            await KeepAsync(found, CancellationToken.None);
        return decided is not null;
    }

    private void Reopen(long number)
    {
        lock (_gate)
        {
            _decided.RemoveAll(d => d.Number >= number);
        }
    }

    private void Watch(DecidedHeight decided)
    {
        lock (_gate)
        {
            _decided.Add(decided);
            if (_decided.Count > Watched)
                _decided.RemoveAt(0);
        }
    }

    private async Task KeepAsync(Evidence found, CancellationToken cancellation)
    {
        var added = await evidence.AddEvidenceAsync(
            new StoredEvidence(found.Ledger, found.Number, found.Key.KeyId, found.Kind, time.GetUtcNow().ToUnixTimeMilliseconds(), found.ToJson()), cancellation);
        if (added)
            log.LogError("Ledger {Ledger}: {Sentence}", found.Ledger, found.Sentence);
    }

    private async Task<FollowMessage.Propose?> KeptAsync(BlockHeader header, CancellationToken cancellation) =>
        await proposals.ReadProposalAsync(header.Ledger, cancellation) is { } stored && stored.Number == header.Number ? Read(stored) : null;

    /// <exception cref="InvalidDataException">The store holds something else than a proposal.</exception>
    private static FollowMessage.Propose? Read(StoredProposal stored) =>
        FollowCodec.TryReadHost(stored.Frame, out var message, out var why) ? message as FollowMessage.Propose
            : throw new InvalidDataException($"Ledger '{stored.Ledger}': the proposal stored for block {stored.Number} cannot be read: {why.Detail}");
}
