using System.Net.WebSockets;
using System.Text;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>The running grain and four of the product's validators over real WebSockets: who stops, who comes back, and one that is malicious.</summary>
public sealed class QuorumTests(GatewayHost host) : IAsyncLifetime
{
    QuorumOfNodes quorum = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => quorum = await QuorumOfNodes.FoundAsync(host);

    public ValueTask DisposeAsync() => quorum.DisposeAsync();

    [Fact]
    public async Task One_stopped_commits_go_on_two_stopped_nothing_is_acknowledged_both_back_everything_pending_commits()
    {
        for (var i = 0; i < 4; i++) quorum.Start(i);
        await quorum.CommitAsync();
        await quorum.StopAsync(3);
        for (var i = 0; i < 3; i++) await quorum.CommitAsync();

        await quorum.StopAsync(2);
        var height = await quorum.HeightAsync();
        var pending = quorum.Sites(5);
        await quorum.SubmitAsync(pending, wait: 0);
        await QuorumOfNodes.UntilAsync(() => Enumerable.Range(0, 2).All(i => quorum.Node(i).Status.LastVote is { Phase: "prepare" } vote && vote.Number == height + 1), "two have voted");
        (await quorum.StatusesAsync(pending, wait: 1)).ShouldAllBe(status => status == "PENDING");
        (await quorum.HeightAsync()).ShouldBe(height);

        quorum.Start(2);
        quorum.Start(3);
        (await quorum.StatusesAsync(pending, wait: 60)).ShouldAllBe(status => status == "COMMITTED");
        var head = await quorum.HeightAsync();
        await QuorumOfNodes.UntilAsync(() => Enumerable.Range(0, 4).All(i => quorum.Node(i).Replica.Cursor.Number == head), "all replicas have the head");
        var block = await quorum.Client.JsonAsync(FormattableString.Invariant($"/ledgers/{quorum.Ledger}/blocks/{head}"));
        for (var i = 0; i < 4; i++)
        {
            quorum.Node(i).Replica.Cursor.Id.ShouldBe(block.Text("id"));
            quorum.Node(i).Status.Divergence.ShouldBeNull();
        }
        (await quorum.Client.JsonAsync($"/ledgers/{quorum.Ledger}/evidence")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Validators_and_certificates_name_the_members_and_follow_the_settings_in_force()
    {
        for (var i = 0; i < 4; i++) quorum.Start(i);
        var height = await quorum.CommitAsync();
        await QuorumOfNodes.UntilAsync(() => Enumerable.Range(0, 4).All(i => quorum.Node(i).Status.LastVote is { Phase: "sign" } vote && vote.Number == height), "all have signed");
        var list = await quorum.Client.JsonAsync($"/ledgers/{quorum.Ledger}/validators");
        (list.Text("engine"), list.GetProperty("needed").GetInt32()).ShouldBe(("quorum", 3));
        var items = list.Items();
        items.Select(v => v.Text("kid")).ShouldBe(quorum.Keys.Select(k => k.KeyId).Order(StringComparer.Ordinal));
        items.Select(v => v.Text("name")).ShouldBe(["Party 0", "Party 1", "Party 2", "Party 3"], ignoreOrder: true);
        items.ShouldAllBe(v => v.GetProperty("inSet").GetBoolean() && v.GetProperty("connected").GetBoolean() && !v.GetProperty("hosted").GetBoolean()
            && v.GetProperty("lastVote").GetProperty("number").GetInt64() <= height);

        // Blocks 0 and 1 are the founder's: the quorum, named in block 1, certifies from block 2 on.
        foreach (var number in (long[])[0, 1, height])
        {
            var certificate = (await quorum.Client.JsonAsync(FormattableString.Invariant($"/ledgers/{quorum.Ledger}/blocks/{number}"))).Items("certificate");
            certificate.Count.ShouldBeInRange(number < 2 ? 1 : 3, number < 2 ? 1 : 4);
            certificate.ShouldAllBe(c => c.GetProperty("valid").GetBoolean());
            if (number == height) certificate.ShouldAllBe(c => c.Text("name").StartsWith("Party ") && c.Text("party").StartsWith("party-"));
        }
    }

    [Fact]
    public async Task A_malicious_validator_alone_commits_nothing()
    {
        var key = quorum.Keys[0];
        var height = await quorum.HeightAsync();
        var pending = quorum.Sites(1);
        using var liar = await FollowFrames.ConnectAsync(host.Address, quorum.Ledger, key, Cancellation);
        await quorum.SubmitAsync(pending, wait: 0);
        var proposed = await ProposalAsync(liar);
        for (var repeat = 0; repeat < 3; repeat++)
        {
            foreach (var signer in quorum.Keys)   // its own signature, and the others' over its connection
            {
                FollowMessage[] said =
                [
                    new FollowMessage.VoteCast(Vote.Sign(signer, quorum.Ledger, proposed.Number, proposed.Round, VotePhase.Prepare, proposed.Body.Id)),
                    new FollowMessage.VoteCast(Vote.Sign(signer, quorum.Ledger, proposed.Number, proposed.Round, VotePhase.Lock, proposed.Body.Id)),
                    new FollowMessage.BlockSigned(proposed.Number, proposed.Body.Id, Block.Sign(proposed.Body.Header, signer).Value),
                ];
                foreach (var message in said) await liar.SendAsync(message, Cancellation);
            }
        }
        (await quorum.StatusesAsync(pending, wait: 1)).ShouldBe(["PENDING"]);
        (await quorum.HeightAsync()).ShouldBe(height);
        for (var i = 1; i < 4; i++) quorum.Start(i);
        (await quorum.StatusesAsync(pending, wait: 60)).ShouldBe(["COMMITTED"]);
    }

    [Fact]
    public async Task A_validator_that_votes_twice_and_for_what_nobody_proposed_is_put_on_record_and_holds_nobody_up()
    {
        for (var i = 1; i < 4; i++) quorum.Start(i);
        var key = quorum.Keys[0];
        using var liar = await FollowFrames.ConnectAsync(host.Address, quorum.Ledger, key, Cancellation);
        var shown = ProposalAsync(liar);
        // The three others may be faster than the proposal to the fourth.
        while (!shown.IsCompleted) await quorum.CommitAsync();
        var proposed = await shown;
        // Also when the three others were faster: what comes after the decision is evidence as well.
        foreach (var block in (string[])[BlockHeader.NoPrevious, proposed.Body.Id])
            await liar.SendAsync(new FollowMessage.VoteCast(Vote.Sign(key, quorum.Ledger, proposed.Number, proposed.Round, VotePhase.Prepare, block)), Cancellation);
        var found = new List<System.Text.Json.JsonElement>();
        for (var i = 0; i < 600 && found.Count == 0; i++, await Task.Delay(50, Cancellation))
            found = (await quorum.Client.JsonAsync($"/ledgers/{quorum.Ledger}/evidence")).Items();
        var evidence = found.ShouldHaveSingleItem();
        (evidence.Text("kind"), evidence.Text("kid"), evidence.Text("party"), evidence.GetProperty("number").GetInt64()).ShouldBe(("vote", key.KeyId, "party-0", proposed.Number));
        // Anyone checks it with nothing but the file.
        Evidence.Check(Encoding.UTF8.GetBytes(evidence.GetProperty("file").GetRawText()), out var read).ShouldBeNull();
        read!.Id.ShouldBe(evidence.Text("id"));
        await quorum.CommitAsync();
    }

    [Fact]
    public async Task A_validator_that_floods_holds_nobody_up()
    {
        for (var i = 1; i < 4; i++) quorum.Start(i);
        var key = quorum.Keys[0];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var liar = await FollowFrames.ConnectAsync(host.Address, quorum.Ledger, key, Cancellation);
        var first = await quorum.HeightAsync() + 1;
        // Signed beforehand, so that it floods as fast as the connection takes it.
        FollowMessage[] votes = [.. Enumerable.Range(0, 200).Select(i => new FollowMessage.VoteCast(
            Vote.Sign(key, quorum.Ledger, first + i % 6, i % 4, (VotePhase)(i % 2), Hash256.Of([(byte)i]).ToString())))];
        var flooding = Task.Run(async () =>
        {
            try
            {
                while (true)
                    foreach (var vote in votes) await liar.SendAsync(vote, stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or WebSocketException)
            {
                // The test is over, or the host has had enough of it.
            }
        }, Cancellation);
        for (var i = 0; i < 5; i++) await quorum.CommitAsync();
        await stop.CancelAsync();
        await flooding;
    }

    [Theory]
    [InlineData("no JSON at all")]
    [InlineData("""{"type":"vote","vote":"a.b.c"}""")]
    [InlineData("""{"type":"vote"}""")]
    [InlineData("""{"type":"propose"}""")]
    [InlineData("""{"type":"hello","key":null,"proof":null}""")]
    public async Task A_validator_that_talks_garbage_is_cut_off_and_the_others_go_on(string garbage)
    {
        for (var i = 1; i < 4; i++) quorum.Start(i);
        using var liar = await FollowFrames.ConnectAsync(host.Address, quorum.Ledger, quorum.Keys[0], Cancellation);
        await liar.SendAsync(Encoding.UTF8.GetBytes(garbage), WebSocketMessageType.Text, true, Cancellation);
        while (await liar.ReceiveAsync(Cancellation) is not null) { }
        liar.CloseStatus.ShouldBe(WebSocketCloseStatus.PolicyViolation);
        await quorum.CommitAsync();
    }

    static async Task<FollowMessage.Propose> ProposalAsync(ClientWebSocket socket)
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(Cancellation);
            message.ShouldNotBeNull();
            if (message is FollowMessage.Propose propose) return propose;
        }
    }
}
