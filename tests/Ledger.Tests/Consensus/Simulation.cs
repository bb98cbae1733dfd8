using System.Collections.Immutable;

namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>
/// One height of a quorum ledger under a random schedule: messages are lost, doubled and reordered, validators and host crash and forget all but what
/// they persisted, some validators lie, and the host may have several minds. Then all of it ends, and the honest ones must agree on one block.
/// Everything travels as bytes.
/// </summary>
internal sealed class Simulation
{
    /// <summary>Makes a validator: the honest one, unless a test takes a rule from it.</summary>
    public delegate QuorumVoter Maker(ISigner key, IVoteStore store, IReplica replica);

    public sealed record Faults(int LyingValidators = 0, int HostMinds = 1, double Loss = 0.1, double Doubling = 0.1, double Crash = 0.02, bool HostForgets = false, bool HostCheats = false, int Steps = 250);

    private sealed record Letter(int Mind, int Validator, byte[] Bytes, bool ToHost);

    private readonly Random _random;
    private readonly Faults _faults;
    private readonly QuorumLedger _ledger;
    private readonly List<Letter> _letters = [];
    private readonly QuorumVoter[] _voters;
    private readonly SimVotes[] _votes;
    private readonly SimReplica[] _replicas;
    private readonly List<Mind> _minds = [];
    private readonly HashSet<string> _liars = [];
    private readonly Dictionary<(long Round, VotePhase Phase, string Block), Dictionary<string, Vote>> _got = [];
    private readonly ProposedBlock _other;
    private readonly Maker _make;
    private bool _cheating;

    /// <summary>A host's mind: a block it wants, and what it persisted.</summary>
    private sealed class Mind(ProposedBlock own)
    {
        public ProposedBlock Own { get; } = own;

        public FollowMessage.Propose? Kept { get; set; }

        public QuorumRound? Round { get; set; }
    }

    public Simulation(int seed, int validators, Faults faults, Maker? make = null)
    {
        _make = make ?? ((key, store, replica) => new QuorumVoter(key, store, replica));
        (_random, _faults, _cheating) = (new Random(seed), faults, faults.HostCheats);
        _ledger = new QuorumLedger(validators);
        _replicas = [.. Enumerable.Range(0, validators).Select(_ => _ledger.Replica())];
        _votes = [.. Enumerable.Range(0, validators).Select(_ => new SimVotes())];
        _voters = [.. Enumerable.Range(0, validators).Select(Wake)];
        _liars.UnionWith(_ledger.Validators.Take(faults.LyingValidators).Select(v => v.KeyId));
        _other = _ledger.Propose(5);
        for (var i = 0; i < faults.HostMinds; i++)
            _minds.Add(new Mind(_ledger.Propose(i + 1)));
    }

    /// <summary>Evidence that came to light, checked.</summary>
    public List<Evidence> Evidence { get; } = [];

    /// <summary>Signatures that validators gave, by block.</summary>
    public Dictionary<string, HashSet<string>> Signatures { get; } = [];

    /// <summary>Lock votes that validators gave, by round and block.</summary>
    public Dictionary<(long Round, string Block), HashSet<string>> Locks { get; } = [];

    public Block? Decided { get; private set; }

    public int RoundsToHeal { get; private set; }

    public IReadOnlySet<string> Liars => _liars;

    /// <summary>Two blocks that a quorum has locked on or signed, as if every liar had locked and signed every block.</summary>
    public bool IsForked => Locks.Where(l => IsQuorum(l.Value)).Select(l => l.Key.Block).Distinct().Count() > 1 || Signatures.Count(s => IsQuorum(s.Value)) > 1;

    public void Run()
    {
        RunFaulty();
        Heal();
        CheckSafety();
    }

    /// <summary>The faults alone, and nothing is checked.</summary>
    public void RunFaulty()
    {
        for (var i = 0; i < _minds.Count; i++)
            Start(i);
        for (var step = 0; step < _faults.Steps; step++)
            Step();
    }

    private bool IsQuorum(IEnumerable<string> kids) => kids.Except(_liars).Count() + _liars.Count >= Quorum.Needed(_voters.Length);

    private bool IsLiar(int validator) => _liars.Contains(_ledger.Validators[validator].KeyId);

    private QuorumVoter Wake(int validator) => _make(_ledger.Validators[validator], _votes[validator], _replicas[validator]);

    private void Step()
    {
        var chance = _random.NextDouble();
        if (chance < _faults.Crash)
        {
            var victim = _random.Next(_voters.Length);
            _voters[victim] = Wake(victim);
        }
        else if (chance < 2 * _faults.Crash)
        {
            var victim = _random.Next(_minds.Count);
            if (_faults.HostForgets && _random.Next(2) == 0)
                _minds[victim].Kept = null;
            Start(victim);
        }
        else if (chance < 2 * _faults.Crash + 0.015 || _letters.Count == 0)
        {
            var mind = _random.Next(_minds.Count);
            Send(mind, _minds[mind].Round!.Next());
        }
        else
        {
            // Mostly what was sent lately, so that rounds get somewhere; now and then something old.
            var recent = _random.Next(8) == 0 ? _letters.Count : Math.Min(_letters.Count, 4 * _voters.Length);
            Deliver(_letters.Count - 1 - _random.Next(recent), lossy: true);
        }
        foreach (var mind in _minds)
            Note(mind.Round!);
        if (_cheating && _minds[0].Round!.Decided is not null)
        {
            // It has a certificate, and tries for another.
            _minds[0].Kept = null;
            Start(0);
            Send(0, _minds[0].Round!.Next());
        }
    }

    /// <summary>The faults end: one honest host, which may have forgotten everything, and a network that delivers.</summary>
    private void Heal()
    {
        _letters.Clear();
        _cheating = false;
        var honest = _minds[_random.Next(_minds.Count)];
        if (_faults.HostMinds > 1 || _faults.HostCheats)
            honest.Kept = null;
        _minds.Clear();
        _minds.Add(honest);
        Start(0);
        for (RoundsToHeal = 0; RoundsToHeal < 12 && honest.Round!.Decided is null; RoundsToHeal++)
        {
            while (_letters.Count > 0)
                Deliver(_random.Next(_letters.Count), lossy: false);
            Note(honest.Round!);
            if (honest.Round!.Decided is null)
                Send(0, honest.Round!.Next());
        }
        Decided = honest.Round!.Decided;
    }

    private void Start(int mind)
    {
        var it = _minds[mind];
        if (it.Round is { } before)
            Note(before);
        it.Round = new QuorumRound(QuorumLedger.Host, it.Own, [.. _ledger.Keys], body => _replicas[0].Replay(body).Execution is not null, it.Kept);
        Send(mind, it.Round.Current);
    }

    private void Send(int mind, ImmutableArray<FollowMessage> messages)
    {
        foreach (var sent in messages)
        {
            var message = sent;
            if (message is FollowMessage.Propose propose)
            {
                _minds[mind].Kept = propose;
                if (_cheating && propose.Round > 0)
                    message = Twist(propose);
            }
            var bytes = FollowCodec.Write(message);
            for (var i = 0; i < _voters.Length; i++)
                _letters.Add(new Letter(mind, i, bytes, ToHost: false));
        }
    }

    /// <summary>A host that knows what was prepared, and proposes something else all the same.</summary>
    private FollowMessage.Propose Twist(FollowMessage.Propose propose)
    {
        var other = _random.Next(4) == 0 ? propose.Body : _other;
        var prepared = _random.Next(4) switch
        {
            0 => propose.Justification!.Prepared,
            1 => VoteCertificate.Of([Vote.Sign(_ledger.Validators[0], TestLedger.Name, propose.Number, propose.Round, VotePhase.Prepare, other.Id)]),   // made up, with the liar's vote alone
            _ => null,
        };
        return new FollowMessage.Propose(
            SignedProposal.Sign(QuorumLedger.Host, propose.Proposal.Ledger, propose.Number, propose.Round, other.Id), other, propose.Justification! with { Prepared = prepared });
    }

    /// <summary>A cheating host makes certificates of whatever votes it can get, and shows them to whom it likes.</summary>
    private void Exploit(Vote vote)
    {
        var votes = _got.TryGetValue((vote.Round, vote.Phase, vote.Block), out var got) ? got : _got[(vote.Round, vote.Phase, vote.Block)] = [];
        votes[vote.Kid] = vote;
        if (votes.Count < Quorum.Needed(_voters.Length))
            return;
        var certificate = VoteCertificate.Of(votes.Values)!;
        var bytes = FollowCodec.Write(vote.Phase == VotePhase.Prepare ? new FollowMessage.Prepared(certificate) : new FollowMessage.Locked(certificate));
        for (var i = 0; i < _voters.Length; i++)
        {
            if (_random.Next(2) == 0)
                _letters.Add(new Letter(0, i, bytes, ToHost: false));
        }
    }

    private void Deliver(int at, bool lossy)
    {
        var letter = _letters[at];
        if (!lossy || _random.NextDouble() >= _faults.Doubling)
            _letters.RemoveAt(at);
        if (lossy && _random.NextDouble() < _faults.Loss)
            return;
        if (letter.ToHost)
        {
            FollowCodec.TryReadFollower(letter.Bytes, out var said, out var why).ShouldBeTrue(why?.Detail);
            Send(letter.Mind, _minds[letter.Mind].Round!.Handle(_ledger.Validators[letter.Validator].KeyId, said!));
            return;
        }
        FollowCodec.TryReadHost(letter.Bytes, out var heard, out var unread).ShouldBeTrue(unread?.Detail);
        foreach (var answer in Answer(letter.Validator, heard!))
        {
            if (answer is FollowMessage.BlockSigned signed)
                (Signatures.TryGetValue(signed.Block, out var by) ? by : Signatures[signed.Block] = []).Add(_ledger.Validators[letter.Validator].KeyId);
            if (answer is FollowMessage.VoteCast { Vote: { Phase: VotePhase.Lock } vote })
                (Locks.TryGetValue((vote.Round, vote.Block), out var lockers) ? lockers : Locks[(vote.Round, vote.Block)] = []).Add(vote.Kid);
            if (_cheating && answer is FollowMessage.VoteCast cast)
                Exploit(cast.Vote);
            var bytes = FollowCodec.Write(answer);
            // A validator speaks to the host; with several minds, any of them hears it.
            _letters.Add(new Letter(_random.Next(_minds.Count), letter.Validator, bytes, ToHost: true));
        }
    }

    private IEnumerable<FollowMessage> Answer(int validator, FollowMessage message)
    {
        if (IsLiar(validator))
            return Lie(_ledger.Validators[validator], message);
        var reply = _voters[validator].Handle(message, _ledger.Ledger.Now);
        if (reply.Evidence is { } evidence)
            Keep(evidence);
        return reply.Messages;
    }

    /// <summary>Votes for everything at once, signs everything, denies every certificate, or says nothing.</summary>
    private IEnumerable<FollowMessage> Lie(SigningKey key, FollowMessage message)
    {
        if (_random.Next(4) == 0)
            yield break;
        switch (message)
        {
            case FollowMessage.Propose propose:
                yield return Cast(key, propose.Number, propose.Round, VotePhase.Prepare, propose.Body.Id);
                if (_random.Next(2) == 0)
                    yield return Cast(key, propose.Number, propose.Round, VotePhase.Lock, propose.Body.Id);
                if (_random.Next(3) == 0)
                    yield return Cast(key, propose.Number, propose.Round, VotePhase.Prepare, BlockHeader.NoPrevious);
                yield return new FollowMessage.BlockSigned(propose.Number, propose.Body.Id, Block.Sign(propose.Body.Header, key).Value);
                break;
            case FollowMessage.Prepared prepared:
                yield return Cast(key, prepared.Certificate.Number, prepared.Certificate.Round, VotePhase.Lock, prepared.Certificate.Block);
                break;
            case FollowMessage.EnterRound round:
                yield return new FollowMessage.StatusGiven(RoundStatus.Sign(key, TestLedger.Name, round.Number, round.Round, null), null, null);
                if (_random.Next(3) == 0)
                    yield return new FollowMessage.StatusGiven(
                        RoundStatus.Sign(key, TestLedger.Name, round.Number, round.Round, new PreparedPoint(round.Round - 1, BlockHeader.NoPrevious)), null, null);
                break;
        }
    }

    private static FollowMessage.VoteCast Cast(SigningKey key, long number, long round, VotePhase phase, string block) =>
        new(Vote.Sign(key, TestLedger.Name, number, round, phase, block));

    private void Note(QuorumRound round)
    {
        foreach (var evidence in round.TakeEvidence())
            Keep(evidence);
    }

    private void Keep(Evidence evidence)
    {
        SmartBlocks.Ledger.Evidence.Check(evidence.ToJson(), out var read).ShouldBeNull();
        Evidence.Add(read!);
    }

    private void CheckSafety()
    {
        IsForked.ShouldBeFalse();
        foreach (var honest in _ledger.Validators.Select(v => v.KeyId).Except(_liars))
            Signatures.Count(s => s.Value.Contains(honest)).ShouldBeLessThanOrEqualTo(1);
        if (Decided is { } block)
        {
            new Quorum().VerifyCertificate(block, _ledger.Keys).ShouldBeNull();
            Signatures.Where(s => IsQuorum(s.Value)).ShouldAllBe(s => s.Key == block.Id);
        }
        foreach (var evidence in Evidence)
        {
            var accused = evidence.Key.KeyId;
            (_liars.Contains(accused) || (accused == QuorumLedger.Host.KeyId && (_faults.HostMinds > 1 || _faults.HostForgets || _faults.HostCheats))).ShouldBeTrue(evidence.Sentence);
        }
    }
}
