namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>The host's part: that it meets validators wherever they are, and notices contradictions even when they come too late to matter.</summary>
public sealed class QuorumRoundTests
{
    private readonly QuorumLedger _ledger = new();
    private readonly ProposedBlock _block;
    private readonly QuorumRound _round;

    public QuorumRoundTests()
    {
        _block = _ledger.Propose();
        _round = new QuorumRound(QuorumLedger.Host, _block, [.. _ledger.Keys], _ => true);
    }

    [Fact]
    public void One_validator_that_is_rounds_ahead_is_met_in_the_next_round_and_not_after_as_many()
    {
        // The host was killed in round 5 and only knows of its proposal in round 0; the fourth validator is away, so that the one ahead is needed.
        Say(0, new FollowMessage.StatusGiven(Status(0, 5), null, null)).ShouldBeEmpty();
        _round.Next().ShouldBe([new FollowMessage.EnterRound(_ledger.Height, 5)]);
        for (var i = 0; i < 2; i++)
            Say(i, new FollowMessage.StatusGiven(Status(i, 5), null, null)).ShouldBeEmpty();
        var proposed = Say(2, new FollowMessage.StatusGiven(Status(2, 5), null, null)).ShouldHaveSingleItem().ShouldBeOfType<FollowMessage.Propose>();
        proposed.Round.ShouldBe(5);
        proposed.Body.Id.ShouldBe(_block.Id);
    }

    [Fact]
    public void More_validators_ahead_than_may_lie_are_met_at_once()
    {
        Say(0, new FollowMessage.StatusGiven(Status(0, 5), null, null)).ShouldBeEmpty();
        Say(1, new FollowMessage.StatusGiven(Status(1, 7), null, null)).ShouldBe([new FollowMessage.EnterRound(_ledger.Height, 5)]);
        _round.Next().ShouldBe([new FollowMessage.EnterRound(_ledger.Height, 7)]);
        _round.Next().ShouldBe([new FollowMessage.EnterRound(_ledger.Height, 8)]);
    }

    [Fact]
    public void A_validator_that_claims_the_last_round_there_is_uses_up_no_rounds()
    {
        Say(0, new FollowMessage.StatusGiven(Status(0, long.MaxValue), null, null)).ShouldBeEmpty();
        for (var i = 1; i <= 100; i++)
        {
            _round.Next();
            _round.Round.ShouldBe(i * QuorumRound.MaxLead);
        }
    }

    [Fact]
    public void What_one_validator_says_about_another_blocks_hash_height_or_in_anothers_name_counts_for_nothing()
    {
        var unknown = BlockHeader.NoPrevious;
        for (var i = 0; i < 4; i++)
        {
            Say(0, Cast(i, 0, VotePhase.Prepare, _block.Id)).ShouldBeEmpty();      // others' votes over its own connection
            Say(0, Cast(0, 0, VotePhase.Prepare, unknown)).ShouldBeEmpty();
            Say(0, new FollowMessage.BlockSigned(_ledger.Height, unknown, Block.Sign(_block.Header, _ledger.Validators[0]).Value)).ShouldBeEmpty();
            Say(0, new FollowMessage.BlockSigned(_ledger.Height, _block.Id, new byte[64])).ShouldBeEmpty();
            Say(0, new FollowMessage.BlockSigned(_ledger.Height + 1, _block.Id, Block.Sign(_block.Header, _ledger.Validators[0]).Value)).ShouldBeEmpty();
            Say(0, new FollowMessage.BlockSigned(_ledger.Height, _block.Id, Block.Sign(_block.Header, _ledger.Validators[0]).Value)).ShouldBeEmpty();
        }
        _round.Decided.ShouldBeNull();
        var evidence = _round.TakeEvidence();
        evidence.ShouldNotBeEmpty();
        evidence.ShouldAllBe(e => e.Kind == "vote" && e.Key.KeyId == Kid(0));
    }

    [Fact]
    public void A_contradiction_that_comes_after_the_decision_is_evidence_too()
    {
        Say(3, Cast(3, 0, VotePhase.Prepare, _block.Id));
        var decided = Decide();
        decided.Hear(Kid(3), Cast(3, 0, VotePhase.Prepare, _block.Id)).ShouldBeNull();          // the same again
        decided.Hear(Kid(3), Cast(3, 1, VotePhase.Prepare, BlockHeader.NoPrevious)).ShouldBeNull();   // another round
        decided.Hear(Kid(2), Cast(3, 0, VotePhase.Prepare, BlockHeader.NoPrevious)).ShouldBeNull();   // not its own
        var evidence = decided.Hear(Kid(3), Cast(3, 0, VotePhase.Prepare, BlockHeader.NoPrevious)).ShouldNotBeNull();
        Evidence.Check(evidence.ToJson(), out var read).ShouldBeNull();
        (read!.Kind, read.Key.KeyId, read.Number).ShouldBe(("vote", Kid(3), _ledger.Height));
    }

    [Fact]
    public void A_second_block_signature_after_the_decision_is_evidence_when_the_block_is_known()
    {
        var other = _ledger.Propose(2);
        var prepared = VoteCertificate.Of(Enumerable.Range(0, 3).Select(i => Cast(i, 0, VotePhase.Prepare, other.Id).Vote))!;
        Say(3, new FollowMessage.StatusGiven(RoundStatus.Sign(_ledger.Validators[3], TestLedger.Name, _ledger.Height, 1, prepared.Point), prepared, other));
        var decided = Decide();
        decided.Hear(Kid(0), new FollowMessage.BlockSigned(_ledger.Height, BlockHeader.NoPrevious, new byte[64])).ShouldBeNull();
        decided.Hear(Kid(0), new FollowMessage.BlockSigned(_ledger.Height, other.Id, Block.Sign(other.Header, _ledger.Validators[0]).Value)).ShouldNotBeNull().Kind.ShouldBe("block");
    }

    [Fact]
    public void Late_statements_are_checked_up_to_a_bound()
    {
        Say(3, Cast(3, 0, VotePhase.Prepare, _block.Id));
        var decided = Decide();
        for (var round = 1; round <= DecidedHeight.MostLate; round++)
            decided.Hear(Kid(3), Cast(3, round, VotePhase.Prepare, _block.Id)).ShouldBeNull();
        decided.Hear(Kid(3), Cast(3, 0, VotePhase.Prepare, BlockHeader.NoPrevious)).ShouldBeNull();
        decided.Hear(Kid(0), Cast(0, 0, VotePhase.Prepare, BlockHeader.NoPrevious)).ShouldNotBeNull();
    }

    private string Kid(int validator) => _ledger.Validators[validator].KeyId;

    private FollowMessage[] Say(int validator, FollowMessage message) => [.. _round.Handle(Kid(validator), message)];

    private RoundStatus Status(int validator, long round) => RoundStatus.Sign(_ledger.Validators[validator], TestLedger.Name, _ledger.Height, round, null);

    private FollowMessage.VoteCast Cast(int validator, long round, VotePhase phase, string block) =>
        new(Vote.Sign(_ledger.Validators[validator], TestLedger.Name, _ledger.Height, round, phase, block));

    private DecidedHeight Decide()
    {
        for (var i = 0; i < 3; i++)
        {
            Say(i, Cast(i, 0, VotePhase.Prepare, _block.Id));
            Say(i, new FollowMessage.BlockSigned(_ledger.Height, _block.Id, Block.Sign(_block.Header, _ledger.Validators[i]).Value));
        }
        _round.Decided.ShouldNotBeNull();
        return _round.Afterwards();
    }
}
