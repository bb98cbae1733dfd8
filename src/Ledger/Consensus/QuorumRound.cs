using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>
/// The host's part in agreeing on one block: it proposes, gathers votes into certificates, and leads through further rounds when one gets stuck. Pure: it
/// takes messages and says what to send to all validators. Whoever runs it persists every <see cref="FollowMessage.Propose"/> before sending it, calls
/// <see cref="Next"/> when a round takes too long, and sends <see cref="Current"/> to a validator that has just come.
/// Not thread safe.
/// </summary>
public sealed class QuorumRound
{
    /// <summary>
    /// How many rounds <see cref="Next"/> passes over at most, to meet a validator that is further on: one that lies about its round costs numbers, of which
    /// there are enough.
    /// </summary>
    public const long MaxLead = 1_024;

    private readonly ISigner _host;
    private readonly ImmutableArray<PublicKey> _validators;
    private readonly Func<ProposedBlock, bool> _replays;
    private readonly ProposedBlock _own;
    private readonly Dictionary<string, ProposedBlock> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Vote> _prepares = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Vote> _locks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoundStatus> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Block, string Kid), BlockStatement> _signatures = [];
    private readonly Dictionary<string, long> _rounds = new(StringComparer.Ordinal);
    private readonly StatementWatch _watch = new();
    private readonly List<Evidence> _evidence = [];
    private FollowMessage.Propose? _proposal;
    private VoteCertificate? _prepared;
    private VoteCertificate? _locked;
    private VoteCertificate? _highest;

    /// <summary>Begins to agree on a block, or goes on where a crash interrupted.</summary>
    /// <param name="host">The key that signs proposals: a registered one with the role operator or validator.</param>
    /// <param name="own">The block the host wants.</param>
    /// <param name="validators">The validators that certify it.</param>
    /// <param name="replays">Whether a block, which a validator handed in, re-executes on the ledger before it.</param>
    /// <param name="kept">The proposal persisted last at this height; null when there is none.</param>
    public QuorumRound(
        ISigner host, ProposedBlock own, ImmutableArray<PublicKey> validators, Func<ProposedBlock, bool> replays, FollowMessage.Propose? kept = null)
    {
        (_host, _own, _validators, _replays) = (host, own, validators, replays);
        _bodies[own.Id] = own;
        if (kept is null || kept.Number != Number)
        {
            _proposal = Propose(own, null);
            return;
        }
        _bodies[kept.Body.Id] = kept.Body;
        Round = kept.Round;
        if (kept.Body.Id == own.Id)
            _proposal = kept;
        else
            Round++;   // the word for the round is given, for another block: only a new round can bring this one, if nothing was prepared
    }

    /// <summary>The ledger.</summary>
    public string Ledger => _own.Header.Ledger;

    /// <summary>The height.</summary>
    public long Number => _own.Header.Number;

    /// <summary>The time of the host's own block, Unix milliseconds.</summary>
    public long Time => _own.Header.Time;

    /// <summary>The round it is in.</summary>
    public long Round { get; private set; }

    /// <summary>The block with its certificate, once there is one: the host's own, or another that validators had locked.</summary>
    public Block? Decided { get; private set; }

    /// <summary>The batches of <see cref="Decided"/>.</summary>
    public ImmutableArray<Batch> DecidedBatches => Decided is { } block ? _bodies[block.Id].Batches : [];

    /// <summary>True when a proposal, a later one than the first, brings the host's own block and nothing was prepared before it: it may be replaced by a newer block.</summary>
    public bool IsReplaceable(FollowMessage.Propose proposal) => proposal.Round > 0 && proposal.Justification?.Prepared is null && proposal.Body.Id == _own.Id;

    /// <summary>What a validator that has just come must hear.</summary>
    public ImmutableArray<FollowMessage> Current
    {
        get
        {
            if (_proposal is null)
                return [new FollowMessage.EnterRound(Number, Round)];
            var messages = ImmutableArray.Create<FollowMessage>(_proposal);
            if (_prepared is not null)
                messages = messages.Add(new FollowMessage.Prepared(_prepared));
            return _locked is null ? messages : messages.Add(new FollowMessage.Locked(_locked));
        }
    }

    /// <summary>The height once it is decided: what else is said about it.</summary>
    /// <exception cref="InvalidOperationException">It is not decided.</exception>
    public DecidedHeight Afterwards() => Decided is not null
        ? new DecidedHeight(Number, _validators, _bodies.Values.Select(b => b.Header), _watch)
        : throw new InvalidOperationException(FormattableString.Invariant($"Block {Number} of {Ledger} is not decided."));

    /// <summary>Contradictions noticed since the last call.</summary>
    public ImmutableArray<Evidence> TakeEvidence()
    {
        ImmutableArray<Evidence> found = [.. _evidence];
        _evidence.Clear();
        return found;
    }

    /// <summary>
    /// The round took too long: begin the next, or the highest that a validator says it is in. Without it a quorum may be missing for as many rounds as it
    /// is ahead: it votes in no earlier one.
    /// </summary>
    public ImmutableArray<FollowMessage> Next() => Ask(Math.Clamp(_rounds.Values.DefaultIfEmpty().Max(), Round + 1, Round + MaxLead));

    /// <summary>Takes what a validator says.</summary>
    /// <param name="kid">The key that the connection is known to belong to.</param>
    /// <param name="message">The message.</param>
    /// <returns>What to send to all validators.</returns>
    public ImmutableArray<FollowMessage> Handle(string kid, FollowMessage message)
    {
        if (Decided is not null || _validators.FirstOrDefault(v => v.KeyId == kid) is not { } key)
            return [];
        return message switch
        {
            FollowMessage.VoteCast cast => OnVote(cast.Vote, key),
            FollowMessage.StatusGiven given => OnStatus(given, key),
            FollowMessage.BlockSigned signed => OnSigned(signed, key),
            _ => [],
        };
    }

    private ImmutableArray<FollowMessage> OnVote(Vote vote, PublicKey key)
    {
        if (!Hear(vote, key))
            return [];
        if (vote.Round != Round || _proposal is not { } proposal || vote.Block != proposal.Body.Id)
            return CatchUp(key.KeyId, vote.Round);
        if (vote.Phase == VotePhase.Prepare)
        {
            _prepares[vote.Kid] = vote;
            if (_prepared is not null || _prepares.Count < Needed)
                return [];
            _prepared = _highest = VoteCertificate.Of(_prepares.Values);
            return [new FollowMessage.Prepared(_prepared!)];
        }
        _locks[vote.Kid] = vote;
        if (_locked is not null || _locks.Count < Needed)
            return [];
        _locked = VoteCertificate.Of(_locks.Values);
        return [new FollowMessage.Locked(_locked!)];
    }

    private ImmutableArray<FollowMessage> OnStatus(FollowMessage.StatusGiven given, PublicKey key)
    {
        var status = given.Status;
        if (!Hear(status, key) || !Holds(given))
            return [];
        if (given.Certificate is { } certificate && (_highest is null || certificate.Round > _highest.Round))
            _highest = certificate;
        if (status.Round != Round || _proposal is not null)
            return CatchUp(key.KeyId, status.Round);
        _statuses[status.Kid] = status;
        if (_statuses.Count < Needed)
            return [];
        _proposal = Propose(_highest is null ? _own : _bodies[_highest.Block], new Justification([.. _statuses.Values.OrderBy(s => s.Kid, StringComparer.Ordinal)], _highest));
        return [_proposal];
    }

    private ImmutableArray<FollowMessage> OnSigned(FollowMessage.BlockSigned signed, PublicKey key)
    {
        if (signed.Number != Number || !_bodies.TryGetValue(signed.Block, out var body))
            return [];
        var statement = BlockStatement.Of(body.Header, new BlockSignature(key.KeyId, signed.Signature));
        if (!Hear(statement, key))
            return [];
        _signatures[(signed.Block, key.KeyId)] = statement;
        var signatures = _signatures.Where(s => s.Key.Block == signed.Block).Select(s => new BlockSignature(s.Key.Kid, s.Value.Signature)).ToList();
        if (signatures.Count >= Needed)
            Decided = new Block(body.Header, signatures);
        return [];
    }

    private int Needed => Quorum.Needed(_validators.Length);

    /// <summary>True when the statement is the key's own and about this height; contradictions are kept.</summary>
    private bool Hear(SignedStatement statement, PublicKey key)
    {
        if (statement.Kid != key.KeyId || statement.Ledger != Ledger || statement.Number != Number || !statement.Verify(key))
            return false;
        if (_watch.Hear(statement, key) is { } evidence)
            _evidence.Add(evidence);
        return true;
    }

    /// <summary>True when a status comes with what it names: the certificate, and a block that re-executes.</summary>
    private bool Holds(FollowMessage.StatusGiven given)
    {
        if (given.Status.Prepared is not { } point)
            return given.Certificate is null;
        if (given.Certificate is not { } certificate || certificate.Point != point || certificate.Check(Ledger, Number, VotePhase.Prepare, _validators) is not null)
            return false;
        if (_bodies.ContainsKey(point.Block))
            return true;
        if (given.Body is not { } body || body.Id != point.Block || !_replays(body))
            return false;
        _bodies[body.Id] = body;
        return true;
    }

    /// <summary>
    /// A host that crashed may be behind its validators. It goes to the highest round that more validators have reached than may be faulty: at least one
    /// honest one is there.
    /// </summary>
    private ImmutableArray<FollowMessage> CatchUp(string kid, long round)
    {
        _rounds[kid] = Math.Max(round, _rounds.GetValueOrDefault(kid));
        var reached = _rounds.Values.OrderDescending().ElementAtOrDefault(Quorum.Tolerated(_validators.Length));
        return reached > Round ? Ask(reached) : [];
    }

    private ImmutableArray<FollowMessage> Ask(long round)
    {
        Round = round;
        (_proposal, _prepared, _locked) = (null, null, null);
        _prepares.Clear();
        _locks.Clear();
        _statuses.Clear();
        return Current;
    }

    private FollowMessage.Propose Propose(ProposedBlock block, Justification? justification) =>
        new(SignedProposal.Sign(_host, Ledger, Number, Round, block.Id), block, justification);
}
