namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>What a validator promises, whatever a host sends; each way in which a host may be malicious by its name.</summary>
public sealed class QuorumVoterTests
{
    private readonly QuorumLedger _ledger = new();
    private readonly SimVotes _votes = new();
    private readonly SimReplica _replica;
    private QuorumVoter _voter;

    public QuorumVoterTests()
    {
        _replica = _ledger.Replica();
        _voter = Wake();
    }

    private long Now => _ledger.Ledger.Now;

    private QuorumVoter Wake() => new(_ledger.Validators[0], _votes, _replica);

    [Fact]
    public void It_prepares_locks_and_signs_persisting_each_step_first_and_says_the_same_after_every_crash()
    {
        var block = _ledger.Propose();
        var propose = Propose(block);
        FollowMessage[] asked = [propose, new FollowMessage.Prepared(Certificate(VotePhase.Prepare, 0, block.Id)), new FollowMessage.Locked(Certificate(VotePhase.Lock, 0, block.Id))];
        var steps = 0;
        foreach (var message in asked)
        {
            var first = Texts(_voter.Handle(message, Now));
            _votes.Saves.ShouldBe(++steps);
            _voter = Wake();
            Texts(_voter.Handle(message, Now)).ShouldBe(first);
            _votes.Saves.ShouldBe(steps);
        }
        var signature = _voter.Record!.Signature!;
        signature.Verify(_ledger.Validators[0].PublicKey).ShouldBeTrue();
        signature.Block.ShouldBe(block.Id);
    }

    [Fact]
    public void Two_blocks_at_one_height_get_one_vote_and_the_second_proposal_is_evidence_against_the_host()
    {
        var (one, other) = (Propose(_ledger.Propose(1)), Propose(_ledger.Propose(2)));
        Prepares(one).ShouldBeTrue();
        var reply = _voter.Handle(other, Now);
        reply.Refusal!.Code.ShouldBe("voter.once");
        reply.Messages.ShouldAllBe(m => m is FollowMessage.Refuse);
        Evidence.Check(reply.Evidence!.ToJson(), out var evidence).ShouldBeNull();
        evidence!.Kind.ShouldBe("proposal");
        evidence.Key.KeyId.ShouldBe(QuorumLedger.Host.KeyId);
    }

    [Fact]
    public void A_split_proposal_gives_no_validator_two_votes_and_no_block_two_quorums()
    {
        var (one, other) = (_ledger.Propose(1), _ledger.Propose(2));
        var voters = _ledger.Validators.Select(v => new QuorumVoter(v, new SimVotes(), _replica)).ToArray();
        var votes = voters.Select((v, i) => Votes(v.Handle(Propose(i < 2 ? one : other), Now)).Single()).ToArray();
        votes.Select(v => v.Block).ShouldBe([one.Id, one.Id, other.Id, other.Id]);
        VoteCertificate.Of(votes.Take(2))!.Check(TestLedger.Name, _ledger.Height, VotePhase.Prepare, _ledger.Keys)!.Code.ShouldBe("votes.quorum");
    }

    [Fact]
    public void An_altered_state_root_is_refused() => Refused(_ledger.Propose() is var b
        ? new ProposedBlock(b.Header with { State = BlockHeader.NoPrevious }, b.Batches) : null!, "proposal.wrong", "state root");

    [Fact]
    public void A_reordered_transaction_is_refused() => Refused(_ledger.Propose(2) is var b
        ? new ProposedBlock(b.Header, [b.Batches[1], b.Batches[0]]) : null!, "proposal.wrong", "history root");

    [Fact]
    public void A_dropped_transaction_is_refused() => Refused(_ledger.Propose(2) is var b
        ? new ProposedBlock(b.Header, [b.Batches[0]]) : null!, "proposal.wrong", "history size");

    [Fact]
    public void A_batch_replayed_from_an_earlier_block_is_refused()
    {
        var block = _ledger.Propose();
        _replica.Apply(block);
        var again = new ProposedBlock(block.Header with { Number = block.Header.Number + 1, Previous = block.Id }, block.Batches);
        Refused(again, "proposal.wrong", "on the ledger already");
    }

    [Fact]
    public void A_block_dated_back_before_the_one_below_is_refused() => Refused(_ledger.Propose() is var b
        ? new ProposedBlock(b.Header with { Time = _replica.Cursor.Time - 1 }, b.Batches) : null!, "proposal.wrong", "time", Now);

    [Fact]
    public void A_block_dated_back_on_a_quiet_ledger_is_refused_by_the_validators_clock() =>
        Refused(_ledger.Propose(), "proposal.time", "clock", Now + QuorumVoter.ClockTolerance + 2_000);

    [Fact]
    public void A_block_from_the_future_is_refused() => Refused(_ledger.Propose(time: Now + QuorumVoter.ClockTolerance + 1), "proposal.time", "clock");

    [Fact]
    public void A_proposal_by_somebody_else_is_refused()
    {
        var block = _ledger.Propose();
        var signed = SignedProposal.Sign(TestLedger.Device, TestLedger.Name, _ledger.Height, 0, block.Id);
        _voter.Handle(new FollowMessage.Propose(signed, block, null), Now).Refusal!.Code.ShouldBe("proposal.signer");
        var other = SignedProposal.Sign(QuorumLedger.Host, TestLedger.Name, _ledger.Height, 0, BlockHeader.NoPrevious);
        _voter.Handle(new FollowMessage.Propose(other, block, null), Now).Refusal!.Code.ShouldBe("proposal.subject");
        _votes.Saves.ShouldBe(0);
    }

    [Fact]
    public void Another_height_or_a_key_outside_the_set_gets_no_vote()
    {
        var block = _ledger.Propose();
        new QuorumVoter(TestKeys.Of("stranger"), _votes, _replica).Handle(Propose(block), Now).Refusal!.Code.ShouldBe("voter.set");
        _replica.Apply(block);
        _voter.Handle(Propose(block), Now).Refusal!.Code.ShouldBe("voter.height");
        _votes.Saves.ShouldBe(0);
    }

    [Fact]
    public void A_replica_that_was_thrown_away_does_not_vote_below_what_it_voted_for()
    {
        Prepares(Propose(_ledger.Propose())).ShouldBeTrue();
        var emptied = new QuorumVoter(_ledger.Validators[0], _votes, new QuorumLedger().Replica());
        emptied.Record!.Number.ShouldBe(_ledger.Height);
        _votes.Save(_votes.Load(TestLedger.Name)! with { Number = _ledger.Height + 5 });
        Wake().Handle(Propose(_ledger.Propose()), Now).Refusal!.Code.ShouldBe("voter.past");
    }

    [Fact]
    public void Certificates_need_a_quorum_of_validators_of_the_right_phase_round_and_block()
    {
        var block = _ledger.Propose();
        var locked = Certificate(VotePhase.Lock, 0, block.Id);
        _voter.Handle(new FollowMessage.Locked(locked), Now).Messages.ShouldBeEmpty();   // it has not re-executed the block
        Prepares(Propose(block)).ShouldBeTrue();
        Votes(_voter.Handle(new FollowMessage.Prepared(Certificate(VotePhase.Prepare, 0, block.Id, voters: 2)), Now)).ShouldBeEmpty();
        Votes(_voter.Handle(new FollowMessage.Prepared(locked), Now)).ShouldBeEmpty();
        Votes(_voter.Handle(new FollowMessage.Prepared(Certificate(VotePhase.Prepare, 1, block.Id)), Now)).ShouldBeEmpty();
        Votes(_voter.Handle(new FollowMessage.Prepared(Certificate(VotePhase.Prepare, 0, _ledger.Propose(2).Id)), Now)).ShouldBeEmpty();
        _voter.Handle(new FollowMessage.Locked(Certificate(VotePhase.Prepare, 0, block.Id)), Now).Messages.ShouldBeEmpty();
        _voter.Handle(new FollowMessage.Locked(Certificate(VotePhase.Lock, 0, block.Id, voters: 2)), Now).Messages.ShouldBeEmpty();
        _voter.Handle(new FollowMessage.Locked(locked), Now).Messages.ShouldHaveSingleItem().ShouldBeOfType<FollowMessage.BlockSigned>();
    }

    [Fact]
    public void Locked_it_prepares_another_block_only_when_a_quorum_prepared_that_in_a_later_round()
    {
        var (mine, other) = (_ledger.Propose(1), _ledger.Propose(2));
        Prepares(Propose(mine)).ShouldBeTrue();
        Votes(_voter.Handle(new FollowMessage.Prepared(Certificate(VotePhase.Prepare, 0, mine.Id)), Now)).ShouldHaveSingleItem();

        // Statuses of the three others, who say that nothing was prepared: enough for who is not locked.
        var reply = _voter.Handle(Propose(other, 1, Statuses(1, null)), Now);
        reply.Refusal!.Code.ShouldBe("voter.locked");
        var status = reply.Messages.OfType<FollowMessage.StatusGiven>().ShouldHaveSingleItem();
        status.Status.Prepared.ShouldBe(new PreparedPoint(0, mine.Id));
        status.Body!.Id.ShouldBe(mine.Id);

        // A certificate of the round it locked in is no later one; one of round 1 is.
        _voter.Handle(Propose(other, 2, Statuses(2, new(0, other.Id)) with { Prepared = Certificate(VotePhase.Prepare, 0, other.Id) }), Now).Refusal!.Code.ShouldBe("voter.locked");
        Prepares(Propose(other, 3, Statuses(3, new(1, other.Id)) with { Prepared = Certificate(VotePhase.Prepare, 1, other.Id) })).ShouldBeTrue();
    }

    [Fact]
    public void Once_it_signed_it_votes_for_no_other_block_at_that_height()
    {
        var (mine, other) = (_ledger.Propose(1), _ledger.Propose(2));
        Prepares(Propose(mine)).ShouldBeTrue();
        _voter.Handle(new FollowMessage.Locked(Certificate(VotePhase.Lock, 0, mine.Id)), Now).Messages.ShouldHaveSingleItem();
        _voter.Handle(Propose(other, 2, Statuses(2, new(1, other.Id)) with { Prepared = Certificate(VotePhase.Prepare, 1, other.Id) }), Now).Refusal!.Code.ShouldBe("voter.signed");
        _voter.Handle(new FollowMessage.Locked(Certificate(VotePhase.Lock, 2, other.Id)), Now).Refusal!.Code.ShouldBe("voter.signed");
    }

    [Fact]
    public void A_later_round_needs_the_statuses_of_a_quorum_and_the_highest_certificate_they_name()
    {
        var (block, other) = (_ledger.Propose(1), _ledger.Propose(2));
        Code(Propose(block, 1, null)).ShouldBe("justification.missing");
        Code(Propose(block, 0, Statuses(1, null))).ShouldBe("justification.first");
        Code(Propose(block, 1, Statuses(1, null, voters: 2))).ShouldBe("justification.quorum");
        Code(Propose(block, 2, Statuses(1, null))).ShouldBe("justification.subject");
        var twice = Statuses(1, null, voters: 2);
        Code(Propose(block, 1, twice with { Statuses = [.. twice.Statuses, twice.Statuses[0]] })).ShouldBe("justification.status");
        Code(Propose(block, 1, Statuses(1, new(0, other.Id)))).ShouldBe("justification.low");
        var prepared = Certificate(VotePhase.Prepare, 0, other.Id);
        Code(Propose(block, 1, Statuses(1, new(0, other.Id)) with { Prepared = prepared })).ShouldBe("justification.block");
        Code(Propose(other, 2, Statuses(2, new(1, other.Id)) with { Prepared = prepared })).ShouldBe("justification.low");
        Code(Propose(other, 1, Statuses(1, null) with { Prepared = Certificate(VotePhase.Prepare, 1, other.Id) })).ShouldBe("justification.round");
        Prepares(Propose(other, 1, Statuses(1, new(0, other.Id)) with { Prepared = prepared })).ShouldBeTrue();
    }

    [Fact]
    public void It_goes_back_to_no_round_and_leaps_to_none()
    {
        var block = _ledger.Propose();
        _voter.Handle(new FollowMessage.EnterRound(_ledger.Height, 3), Now).Messages.ShouldHaveSingleItem();
        var answer = _voter.Handle(Propose(block), Now).Messages.ShouldHaveSingleItem().ShouldBeOfType<FollowMessage.StatusGiven>();
        answer.Status.Round.ShouldBe(3);
        _voter.Handle(new FollowMessage.EnterRound(_ledger.Height, 4 + QuorumVoter.MaxJump), Now).Refusal!.Code.ShouldBe("voter.jump");
        _voter.Record!.Round.ShouldBe(3);
    }

    private static string[] Texts(VoterReply reply) => [.. reply.Messages.Select(m => System.Text.Encoding.UTF8.GetString(FollowCodec.Write(m)))];

    private static Vote[] Votes(VoterReply reply) => [.. reply.Messages.OfType<FollowMessage.VoteCast>().Select(m => m.Vote)];

    private bool Prepares(FollowMessage.Propose propose) =>
        Votes(_voter.Handle(propose, Now)) is [{ Phase: VotePhase.Prepare } vote] && vote.Block == propose.Body.Id && vote.Round == propose.Round;

    private string Code(FollowMessage.Propose propose) => _voter.Handle(propose, Now).Refusal!.Code;

    private void Refused(ProposedBlock block, string code, string because, long? now = null)
    {
        var reply = _voter.Handle(Propose(block), now ?? Now);
        reply.Refusal!.Code.ShouldBe(code);
        reply.Refusal.Detail.ShouldContain(because);
        reply.Messages.ShouldHaveSingleItem().ShouldBeOfType<FollowMessage.Refuse>().Block.ShouldBe(block.Id);
        _votes.Saves.ShouldBe(0);
    }

    private static FollowMessage.Propose Propose(ProposedBlock block, long round = 0, Justification? justification = null) =>
        new(SignedProposal.Sign(QuorumLedger.Host, TestLedger.Name, block.Header.Number, round, block.Id), block, justification);

    private VoteCertificate Certificate(VotePhase phase, long round, string block, int voters = 3) =>
        VoteCertificate.Of(_ledger.Validators.Skip(1).Take(voters).Select(v => Vote.Sign(v, TestLedger.Name, _ledger.Height, round, phase, block)))!;

    private Justification Statuses(long round, PreparedPoint? prepared, int voters = 3) =>
        new([.. _ledger.Validators.Skip(1).Take(voters).Select(v => RoundStatus.Sign(v, TestLedger.Name, _ledger.Height, round, prepared))], null);
}
