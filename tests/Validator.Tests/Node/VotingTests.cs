using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Node;

/// <summary>Nodes that certify a ledger together.</summary>
public sealed class VotingTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SigningKey host = HostLedger.NewKey();
    readonly SigningKey[] keys = [.. Enumerable.Range(0, 4).Select(_ => HostLedger.NewKey())];

    [Fact]
    public async Task Four_nodes_certify_blocks_and_end_on_the_same_roots()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, keys));
        var nodes = keys.Select((_, i) => Run(served, i)).ToList();
        foreach (var node in nodes) await node.UntilAsync(1);
        for (var height = 2; height < 8; height++)
        {
            served.Propose();
            foreach (var node in nodes) await node.UntilAsync(height);
        }

        foreach (var node in nodes)
        {
            node.Node.Replica.Cursor.Id.ShouldBe(served.Ledger.Cursor.Id);
            node.Node.Status.IsValidator.ShouldBeTrue();
            await node.StopAsync();
        }

        served.Ledger.Blocks[^1].Signatures.Length.ShouldBeGreaterThanOrEqualTo(3);
        served.Ledger.Blocks[^1].Header.Engine.ShouldBe("quorum");
        served.Heard.Any(heard => heard.Message is FollowMessage.Refuse).ShouldBeFalse();
    }

    [Fact]
    public async Task With_one_of_four_stopped_blocks_go_on_and_with_two_they_wait_until_one_returns()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, keys));
        var nodes = keys.Select((_, i) => Run(served, i)).ToList();
        foreach (var node in nodes) await node.UntilAsync(1);

        await nodes[3].StopAsync();
        served.Propose();
        foreach (var node in nodes.Take(3)) await node.UntilAsync(2);

        await nodes[2].StopAsync();
        served.Propose();
        await UntilAsync(() => Prepares(served, 3) == 2);
        nodes[0].Node.Status.Height.ShouldBe(2);
        served.Ledger.Cursor.Number.ShouldBe(2);

        await using var back = Run(served, 2);
        foreach (var node in (RunningNode[])[nodes[0], nodes[1], back]) await node.UntilAsync(3);
        await using var late = Run(served, 3);
        await late.UntilAsync(3);
        late.Node.Replica.Cursor.Id.ShouldBe(served.Ledger.Cursor.Id);
        await nodes[0].StopAsync();
        await nodes[1].StopAsync();
    }

    [Fact]
    public async Task A_node_that_was_cut_off_after_its_vote_says_the_same_again_and_nothing_else()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, keys));
        await using (var node = Run(served, 0))
        {
            await node.UntilAsync(1);
            served.Propose();
            await UntilAsync(() => Prepares(served, 2) == 1);
        }

        // Another block at the same height and round: what a host would have to get signed in order to fork.
        var first = served.Heard.Select(heard => heard.Message).OfType<FollowMessage.VoteCast>().Single().Vote;
        served.Propose();
        await using var again = Run(served, 0);
        await UntilAsync(() => served.Heard.Any(heard => heard.Message is FollowMessage.Refuse));

        served.Heard.Select(heard => heard.Message).OfType<FollowMessage.Refuse>().First().Code.ShouldBe("voter.once");
        served.Heard.Select(heard => heard.Message).OfType<FollowMessage.VoteCast>().ShouldAllBe(cast => cast.Vote.Text == first.Text);
        again.Node.Evidence.List().ShouldHaveSingleItem().Id.ShouldBe("block-000000002-proposal");
    }

    [Fact]
    public async Task A_lost_round_is_followed_by_one_that_decides()
    {
        await using var served = await FollowHost.StartAsync(new HostLedger(host, keys));
        await using var one = Run(served, 0);
        await using var two = Run(served, 1);
        await one.UntilAsync(1);
        await two.UntilAsync(1);
        served.Propose();
        await UntilAsync(() => Prepares(served, 2) == 2);
        served.NextRound();
        await using var three = Run(served, 2);

        foreach (var node in (RunningNode[])[one, two, three]) await node.UntilAsync(2);
        served.Ledger.Cursor.Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_proposal_that_comes_before_its_time_is_voted_on_when_the_replica_gets_there()
    {
        var ledger = new HostLedger(host, keys);
        await using var served = await FollowHost.StartAsync(ledger);
        var held = served.Serve[1];
        served.Serve.RemoveAt(1);
        await using var node = Run(served, 0);
        await node.UntilAsync(0);
        served.Propose();
        served.Serve.Add(held);
        served.Send(new FollowMessage.BlockLine(System.Text.Encoding.UTF8.GetBytes(held)));

        await UntilAsync(() => Prepares(served, 2) == 1);
    }

    public void Dispose()
    {
        host.Dispose();
        foreach (var key in keys) key.Dispose();
        files.Dispose();
    }

    static int Prepares(FollowHost served, long height) => served.Heard.Where(heard => heard.Message is FollowMessage.VoteCast { Vote: var vote }
        && vote.Number == height && vote.Phase == VotePhase.Prepare).Select(heard => heard.Kid).Distinct().Count();

    static async Task UntilAsync(Func<bool> reached)
    {
        for (var began = DateTime.UtcNow; !reached(); await Task.Delay(10)) (DateTime.UtcNow - began).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    RunningNode Run(FollowHost served, int key) => new(new NodeOptions
    {
        Ledger = "nimbus", Url = served.Url, Folder = files.Path("node-" + (char)('0' + key)), Key = keys[key], CacheBytes = 1024 * 1024,
    });
}
