using System.Text.Json.Nodes;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Node;

/// <summary>A node that follows a host which certifies alone: catching up, coming back, and a host that is not honest.</summary>
public sealed class FollowTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SigningKey host = HostLedger.NewKey();

    [Fact]
    public async Task It_catches_up_from_genesis_and_stays_with_the_host()
    {
        await using var served = await StartAsync(30);
        await using var node = Run(served);
        await node.UntilAsync(29);
        served.AddSolo();
        await node.UntilAsync(30);
        served.AddSolo();
        await node.UntilAsync(31);

        node.Node.Replica.Cursor.Id.ShouldBe(served.Ledger.Cursor.Id);
        node.Node.Status.Health(DateTimeOffset.UtcNow).Status.ShouldBe("ok");
        node.Said.ShouldContain(text => text.StartsWith("Caught up at block 29"));
        // The replica is there before it says so, and what it says is heard later still.
        await node.UntilAsync(_ => served.Heard.LastOrDefault().Message is FollowMessage.At { Number: 31 });
        (await node.StopAsync()).ShouldBeTrue();
        served.Heard.Last().Message.ShouldBe(new FollowMessage.At(31, served.Ledger.Cursor.State.Hash.ToString()));
    }

    [Fact]
    public async Task It_comes_back_by_itself_and_goes_on_where_it_was()
    {
        await using var served = await StartAsync(5);
        await using (var node = Run(served))
        {
            await node.UntilAsync(4);
            served.Drop();
            served.AddSolo();
            await node.UntilAsync(5);
            served.Connections.ShouldBe(2);
        }

        served.AddSolo();
        await using var again = Run(served);
        again.Node.Replica.Cursor.Number.ShouldBe(5);
        await again.UntilAsync(6);
    }

    [Fact]
    public async Task Nobody_there_is_behind_and_no_fork()
    {
        await using var node = Run(new NodeOptions { Ledger = "nimbus", Url = SampleService.Nowhere, Folder = files.Path("node") });
        await node.UntilAsync(status => status.Trouble is not null);

        var health = node.Node.Status.Health(DateTimeOffset.UtcNow);
        health.Status.ShouldBe("behind");
        health.Reasons.ShouldHaveSingleItem().ShouldContain("is not connected");
        (await node.StopAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_refuses_is_asked_again_and_its_reason_said()
    {
        using var refusing = new SampleService("nimbus", 3, []);
        await using var node = Run(new NodeOptions { Ledger = "nimbus", Url = refusing.Url, Folder = files.Path("node") });
        await node.UntilAsync(status => status.Trouble is not null);
        node.Node.Status.Trouble!.ShouldStartWith("it does not accept the key (401)");

        await using var other = Run(new NodeOptions { Ledger = "other", Url = refusing.Url, Folder = files.Path("other"), ApiKey = SampleService.Key });
        await other.UntilAsync(status => status.Trouble is not null);
        other.Node.Status.Trouble.ShouldBe("it has no ledger 'other' that this key may follow (404).");
    }

    [Fact]
    public async Task A_host_that_rewrote_a_block_is_caught_with_proof()
    {
        await using (var honest = await StartAsync(8))
        await using (var node = Run(honest)) await node.UntilAsync(7);

        // The same host, the same first four blocks, and another history since.
        await using var served = await StartAsync(8);
        served.Serve.Clear();
        served.Serve.AddRange(first!.Lines.Take(4));
        var other = Rewrite(first!, 4, 12);
        served.Serve.AddRange(other.Lines.Skip(4));
        served.Genesis = first!.Genesis;
        await using var caught = Run(served);
        await caught.UntilAsync(status => status.Divergence is not null);

        caught.Node.Status.Health(DateTimeOffset.UtcNow).Status.ShouldBe("forked");
        var file = caught.Node.Evidence.List().ShouldHaveSingleItem().File!;
        file["number"]!.GetValue<long>().ShouldBe(4);
        file["ours"]!.ToJsonString().ShouldNotBe(file["theirs"]!.ToJsonString());
        var proof = file["evidence"]!.AsArray().ShouldHaveSingleItem()!;
        Evidence.Check(System.Text.Encoding.UTF8.GetBytes(proof.ToJsonString()), out var evidence).ShouldBeNull();
        evidence!.Kind.ShouldBe("block");
        evidence.Key.KeyId.ShouldBe(host.KeyId);
        (await caught.StopAsync()).ShouldBeFalse();

        var kept = Directory.GetFiles(Path.Combine(files.Path("node"), "evidence")).ShouldHaveSingleItem();
        (await Command.RunAsync("check", kept)).ExitCode.ShouldBe(0);
        var alone = await Command.RunAsync("check", files.Write("evidence.json", evidence.ToJson()));
        alone.ExitCode.ShouldBe(0);
        alone.Output.ShouldContain(host.KeyId);
        var changed = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(evidence.ToJson()).Replace("\"kind\":\"block\"", "\"kind\":\"vote\"", StringComparison.Ordinal));
        (await Command.RunAsync("check", files.Write("changed.json", changed))).ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task A_host_whose_ledger_begins_otherwise_is_caught()
    {
        await using (var honest = await StartAsync(3))
        await using (var node = Run(honest)) await node.UntilAsync(2);

        await using var served = await StartAsync(3);
        await using var caught = Run(served);
        await caught.UntilAsync(status => status.Divergence is not null);
        caught.Node.Status.Divergence.ShouldBe($"The host's ledger begins with block {served.Genesis}; the one known here begins with {first!.Genesis}.");
    }

    [Fact]
    public async Task A_named_genesis_is_held_to_from_the_first_connection()
    {
        await using var served = await StartAsync(3);
        await using var caught = Run(new NodeOptions { Ledger = "nimbus", Url = served.Url, Folder = files.Path("node"), Genesis = default(Hash256).ToString() });
        await caught.UntilAsync(status => status.Divergence is not null);
        caught.Node.Replica.Cursor.Number.ShouldBe(-1);
    }

    [Fact]
    public async Task A_block_that_was_altered_on_the_way_is_caught()
    {
        await using var served = await StartAsync(6);
        // A transaction of block 4 gives way to that of block 5: signed, on this ledger, and not what the block was made of.
        var (four, five) = (JsonNode.Parse(served.Serve[4])!, JsonNode.Parse(served.Serve[5])!);
        four["batches"] = five["batches"]!.DeepClone();
        served.Serve[4] = four.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        await using var caught = Run(served);
        await caught.UntilAsync(status => status.Divergence is not null);

        caught.Node.Status.Height.ShouldBe(3);
        caught.Node.Status.Divergence!.ShouldContain("block 4: its history root is wrong");
        caught.Node.Evidence.List().ShouldHaveSingleItem().File!["line"]!.GetValue<string>().ShouldBe(served.Serve[4]);
    }

    public void Dispose()
    {
        host.Dispose();
        files.Dispose();
    }

    HostLedger? first;

    async Task<FollowHost> StartAsync(int blocks)
    {
        var ledger = new HostLedger(host, []);
        while (ledger.Lines.Count < blocks) ledger.SealSolo(ledger.Change());
        first ??= ledger;
        return await FollowHost.StartAsync(ledger);
    }

    /// <summary>The first blocks of a ledger, and others after them.</summary>
    static HostLedger Rewrite(HostLedger ledger, int same, int blocks)
    {
        var other = HostLedger.Fork(ledger, same);
        while (other.Lines.Count < blocks) other.SealSolo(other.Change());
        return other;
    }

    RunningNode Run(FollowHost served) => Run(new NodeOptions { Ledger = "nimbus", Url = served.Url, Folder = files.Path("node") });

    static RunningNode Run(NodeOptions options) => new(options);
}
