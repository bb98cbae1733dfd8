using System.Text.Json.Nodes;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Node;

/// <summary>Hosts that have dropped transactions under a retention rule.</summary>
public sealed class DroppedTests : IDisposable
{
    readonly SampleFiles files = new();
    readonly SigningKey hostKey = HostLedger.NewKey();

    [Fact]
    public async Task A_node_that_begins_with_the_genesis_block_says_that_it_needs_a_snapshot_and_one_that_has_it_goes_on()
    {
        var ledger = new HostLedger(hostKey, []);
        for (var i = 0; i < 8; i++) ledger.SealSolo(ledger.Change());
        await using var host = await FollowHost.StartAsync(ledger);
        host.Serve[3] = Drop(host.Serve[3]);

        var whole = files.Path("whole");
        await using (var node = new RunningNode(Options(host, whole)))
        {
            await node.UntilAsync(status => status.Trouble is not null);
            node.Node.Status.Trouble!.ShouldContain("1 transactions of block 3 were dropped");
            node.Node.Status.Trouble!.ShouldContain("--from-snapshot");
            node.Node.Status.Trouble!.ShouldContain($"{host.Url}/api/v1/ledgers/nimbus/snapshots/");
            node.Node.Status.Height.ShouldBe(2, "what was whole is executed and kept");
            // It is no fork: the host has not said anything that contradicts what it said before.
            node.Node.Status.Divergence.ShouldBeNull();
            node.Node.Status.Health(DateTimeOffset.UtcNow).Status.ShouldBe(NodeHealth.Behind);
            node.Node.Evidence.List().ShouldBeEmpty();
            (await node.StopAsync()).ShouldBeTrue();
        }

        // A snapshot by somebody who had executed the blocks when they were whole.
        var snapshot = new List<byte[]>();
        (await ReplicaSnapshots.OfExportAsync(ledger.Lines.Select(line => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(line)).ToAsyncEnumerable(), 5, ledger.Genesis, _ => { },
            replica =>
            {
                using var reader = replica.OpenReader();
                snapshot.AddRange(ReplicaSnapshots.Write(reader, reader.Block(5)!));
                return Task.CompletedTask;
            }, CancellationToken.None)).ShouldBeNull();
        var later = files.Path("later");
        using (var folder = ReplicaFolder.Open(later))
        using (var replica = LedgerReplica.Open(folder, "nimbus"))
            (await replica.ImportAsync(snapshot.Select(line => (ReadOnlyMemory<byte>)line).ToAsyncEnumerable(), ledger.Genesis, ledger.Blocks[5].Id, CancellationToken.None)).ShouldBeNull();
        await using (var node = new RunningNode(Options(host, later)))
        {
            await node.UntilAsync(ledger.Cursor.Number);
            host.AddSolo();
            await node.UntilAsync(ledger.Cursor.Number);
            node.Node.Replica.Cursor.State.Hash.ShouldBe(ledger.Cursor.State.Hash);
        }
    }

    [Fact]
    public async Task What_is_dropped_below_the_replica_does_not_concern_it()
    {
        var ledger = new HostLedger(hostKey, []);
        for (var i = 0; i < 4; i++) ledger.SealSolo(ledger.Change());
        await using var host = await FollowHost.StartAsync(ledger);
        await using (var node = new RunningNode(Options(host, files.Path("node")))) await node.UntilAsync(4);
        // Its newest block, which it asks for again to see whether the host has changed it.
        for (var number = 1; number <= 4; number++) host.Serve[number] = Drop(host.Serve[number]);
        await using (var node = new RunningNode(Options(host, files.Path("node"))))
        {
            host.AddSolo();
            await node.UntilAsync(5);
            node.Node.Status.Divergence.ShouldBeNull();
        }
    }

    public void Dispose()
    {
        hostKey.Dispose();
        files.Dispose();
    }

    static NodeOptions Options(FollowHost host, string folder) => new() { Ledger = "nimbus", Url = host.Url, Folder = folder };

    // As a host's export has it once the first transaction of the block is dropped, and the values of its state with it.
    static string Drop(string line)
    {
        var json = JsonNode.Parse(line)!;
        var transactions = json["batches"]![0]!["transactions"]!.AsArray();
        Transaction.TryParse(transactions[0]!.GetValue<string>(), out var transaction, out _).ShouldBeTrue();
        transactions[0] = new JsonObject { ["dropped"] = transaction!.LeafHash.ToString(), ["id"] = transaction.Id };
        json["nodes"] = new JsonObject { ["length"] = json["nodes"]!["length"]!.GetValue<int>(), ["dropped"] = true };
        return json.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
