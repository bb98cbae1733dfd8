using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>What a validator does about a message.</summary>
/// <param name="Messages">What to send; it is persisted already.</param>
/// <param name="Refusal">Why it will not vote for what was proposed.</param>
/// <param name="Evidence">Proof that the host proposed two blocks in one round.</param>
public sealed record VoterReply(ImmutableArray<FollowMessage> Messages, Rejection? Refusal = null, Evidence? Evidence = null)
{
    internal static VoterReply Nothing { get; } = new([]);
}

/// <summary>
/// A validator's part in the consensus of one ledger: it takes what the host sends, re-executes what is proposed, persists, and says what to answer.
/// It keeps these promises towards everyone, whatever the host does and however often it crashes (docs/consensus.md argues from them):
/// <list type="number">
/// <item>it votes for one block in a round, and in no round earlier than one it has entered;</item>
/// <item>it votes only for blocks that it has re-executed;</item>
/// <item>locked on a block, it prepares another one only if a quorum prepared that in a later round than the one it locked in;</item>
/// <item>it signs one block at a height, when a quorum has locked on it, and none below a height at which it has voted.</item>
/// </list>
/// Not thread safe: one message after the other.
/// </summary>
public class QuorumVoter
{
    /// <summary>How far a round may be ahead of the validator's own without a quorum's statuses: a host cannot use up the numbers.</summary>
    public const long MaxJump = 1L << 32;

    /// <summary>
    /// How far a new block's time may be from the validator's clock, either way, in milliseconds. A block that a quorum prepared before may be older: it
    /// was new then.
    /// </summary>
    public const long ClockTolerance = 5 * 60_000;

    private readonly ISigner _key;
    private readonly IVoteStore _store;
    private readonly IReplica _replica;
    private VoteRecord? _record;

    /// <summary>Takes up where the store's record has it.</summary>
    public QuorumVoter(ISigner key, IVoteStore store, IReplica replica)
    {
        (_key, _store, _replica) = (key, store, replica);
        _record = store.Load(replica.Cursor.Ledger);
    }

    /// <summary>The validator's key id.</summary>
    public string Kid => _key.KeyId;

    /// <summary>What it is bound to; null before its first vote.</summary>
    public VoteRecord? Record => _record;

    /// <summary>True when its key is one of those that certify the next block.</summary>
    public bool IsInSet => _replica.Settings is var settings && settings.Engine == Quorum.Name && settings.Validators.Any(v => v.KeyId == Kid);

    /// <summary>Handles a message of the host; those that ask nothing of a voter are answered with nothing.</summary>
    /// <param name="message">The message.</param>
    /// <param name="now">The validator's clock, in Unix milliseconds.</param>
    public VoterReply Handle(FollowMessage message, long now) => message switch
    {
        FollowMessage.Propose propose => OnPropose(propose, now),
        FollowMessage.Prepared prepared => OnPrepared(prepared.Certificate),
        FollowMessage.Locked locked => OnLocked(locked.Certificate),
        FollowMessage.EnterRound round => OnRound(round),
        _ => VoterReply.Nothing,
    };

    private VoterReply OnPropose(FollowMessage.Propose propose, long now)
    {
        var (round, block) = (propose.Round, propose.Body.Id);
        if (CheckHeight(propose.Number, out var record) is { } off)
            return Refuse(propose, off);
        if (CheckProposal(propose) is { } unsound)
            return Refuse(propose, unsound);
        if (round < record.Round)
            return Again(record);
        if (round == record.Round && record.Prepare is { } given)
        {
            if (given.Block == block)
                return Again(record);
            if (CheckOnce(given) is { } again)
                return Refuse(propose, again) with { Evidence = DoubleProposal(record, propose) };
        }
        if (CheckRound(propose, record) is { } unjustified)
            return Refuse(propose, unjustified);
        if (CheckLock(propose, record) is { } locked)
        {
            // The host does not know what this validator is locked on: tell it.
            var entered = round > record.Round ? Enter(record, round) : record;
            return new VoterReply([.. Again(entered).Messages, RefusalOf(propose, locked)], locked);
        }
        if (CheckTime(propose, now) is { } late)
            return Refuse(propose, late);
        if (_replica.Replay(propose.Body).Discrepancy is { } wrong)
            return Refuse(propose, new Rejection("proposal.wrong", wrong.ToString()));
        var vote = Vote.Sign(_key, record.Ledger, record.Number, round, VotePhase.Prepare, block);
        Save(record with
        {
            Round = round,
            Proposal = propose.Proposal,
            Body = propose.Body,
            Prepare = vote,
            Lock = null,
            Status = round > record.Round ? null : record.Status,
        });
        return new VoterReply([new FollowMessage.VoteCast(vote)]);
    }

    private VoterReply OnPrepared(VoteCertificate certificate)
    {
        if (CheckHeight(certificate.Number, out var record) is { } off)
            return new VoterReply([], off);
        // Without having re-executed the block in this very round there is nothing to lock on.
        if (certificate.Round != record.Round || record.Prepare?.Block != certificate.Block)
            return VoterReply.Nothing;
        if (record.Lock is null)
        {
            if (certificate.Check(record.Ledger, record.Number, VotePhase.Prepare, _replica.Settings.Validators) is { } bad)
                return new VoterReply([], bad);
            record = Save(record with
            {
                Lock = Vote.Sign(_key, record.Ledger, record.Number, record.Round, VotePhase.Lock, certificate.Block),
                Prepared = certificate,
                PreparedBody = record.Body,
            });
        }
        return new VoterReply([new FollowMessage.VoteCast(record.Lock!)]);
    }

    private VoterReply OnLocked(VoteCertificate certificate)
    {
        if (CheckHeight(certificate.Number, out var record) is { } off)
            return new VoterReply([], off);
        if (record.Signature is { } signed)
            return signed.Block == certificate.Block ? new VoterReply([Signed(signed)]) : new VoterReply([], OneSignature(signed));
        var body = record.Prepare?.Block == certificate.Block ? record.Body
            : record.Prepared?.Block == certificate.Block ? record.PreparedBody : null;
        if (body is null)
            return VoterReply.Nothing;
        if (certificate.Check(record.Ledger, record.Number, VotePhase.Lock, _replica.Settings.Validators) is { } bad)
            return new VoterReply([], bad);
        record = Save(record with { Signature = BlockStatement.Of(body.Header, Block.Sign(body.Header, _key)) });
        return new VoterReply([Signed(record.Signature!)]);
    }

    private VoterReply OnRound(FollowMessage.EnterRound asked)
    {
        if (CheckHeight(asked.Number, out var record) is { } off)
            return new VoterReply([], off);
        if (asked.Round > record.Round + MaxJump)
            return new VoterReply([], new Rejection("voter.jump", FormattableString.Invariant($"Round {asked.Round} is too far ahead.")));
        return Again(asked.Round > record.Round ? Enter(record, asked.Round) : record);
    }

    /// <summary>Moves on to a round and puts down in which state.</summary>
    private VoteRecord Enter(VoteRecord record, long round) => Save(record with
    {
        Round = round,
        Proposal = null,
        Body = null,
        Prepare = null,
        Lock = null,
        Status = RoundStatus.Sign(_key, record.Ledger, record.Number, round, record.Prepared?.Point),
    });

    /// <summary>Says again what it said in the round it is in.</summary>
    private static VoterReply Again(VoteRecord record)
    {
        var messages = ImmutableArray.CreateBuilder<FollowMessage>();
        if (record.Prepare is { } prepare)
            messages.Add(new FollowMessage.VoteCast(prepare));
        else if (record.Status is { } status)
            messages.Add(new FollowMessage.StatusGiven(status, record.Prepared, record.PreparedBody));
        if (record.Lock is { } locked)
            messages.Add(new FollowMessage.VoteCast(locked));
        if (record.Signature is { } signature)
            messages.Add(Signed(signature));
        return new VoterReply(messages.ToImmutable());
    }

    private Rejection? CheckHeight(long number, out VoteRecord record)
    {
        var cursor = _replica.Cursor;
        record = _record is { } kept && kept.Number == cursor.Number + 1 ? kept : new VoteRecord(cursor.Ledger, cursor.Number + 1, 0);
        if (number != record.Number)
        {
            return new Rejection("voter.height", FormattableString.Invariant(
                $"The message is about height {number}; this validator votes at {record.Number}."));
        }
        if (_record is { } later && later.Number > number)
        {
            return new Rejection("voter.past", FormattableString.Invariant(
                $"This validator has voted at height {later.Number} already; its replica stands at {cursor.Number}."));
        }
        return IsInSet ? null : new Rejection("voter.set", $"The key {Kid} is not one of those that certify this block.");
    }

    private Rejection? CheckProposal(FollowMessage.Propose propose)
    {
        var proposal = propose.Proposal;
        if (proposal.Ledger != _replica.Cursor.Ledger || proposal.Block != propose.Body.Id || propose.Body.Header.Number != proposal.Number)
            return new Rejection("proposal.subject", "The proposal is signed for another block than it carries.");
        return _replica.Key(proposal.Kid) is { Role: Roles.Operator or Roles.Validator } entry
            && !entry.IsRevokedIn(proposal.Number) && proposal.Verify(PublicKey.FromJwk(entry.Jwk))
            ? null
            : new Rejection("proposal.signer", $"The proposal is not signed by a registered key with the role operator or validator, but by {proposal.Kid}.", "kid", proposal.Kid);
    }

    // The three rules that keep a ledger from forking. Virtual so that tests can show what each is for: without it they find a fork.

    /// <summary>One vote in a round: why none for another block than the one voted for.</summary>
    private protected virtual Rejection? CheckOnce(Vote given) => OneVote(given);

    /// <summary>A later round's block: why it is not justified by what a quorum says it holds.</summary>
    private protected virtual Rejection? CheckRound(FollowMessage.Propose propose, VoteRecord record)
    {
        if (propose.Round == 0)
            return propose.Justification is null ? null : new Rejection("justification.first", "A proposal in round 0 has no justification.");
        return propose.Justification is { } justification
            ? justification.Check(record.Ledger, record.Number, propose.Round, propose.Body.Id, _replica.Settings.Validators)
            : new Rejection("justification.missing", "A proposal in a later round needs the statuses of a quorum.");
    }

    /// <summary>A block other than the one locked on: why it may not be prepared.</summary>
    private protected virtual Rejection? CheckLock(FollowMessage.Propose propose, VoteRecord record)
    {
        if (record.Signature is { } signed && signed.Block != propose.Body.Id)
            return OneSignature(signed);
        return record.Prepared is { } prepared && prepared.Block != propose.Body.Id && !(propose.Justification?.Prepared?.Round > prepared.Round)
            ? new Rejection("voter.locked", FormattableString.Invariant(
                $"This validator is locked on block {prepared.Block} since round {prepared.Round}."), "block", prepared.Block)
            : null;
    }

    private static Rejection? CheckTime(FollowMessage.Propose propose, long now)
    {
        var ahead = propose.Body.Header.Time - now;
        return propose.Justification?.Prepared is null && ahead is > ClockTolerance or < -ClockTolerance
            ? new Rejection("proposal.time", FormattableString.Invariant(
                $"The block's time is {ahead} ms from this validator's clock; at most {ClockTolerance} are allowed, either way."))
            : null;
    }

    /// <summary>The host asked for a second vote in a round: with the first proposal that is evidence, if one key signed both.</summary>
    private Evidence? DoubleProposal(VoteRecord record, FollowMessage.Propose propose) =>
        record.Proposal is { } first && _replica.Key(first.Kid) is { } entry ? Evidence.Of(first, propose.Proposal, PublicKey.FromJwk(entry.Jwk)) : null;

    private VoteRecord Save(VoteRecord record)
    {
        _store.Save(record);
        return _record = record;
    }

    private static FollowMessage.BlockSigned Signed(BlockStatement statement) => new(statement.Number, statement.Block, statement.Signature);

    private static VoterReply Refuse(FollowMessage.Propose propose, Rejection why) => new([RefusalOf(propose, why)], why);

    private static FollowMessage.Refuse RefusalOf(FollowMessage.Propose propose, Rejection why) =>
        new(propose.Number, propose.Round, propose.Body.Id, why.Code, why.Detail.Length <= 1_000 ? why.Detail : why.Detail[..1_000]);

    private static Rejection OneVote(Vote given) =>
        new("voter.once", FormattableString.Invariant($"This validator prepared block {given.Block} in round {given.Round}."), "block", given.Block);

    private static Rejection OneSignature(BlockStatement signed) =>
        new("voter.signed", FormattableString.Invariant($"This validator signed block {signed.Block} at height {signed.Number}."), "block", signed.Block);
}
