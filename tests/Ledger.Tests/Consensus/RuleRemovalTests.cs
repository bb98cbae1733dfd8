namespace SmartBlocks.Ledger.Tests.Consensus;

/// <summary>
/// Whether the simulations would notice: validators from which rules were taken fork under the schedules that do not fork honest ones. A simulation that
/// finds nothing here would show nothing elsewhere. The rules back each other: it takes two of them to be gone.
/// </summary>
public sealed class RuleRemovalTests
{
    private const int Schedules = 20;

    private static readonly Simulation.Faults Cheating = new(LyingValidators: 1, HostCheats: true, Loss: 0.05, Steps: 400);

    private static readonly Simulation.Faults TwoMinds = new(LyingValidators: 1, HostMinds: 2, Loss: 0.05, Crash: 0.01);

    [Fact]
    public void With_all_rules_none_of_these_schedules_forks_them()
    {
        ForkedBy(Cheating, (key, store, replica) => new QuorumVoter(key, store, replica)).ShouldBeNull();
        ForkedBy(TwoMinds, (key, store, replica) => new QuorumVoter(key, store, replica)).ShouldBeNull();
    }

    [Fact]
    public void Without_justification_and_lock_rule_the_simulation_finds_a_fork() =>
        ForkedBy(Cheating, (key, store, replica) => new Lawless(key, store, replica)).ShouldNotBeNull();

    [Fact]
    public void Without_one_vote_a_round_and_the_lock_rule_a_quorum_locks_on_two_blocks_of_one_round()
    {
        var ledger = new QuorumLedger();
        var voters = ledger.Validators.Select(v => new VotesTwice(v, new SimVotes(), ledger.Replica())).ToList();
        foreach (var block in (ProposedBlock[])[ledger.Propose(1), ledger.Propose(2)])
        {
            var proposed = new FollowMessage.Propose(SignedProposal.Sign(QuorumLedger.Host, TestLedger.Name, ledger.Height, 0, block.Id), block, null);
            var prepared = VoteCertificate.Of(Votes(proposed)).ShouldNotBeNull();
            var locked = VoteCertificate.Of(Votes(new FollowMessage.Prepared(prepared))).ShouldNotBeNull();
            locked.Check(TestLedger.Name, ledger.Height, VotePhase.Lock, ledger.Keys).ShouldBeNull();
            locked.Block.ShouldBe(block.Id);
        }

        IEnumerable<Vote> Votes(FollowMessage message) =>
            voters.SelectMany(v => v.Handle(message, ledger.Ledger.Now).Messages).OfType<FollowMessage.VoteCast>().Select(m => m.Vote);
    }

    /// <summary>
    /// The lock rule is the second guard of two: the statuses of a quorum always name what a quorum locked on, so a justification that is checked excludes
    /// every other block of a later round, and one vote a round every other block of the same. Taken alone it changes nothing.
    /// </summary>
    [Fact]
    public void Without_the_lock_rule_alone_the_others_still_keep_them_from_forking()
    {
        ForkedBy(Cheating, (key, store, replica) => new Unlocked(key, store, replica)).ShouldBeNull();
        ForkedBy(TwoMinds, (key, store, replica) => new Unlocked(key, store, replica)).ShouldBeNull();
    }

    /// <summary>The first schedule that forks them; null when none does.</summary>
    private static int? ForkedBy(Simulation.Faults faults, Simulation.Maker make)
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var simulation = new Simulation(seed, 4, faults, make);
            simulation.RunFaulty();
            if (simulation.IsForked)
                return seed;
        }
        return null;
    }

    private sealed class VotesTwice(ISigner key, IVoteStore store, IReplica replica) : QuorumVoter(key, store, replica)
    {
        private protected override Rejection? CheckOnce(Vote given) => null;

        private protected override Rejection? CheckLock(FollowMessage.Propose propose, VoteRecord record) => null;
    }

    private sealed class Unlocked(ISigner key, IVoteStore store, IReplica replica) : QuorumVoter(key, store, replica)
    {
        private protected override Rejection? CheckLock(FollowMessage.Propose propose, VoteRecord record) => null;
    }

    private sealed class Lawless(ISigner key, IVoteStore store, IReplica replica) : QuorumVoter(key, store, replica)
    {
        private protected override Rejection? CheckRound(FollowMessage.Propose propose, VoteRecord record) => null;

        private protected override Rejection? CheckLock(FollowMessage.Propose propose, VoteRecord record) => null;
    }
}
