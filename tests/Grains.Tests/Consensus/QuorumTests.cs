using System.Collections.Concurrent;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains.Tests.Consensus;

/// <summary>Four validators over the real path: the ledger's grain, its store, and voters that re-execute.</summary>
public sealed class QuorumTests : IAsyncLifetime
{
    private readonly QuorumWorld _world = new();
    private int _day;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.FoundWithQuorumAsync();
        await _world.AddMeterAsync("main");
    }

    public async ValueTask DisposeAsync()
    {
        await _world.StopAsync(0, 1, 2, 3);
        await _world.DisposeAsync();
    }

    private Transaction Reading() => _world.Reading("main", QuorumWorld.DaysAgo(300 - _day++), 1.5m);

    private Task<BatchOutcome> SubmitAsync(Transaction reading) => _world.SubmitAsync(reading);

    private async Task<long> HeightAsync() => (await _world.LedgerGrain.Head())!.Number;

    [Fact]
    public async Task A_block_carries_a_quorum_of_signatures_and_every_replica_ends_on_its_root()
    {
        var committed = await SubmitAsync(Reading());
        committed.Status.ShouldBe(BatchStatus.Committed);
        var block = await _world.BlockAsync(committed.Block);
        block.Header.Engine.ShouldBe("quorum");
        block.Signatures.Length.ShouldBeGreaterThanOrEqualTo(3);
        new Quorum().VerifyCertificate(block, [.. _world.Keys.Select(k => k.PublicKey).OrderBy(k => k.KeyId, StringComparer.Ordinal)]).ShouldBeNull();
        await QuorumWorld.UntilAsync(() => Task.FromResult(_world.Validators.All(v => v!.Cursor.Number == committed.Block)), "all replicas have the block");
        _world.Validators.ShouldAllBe(v => v!.Cursor.State.Hash.ToString() == block.Header.State && v.Trouble == null);
    }

    [Fact]
    public async Task A_validator_that_claims_to_have_signed_what_is_not_there_yet_is_not_shown_as_ahead()
    {
        var committed = await SubmitAsync(Reading());
        var kid = _world.Keys[0].KeyId;
        await _world.FollowGrain.Say(kid, FollowCodec.Write(new FollowMessage.BlockSigned(committed.Block + 2, (await _world.BlockAsync(committed.Block)).Id, new byte[64])));
        (await _world.FollowGrain.Validators()).Single(v => v.Kid == kid).SignedUpTo.GetValueOrDefault().ShouldBeLessThanOrEqualTo(committed.Block);
        await _world.FollowGrain.Say(kid, FollowCodec.Write(new FollowMessage.BlockSigned(committed.Block + 1, (await _world.BlockAsync(committed.Block)).Id, new byte[64])));
        (await _world.FollowGrain.Validators()).Single(v => v.Kid == kid).SignedUpTo.ShouldBe(committed.Block + 1, "what it says of the next block is taken note of");
    }

    [Fact]
    public async Task With_one_of_four_stopped_commits_go_on()
    {
        await _world.StopAsync(2);
        for (var i = 0; i < 3; i++)
            (await SubmitAsync(Reading())).Status.ShouldBe(BatchStatus.Committed);
    }

    [Fact]
    public async Task With_two_stopped_nothing_is_acknowledged_and_when_they_are_back_everything_pending_commits()
    {
        await _world.StopAsync(0, 1);
        var before = await HeightAsync();
        var pending = Enumerable.Range(0, 5).Select(_ => Reading()).Select(r => (r.Id, Outcome: SubmitAsync(r))).ToList();
        await Task.Delay(2_000);   // five times the time of a round
        pending.ShouldAllBe(p => !p.Outcome.IsCompleted);
        (await HeightAsync()).ShouldBe(before);
        (await _world.LedgerGrain.Statuses([.. pending.Select(p => p.Id)])).ShouldAllBe(s => s.Status == BatchStatus.Pending);

        _world.Start(0);
        foreach (var outcome in await Task.WhenAll(pending.Select(p => p.Outcome)))
            outcome.Status.ShouldBe(BatchStatus.Committed);
    }

    [Fact]
    public async Task A_validator_that_comes_back_catches_up_and_is_needed_again()
    {
        await _world.StopAsync(3);
        await SubmitAsync(Reading());
        var back = _world.Start(3);
        var head = await HeightAsync();
        await QuorumWorld.UntilAsync(() => Task.FromResult(back.Cursor.Number == head), "it has caught up");
        await _world.StopAsync(0);
        var outcome = await SubmitAsync(Reading());
        outcome.Status.ShouldBe(BatchStatus.Committed);
        (await _world.BlockAsync(outcome.Block)).Signatures.ShouldContain(s => s.Kid == _world.Keys[3].KeyId);
    }

    [Fact]
    public async Task The_engine_changes_by_a_transaction_at_a_block_boundary_and_back()
    {
        (await SubmitAsync(Reading())).Status.ShouldBe(BatchStatus.Committed);
        var host = await HostKeyAsync();
        var changed = await _world.SetAsync(("validators", $"[{host.PublicKey.ToJwk()}]"), ("engine", "\"solo\""));
        (await _world.BlockAsync(changed.Block)).Header.Engine.ShouldBe("quorum");
        await _world.StopAsync(0, 1, 2, 3);
        var alone = await SubmitAsync(Reading());
        (await _world.BlockAsync(alone.Block)).Header.Engine.ShouldBe("solo");
        var back = await _world.SetAsync(("validators", $"[{string.Join(',', _world.Keys.Select(k => k.PublicKey.ToJwk()))}]"), ("engine", "\"quorum\""));
        back.Status.ShouldBe(BatchStatus.Committed);
        for (var i = 0; i < 4; i++)
            _world.Start(i);
        (await _world.BlockAsync((await SubmitAsync(Reading())).Block)).Header.Engine.ShouldBe("quorum");
    }

    [Fact]
    public async Task A_proposal_is_stored_before_it_is_sent_and_finished_after_a_crash_without_anybody_asking()
    {
        await _world.StopAsync(0, 1);
        var height = await HeightAsync() + 1;
        var reading = Reading();
        var lost = SubmitAsync(reading);
        await QuorumWorld.UntilAsync(async () => (await _world.Proposals.ReadProposalAsync(World.Ledger))?.Number == height, "the proposal is stored");
        await _world.StopAsync(2, 3);
        await _world.RestartAsync();
        await Should.ThrowAsync<Exception>(lost);
        for (var i = 0; i < 4; i++)
            _world.Start(i);
        await QuorumWorld.UntilAsync(async () => await HeightAsync() == height, "the block is finished");
        (await SubmitAsync(reading)).Block.ShouldBe(height);
    }

    [Fact]
    public async Task A_block_that_validators_locked_before_the_host_lost_its_proposal_is_adopted()
    {
        // Three prepare and lock, and their signatures are lost on the way.
        IEnumerable<FollowMessage> Mute(FollowMessage message, QuorumVoter voter) =>
            voter.Handle(message, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).Messages.Where(m => m is not FollowMessage.BlockSigned);
        await _world.StopAsync(0, 1, 2, 3);
        for (var i = 0; i < 3; i++)
            _world.Start(i, Mute);
        var height = await HeightAsync() + 1;
        var locked = Reading();
        var lost = SubmitAsync(locked);
        await QuorumWorld.UntilAsync(() => Task.FromResult(_world.Record(0)?.Signature?.Number == height && _world.Record(1)?.Signature?.Number == height), "two have signed");
        await _world.StopAsync(0, 1, 2);
        await _world.ForgetProposalAsync();
        await _world.RestartAsync();
        await Should.ThrowAsync<Exception>(lost);

        var other = SubmitAsync(Reading());
        for (var i = 0; i < 4; i++)
            _world.Start(i);
        (await other).Block.ShouldBe(height + 1);
        (await SubmitAsync(locked)).Block.ShouldBe(height);
    }

    [Fact]
    public async Task A_malicious_validator_alone_can_neither_commit_nor_block_and_leaves_evidence()
    {
        await _world.StopAsync(3);
        var key = _world.Keys[3];
        IEnumerable<FollowMessage> Equivocate(FollowMessage message, QuorumVoter voter) => message is not FollowMessage.Propose propose ? [] :
        [
            new FollowMessage.VoteCast(Vote.Sign(key, World.Ledger, propose.Number, propose.Round, VotePhase.Prepare, BlockHeader.NoPrevious)),
            new FollowMessage.VoteCast(Vote.Sign(key, World.Ledger, propose.Number, propose.Round, VotePhase.Prepare, propose.Body.Id)),
            new FollowMessage.VoteCast(Vote.Sign(key, World.Ledger, propose.Number, propose.Round, VotePhase.Lock, propose.Body.Id)),
            new FollowMessage.BlockSigned(propose.Number, propose.Body.Id, Block.Sign(propose.Body.Header, key).Value),
        ];
        _world.Start(3, Equivocate);
        // What it says about a block that is decided already is passed over: the three honest ones may be faster, once or twice.
        await QuorumWorld.UntilAsync(async () =>
        {
            (await SubmitAsync(Reading())).Status.ShouldBe(BatchStatus.Committed);
            return (await _world.EvidenceStore.ListEvidenceAsync(World.Ledger)).Count > 0;
        }, "the evidence is kept");
        var stored = (await _world.EvidenceStore.ListEvidenceAsync(World.Ledger))[0];
        Evidence.Check(stored.File, out var evidence).ShouldBeNull();
        evidence!.Key.KeyId.ShouldBe(key.KeyId);

        await _world.StopAsync(0, 1);
        var pending = SubmitAsync(Reading());
        await Task.Delay(1_000);
        pending.IsCompleted.ShouldBeFalse();
        _world.Start(0);
        _world.Start(1);
        (await pending).Status.ShouldBe(BatchStatus.Committed);
    }

    [Fact]
    public async Task A_host_that_comes_back_rounds_behind_the_one_validator_it_needs_meets_it_in_the_next_round()
    {
        await _world.StopAsync(0, 1, 2, 3);
        var height = await HeightAsync() + 1;
        var asked = new ConcurrentQueue<long>();
        // The first was asked into round 6 before a crash, when nobody else heard; the host knows nothing of it.
        IEnumerable<FollowMessage> Ahead(FollowMessage message, QuorumVoter voter)
        {
            if (message.Height == height && (voter.Record is not { } record || record.Number < height))
                voter.Handle(new FollowMessage.EnterRound(height, 6), Now);
            return voter.Handle(message, Now).Messages;
        }
        IEnumerable<FollowMessage> Listen(FollowMessage message, QuorumVoter voter)
        {
            if (message is FollowMessage.EnterRound { Number: var number, Round: var round } && number == height)
                asked.Enqueue(round);
            return voter.Handle(message, Now).Messages;
        }
        _world.Start(0, Ahead);
        _world.Start(1, Listen);
        _world.Start(2);
        (await SubmitAsync(Reading())).Block.ShouldBe(height);
        // On a busy machine the round in which they meet may take too long; those before it are passed over all the same.
        asked.First().ShouldBe(6);
    }

    [Fact]
    public async Task A_block_that_was_certified_and_then_not_stored_is_decided_again_before_any_other()
    {
        var height = await HeightAsync() + 1;
        _world.Faults.Next((_, _) => throw new IOException("the disk is full"));
        var first = Reading();
        await Should.ThrowAsync<Exception>(SubmitAsync(first));
        // A quorum has signed it: whatever is proposed next, this block comes first, and what validators say about the height counts again.
        (await SubmitAsync(Reading())).Block.ShouldBe(height + 1);
        (await SubmitAsync(first)).Block.ShouldBe(height);
    }

    [Fact]
    public async Task Who_waits_alone_for_the_others_is_sent_through_no_rounds()
    {
        await _world.StopAsync(1, 2, 3);
        var height = await HeightAsync() + 1;
        var pending = SubmitAsync(Reading());
        await QuorumWorld.UntilAsync(() => Task.FromResult(_world.Record(0)?.Prepare?.Number == height), "it has prepared");
        await Task.Delay(2_000);   // five times the time of a round
        _world.Record(0)!.Round.ShouldBe(0);
        for (var i = 1; i < 4; i++)
            _world.Start(i);
        (await pending).Block.ShouldBe(height);
    }

    [Fact]
    public async Task A_validator_that_floods_the_host_with_votes_holds_nobody_up()
    {
        await _world.StopAsync(3);
        using var stop = new CancellationTokenSource();
        var key = _world.Keys[3];
        var flooding = Task.Run(async () =>
        {
            for (var round = 0L; !stop.IsCancellationRequested; round++)
            {
                var height = await HeightAsync() + 1;
                for (var i = 0; i < 50; i++)
                {
                    await _world.FollowGrain.Say(key.KeyId, FollowCodec.Write(new FollowMessage.VoteCast(
                        Vote.Sign(key, World.Ledger, height, round % 3, (VotePhase)(i % 2), Hash256.Of([(byte)i]).ToString()))));
                }
            }
        });
        for (var i = 0; i < 5; i++)
            (await SubmitAsync(Reading())).Status.ShouldBe(BatchStatus.Committed);
        await stop.CancelAsync();
        await flooding;
        (await _world.EvidenceStore.ListEvidenceAsync(World.Ledger)).ShouldAllBe(e => e.Kid == key.KeyId);
    }

    [Fact]
    public async Task A_vote_that_contradicts_an_earlier_one_after_the_block_is_decided_is_kept_as_evidence()
    {
        var committed = await SubmitAsync(Reading());
        await QuorumWorld.UntilAsync(() => Task.FromResult(_world.Record(3) is { } record && record.Number == committed.Block && record.Prepare is not null), "the fourth has voted as well");
        var key = _world.Keys[3];
        await _world.FollowGrain.Say(key.KeyId, FollowCodec.Write(new FollowMessage.VoteCast(
            Vote.Sign(key, World.Ledger, committed.Block, _world.Record(3)!.Round, VotePhase.Prepare, BlockHeader.NoPrevious))));
        var stored = (await _world.EvidenceStore.ListEvidenceAsync(World.Ledger)).ShouldHaveSingleItem();
        Evidence.Check(stored.File, out var evidence).ShouldBeNull();
        (evidence!.Kind, evidence.Key.KeyId, evidence.Number).ShouldBe(("vote", key.KeyId, committed.Block));
    }

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task<ISigner> HostKeyAsync() => await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
        .GetRequiredService<IKeyVault>(_world.Services).GetOrCreateAsync("validator");
}
