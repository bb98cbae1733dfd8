using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>
/// A host that cheats one of four validators, over the real protocol and with the host's own key: the validator gives no vote, or keeps the proof, and
/// certifies with the others what is right.
/// </summary>
public sealed class MaliciousHostTests(GatewayHost host) : IAsyncLifetime
{
    QuorumOfNodes quorum = null!;
    MaliciousHost malicious = null!;
    ISigner hostKey = null!;
    volatile ProposedBlock? before;
    volatile bool cheated;

    public async ValueTask InitializeAsync()
    {
        quorum = await QuorumOfNodes.FoundAsync(host);
        malicious = await MaliciousHost.StartAsync(host.Address);
        hostKey = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("validator", TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++) quorum.Start(i);
        quorum.Start(3, malicious.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await quorum.DisposeAsync();
        await malicious.DisposeAsync();
    }

    [Fact]
    public Task An_altered_state_root_is_refused() =>
        IsRefusedAsync(b => new ProposedBlock(b.Header with { State = BlockHeader.NoPrevious }, b.Batches), "proposal.wrong", "state root");

    [Fact]
    public Task Reordered_transactions_are_refused() => IsRefusedAsync(b => new ProposedBlock(b.Header, [.. b.Batches.Reverse()]), "proposal.wrong", "history root");

    [Fact]
    public Task Dropped_transactions_are_refused() => IsRefusedAsync(b => new ProposedBlock(b.Header, [b.Batches[0]]), "proposal.wrong", "history size");

    [Fact]
    public Task A_replayed_batch_is_refused() => IsRefusedAsync(b => new ProposedBlock(b.Header, [before!.Batches[0], .. b.Batches]), "proposal.wrong", "on the ledger already");

    [Fact]
    public Task A_block_dated_back_before_the_one_below_is_refused() =>
        IsRefusedAsync(b => new ProposedBlock(b.Header with { Time = before!.Header.Time - 1 }, b.Batches), "proposal.wrong", "time");

    [Fact]
    public Task A_block_dated_back_further_than_clocks_may_differ_is_refused() =>
        IsRefusedAsync(b => new ProposedBlock(b.Header with { Time = b.Header.Time - QuorumVoter.ClockTolerance - 60_000 }, b.Batches), "proposal.time", "clock");

    [Fact]
    public async Task Two_blocks_at_one_height_get_one_vote_and_the_validator_keeps_the_proof()
    {
        var answers = await CheatAsync(propose => [propose, Sign(new ProposedBlock(propose.Body.Header with { Time = propose.Body.Header.Time + 1 }, propose.Body.Batches), propose)]);
        answers.OfType<FollowMessage.Refuse>().ShouldContain(r => r.Code == "voter.once");
        var height = answers.OfType<FollowMessage.Refuse>().Last().Number;
        answers.OfType<FollowMessage.VoteCast>().Where(v => v.Vote.Number == height).GroupBy(v => v.Vote.Round)
            .ShouldAllBe(round => round.Select(v => v.Vote.Block).Distinct().Count() == 1);

        var file = Directory.GetFiles(Path.Combine(quorum.FolderOf(3), "evidence")).ShouldHaveSingleItem();
        Evidence.Check(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken), out var evidence).ShouldBeNull();
        (evidence!.Kind, evidence.Key.KeyId, evidence.Number).ShouldBe(("proposal", hostKey.KeyId, height));
    }

    [Fact]
    public async Task A_block_that_was_altered_after_it_was_certified_ends_the_validators_trust()
    {
        await quorum.CommitAsync();
        malicious.Twist = message =>
        {
            if (message is not FollowMessage.BlockLine { Line: var line }) return [message];
            var text = Encoding.UTF8.GetString(line.Span);
            var payload = System.Text.Json.Nodes.JsonNode.Parse(text)!;
            var jws = payload["block"]!;
            var header = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jws["payload"]!.GetValue<string>()));
            jws["payload"] = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("\"time\":1", "\"time\":2", StringComparison.Ordinal)));
            return [new FollowMessage.BlockLine(Encoding.UTF8.GetBytes(payload.ToJsonString()))];
        };
        await quorum.CommitAsync();
        await QuorumOfNodes.UntilAsync(() => quorum.Node(3).Status.Divergence is not null, "it has noticed");
        Directory.GetFiles(Path.Combine(quorum.FolderOf(3), "evidence")).ShouldNotBeEmpty();
        await quorum.CommitAsync();   // the three others go on
    }

    async Task IsRefusedAsync(Func<ProposedBlock, ProposedBlock> alter, string code, string because)
    {
        var answers = await CheatAsync(propose => [Sign(alter(propose.Body), propose)]);
        var refusal = answers.OfType<FollowMessage.Refuse>().First();
        refusal.Code.ShouldBe(code);
        refusal.Detail.ShouldContain(because);
        answers.OfType<FollowMessage.VoteCast>().ShouldAllBe(v => v.Vote.Number != refusal.Number || v.Vote.Round != refusal.Round);
    }

    /// <summary>Cheats at one height, of two transactions; afterwards the height is certified all the same, and the cheated validator stands on its block.</summary>
    async Task<FollowMessage[]> CheatAsync(Func<FollowMessage.Propose, IEnumerable<FollowMessage>> twist)
    {
        var armed = false;
        malicious.Twist = message =>
        {
            if (message is not FollowMessage.Propose propose) return [message];
            if (!armed)
            {
                before = propose.Body;
                return [propose];
            }
            if (cheated) return [propose];
            cheated = true;
            return twist(propose);
        };
        // The three others may be faster than what goes this way round.
        while (before is null) await quorum.CommitAsync();
        await QuorumOfNodes.UntilAsync(() => quorum.Node(3).Replica.Cursor.Id == before!.Id, "it has that block");
        armed = true;
        var height = await quorum.CommitAsync(2);
        while (!cheated) height = await quorum.CommitAsync(2);
        await QuorumOfNodes.UntilAsync(() => malicious.Answers.OfType<FollowMessage.Refuse>().Any(), "it has refused");
        await quorum.CommitAsync();
        await QuorumOfNodes.UntilAsync(() => quorum.Node(3).Replica.Cursor.Number > height, "it goes on");
        quorum.Node(3).Status.Divergence.ShouldBeNull();
        return [.. malicious.Answers];
    }

    FollowMessage.Propose Sign(ProposedBlock body, FollowMessage.Propose propose) =>
        new(SignedProposal.Sign(hostKey, quorum.Ledger, propose.Number, propose.Round, body.Id), body, propose.Justification);
}
