using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Commands;
using SmartBlocks.Validator.Node;
using SmartBlocks.Validator.Replica;
using SmartBlocks.Validator.Rest;
using SmartBlocks.Validator.Tests.Samples;

namespace SmartBlocks.Validator.Tests.Node;

/// <summary>What a node answers from its replica.</summary>
public sealed class NodeApiTests : IAsyncLifetime
{
    static readonly DateTimeOffset now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    readonly SampleFiles files = new();
    readonly SampleLedger ledger = new(hours: 12);
    readonly HttpClient client = new();
    ReplicaFolder folder = null!;
    LedgerReplica replica = null!;
    WebApplication app = null!;
    NodeStatus status = new("nimbus", "http://host.example", 13, 13, true, null, null, null, false, null, now);

    public async ValueTask InitializeAsync()
    {
        folder = ReplicaFolder.Open(files.Path("node"));
        replica = LedgerReplica.Open(folder, "nimbus");
        foreach (var line in ledger.Lines) replica.Add(PreparedBlock.Of(Encoding.UTF8.GetBytes(line))).ShouldBeNull();
        replica.Commit();
        app = await NodeApi.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), replica, new EvidenceFolder(folder.Evidence), () => status, new Clock());
        client.BaseAddress = new Uri(NodeApi.AddressOf(app));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        replica.Dispose();
        folder.Dispose();
        ledger.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task The_head_and_every_block_are_the_hosts()
    {
        var head = await GetAsync("/api/v1/ledgers/nimbus");
        head.GetProperty("height").GetInt64().ShouldBe(ledger.Head.Header.Number);
        head.GetProperty("lastBlock").GetString().ShouldBe(ledger.Head.Id);
        head.GetProperty("stateRoot").GetString().ShouldBe(ledger.Head.Header.State);
        head.GetProperty("name").GetString().ShouldBe("Nimbus");

        var numbers = new List<long>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"/api/v1/ledgers/nimbus/blocks?limit=5&cursor={cursor}");
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("number").GetInt64()));
            cursor = page.GetProperty("next").GetString();
        }

        numbers.ShouldBe(Enumerable.Range(0, ledger.Lines.Count).Select(n => (long)n).Reverse());
        var block = await GetAsync($"/api/v1/ledgers/nimbus/blocks/{ledger.Head.Id}");
        block.GetProperty("number").GetInt64().ShouldBe(ledger.Head.Header.Number);
        Encoding.UTF8.GetBytes(block.GetProperty("jws").GetRawText()).ShouldBe(ledger.Head.ToJws());
    }

    [Fact]
    public async Task Every_transaction_is_listed_once_and_found_with_a_receipt_that_holds()
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"/api/v1/ledgers/nimbus/transactions?limit=7&cursor={cursor}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(t => t.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        ids.Count.ShouldBe((int)ledger.Head.Header.Size);
        ids.Distinct().Count().ShouldBe(ids.Count);
        var detail = await GetAsync($"/api/v1/ledgers/nimbus/transactions/{ids[0]}");
        detail.GetProperty("jws").GetString().ShouldBe(Encoding.ASCII.GetString(ledger.Last.Transaction.Bytes.Span));
        detail.GetProperty("party").GetString().ShouldBe("nimbus");
        var receipts = await GetAsync($"/api/v1/ledgers/nimbus/receipts?id={string.Join(',', ids)}");
        foreach (var json in receipts.GetProperty("data").EnumerateArray())
        {
            Receipt.TryParse(Encoding.UTF8.GetBytes(json.GetRawText()), out var receipt, out _).ShouldBeTrue();
            receipt!.Verify([ledger.Validator], ConsensusEngines.ForVerification).ShouldBeNull();
        }
    }

    [Fact]
    public async Task State_now_and_then_comes_with_a_proof_that_holds()
    {
        var page = await GetAsync("/api/v1/ledgers/nimbus/state?prefix=meter/&limit=2");
        page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("path").GetString()).ShouldBe(["meter/chp", "meter/chp/2026-11-21"]);
        (await GetAsync($"/api/v1/ledgers/nimbus/state?prefix=meter/&limit=2&cursor={page.GetProperty("next").GetString()}"))
            .GetProperty("items").EnumerateArray().Select(i => i.GetProperty("path").GetString()).ShouldBe(["meter/chp/head", "meter/main"]);
        (await GetAsync("/api/v1/ledgers/nimbus/state/meter/main?at=1")).GetProperty("value").GetProperty("site").GetString().ShouldBe("nimbus");
        (await client.GetAsync("/api/v1/ledgers/nimbus/state/meter/main?at=0")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        foreach (var path in (string[])["meter/main", "meter/none"])
        {
            var bytes = await client.GetByteArrayAsync($"/api/v1/ledgers/nimbus/proofs/state/receipt?path={path}&block=5");
            StateReceipt.TryParse(bytes, out var receipt, out _).ShouldBeTrue();
            receipt!.Verify([ledger.Validator], ConsensusEngines.ForVerification, out var value).ShouldBeNull();
            (value is not null).ShouldBe(path == "meter/main");
        }
    }

    [Fact]
    public async Task The_replica_is_an_export_for_the_next_verifier()
    {
        (await client.GetStringAsync("/api/v1/ledgers/nimbus/export")).ShouldBe(Encoding.UTF8.GetString(ledger.Export));

        var verified = await Command.RunAsync("verify", client.BaseAddress!.ToString(), "--ledger", "nimbus", "--key", "none", "--genesis", ledger.Genesis0);
        verified.ExitCode.ShouldBe(ExitCodes.Right, verified.Output + verified.Errors);
    }

    [Theory]
    [InlineData("/api/v1/ledgers/other", 404, "There is no ledger 'other'")]
    [InlineData("/api/v1/ledgers/nimbus/blocks/99", 404, "There is no block '99'")]
    [InlineData("/api/v1/ledgers/nimbus/blocks?limit=0", 400, "limit is '0'")]
    [InlineData("/api/v1/ledgers/nimbus/blocks?cursor=x", 400, "cursor is 'x'")]
    [InlineData("/api/v1/ledgers/nimbus/blocks?limit=x", 400, "limit")]
    [InlineData("/api/v1/ledgers/nimbus/transactions/abc", 404, "There is no transaction 'abc'")]
    [InlineData("/api/v1/ledgers/nimbus/proofs/state?path=a%20b", 400, "path is 'a b'")]
    [InlineData("/api/v1/ledgers/nimbus/receipts", 400, "id is ''")]
    public async Task Bad_questions_are_answered_with_a_reason(string path, int code, string reason)
    {
        using var answer = await client.GetAsync(path);
        ((int)answer.StatusCode).ShouldBe(code);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync()).Replace("\\u0027", "'", StringComparison.Ordinal).ShouldContain(reason);
    }

    [Fact]
    public async Task Health_says_ok_behind_and_forked_with_reasons()
    {
        (await HealthAsync()).ShouldBe((200, "ok", ""));
        status = status with { HostHeight = 100, CaughtUpAt = now.AddSeconds(-5) };
        (await HealthAsync()).ShouldBe((200, "ok", ""));
        status = status with { CaughtUpAt = now.AddMinutes(-1) };
        (await HealthAsync()).ShouldBe((503, "behind", "The replica is at block 13, the host at 100."));
        status = status with { Connected = false, Trouble = "it closed the connection." };
        (await HealthAsync()).ShouldBe((503, "behind", "http://host.example is not connected: it closed the connection."));
        status = status with { Divergence = "At height 4 …" };
        (await HealthAsync()).ShouldBe((503, "forked", "At height 4 …|This node signs nothing any more. The evidence is kept."));
    }

    async Task<(int Code, string Status, string Reasons)> HealthAsync()
    {
        using var answer = await client.GetAsync("/healthz");
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)answer.StatusCode, json.GetProperty("status").GetString()!,
            string.Join('|', json.GetProperty("reasons").EnumerateArray().Select(r => r.GetString())));
    }

    async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path + ": " + await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
