using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class LedgerTests(GatewayHost host)
{
    [Fact]
    public async Task Blocks_come_newest_first_in_pages_and_ascending_from_a_height()
    {
        using var client = host.Client(host.AuditorKey);
        var height = (await client.JsonAsync("/ledgers/acme")).GetProperty("height").GetInt64();
        var numbers = new List<long>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync("/ledgers/acme/blocks?limit=3" + (cursor is null ? "" : "&cursor=" + cursor));
            numbers.AddRange(page.Items().Select(b => b.GetProperty("number").GetInt64()));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        numbers[0].ShouldBeGreaterThanOrEqualTo(height);
        numbers.ShouldBe(Enumerable.Range(0, (int)numbers[0] + 1).Select(n => (long)n).Reverse());
        var ascending = (await client.JsonAsync("/ledgers/acme/blocks?from=1&limit=2")).Items();
        ascending.Select(b => b.GetProperty("number").GetInt64()).ShouldBe([1, 2]);
        ascending[1].Text("previous").ShouldBe(ascending[0].Text("id"));
    }

    [Fact]
    public async Task A_block_is_the_same_by_height_and_by_id_never_changes_and_is_signed()
    {
        using var client = host.Client(host.AuditorKey);
        using var byHeight = await client.GetAsync("/api/v1/ledgers/acme/blocks/1");
        var block = await byHeight.JsonAsync(HttpStatusCode.OK);
        byHeight.Headers.CacheControl!.ToString().ShouldContain("immutable");
        byHeight.Headers.ETag!.Tag.ShouldBe($"\"{block.Text("id")}\"");
        block.Items("signatures").ShouldAllBe(s => s.GetProperty("valid").GetBoolean());
        Block.TryParse(Encoding.UTF8.GetBytes(block.GetProperty("jws").GetRawText()), out var parsed, out var why).ShouldBeTrue(why?.ToString());
        parsed!.Id.ShouldBe(block.Text("id"));

        client.DefaultRequestHeaders.IfNoneMatch.Add(byHeight.Headers.ETag);
        using var byId = await client.GetAsync("/api/v1/ledgers/acme/blocks/" + block.Text("id"));
        byId.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task A_transaction_is_shown_with_its_signer_and_a_sentence()
    {
        using var client = host.Client(host.AuditorKey);
        var transaction = await client.JsonAsync("/ledgers/acme/transactions/" + host.FirstTransactions[0]);
        transaction.Text("family").ShouldBe("interval/1");
        transaction.Text("sentence").ShouldContain("(acme-main) metered 12 kWh from ");
        transaction.GetProperty("signerKey").Text("role").ShouldBe("device");
        transaction.GetProperty("payload").Text("meter").ShouldBe(GatewayHost.Meter);
        Transaction.TryParse(transaction.Text("jws"), out var parsed, out _).ShouldBeTrue();
        parsed!.Verify(PublicKey.FromJwk(transaction.GetProperty("signerKey").GetProperty("jwk"))).ShouldBeTrue();
        (await client.JsonAsync($"/ledgers/acme/batches/{transaction.Text("batch")}")).Items("transactions").ShouldContain(t => t.Text("id") == host.FirstTransactions[0]);
    }

    [Theory]
    [InlineData("family=interval")]
    [InlineData("family=site/1")]
    [InlineData("q=acme-lights")]
    [InlineData("block=0")]
    [InlineData("")]
    public async Task Transactions_by_filter_come_complete_and_once(string filter)
    {
        using var client = host.Client(host.AuditorKey);
        var whole = (await client.JsonAsync($"/ledgers/acme/transactions?limit=200&{filter}")).Items().Select(t => t.Text("id")).ToList();
        whole.ShouldNotBeEmpty();
        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync($"/ledgers/acme/transactions?limit=2&{filter}{(cursor is null ? "" : "&cursor=" + cursor)}");
            page.Items().Count.ShouldBeLessThanOrEqualTo(2);
            paged.AddRange(page.Items().Select(t => t.Text("id")));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        // Other tests write meanwhile: what was there at first is there, in the same order.
        paged.Where(whole.Contains).ShouldBe(whole);
        paged.Distinct().Count().ShouldBe(paged.Count);
    }

    [Fact]
    public async Task Batches_come_complete_and_once()
    {
        using var client = host.Client(host.AuditorKey);
        var indexes = new List<long>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync("/ledgers/acme/batches?limit=2" + (cursor is null ? "" : "&cursor=" + cursor));
            foreach (var batch in page.Items()) indexes.AddRange(batch.Items("transactions").Select(t => t.GetProperty("index").GetInt64()).Reverse());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        indexes.ShouldBe(Enumerable.Range(0, (int)indexes[0] + 1).Select(i => (long)i).Reverse());
    }

    [Fact]
    public async Task A_receipt_is_checked_without_the_server()
    {
        using var client = host.Client(host.AuditorKey);
        var receipts = (await client.JsonAsync($"/ledgers/acme/receipts?id={host.FirstTransactions[0]},{host.FirstTransactions[3]}")).Items("data");
        receipts.Count.ShouldBe(2);
        var genesis = (await client.JsonAsync("/ledgers/acme/transactions?block=0")).Items().Single();
        var validators = (await client.JsonAsync("/ledgers/acme/transactions/" + genesis.Text("id"))).GetProperty("payload").Items("validators").Select(PublicKey.FromJwk).ToList();
        foreach (var json in receipts)
        {
            Receipt.TryParse(Encoding.UTF8.GetBytes(json.GetRawText()), out var receipt, out var why).ShouldBeTrue(why?.ToString());
            receipt!.Verify(validators, ConsensusEngines.ForVerification).ShouldBeNull();
            (receipt with { Index = receipt.Index + 1 }).Verify(validators, ConsensusEngines.ForVerification).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task Proofs_of_inclusion_consistency_and_state_hold()
    {
        using var client = host.Client(host.AuditorKey);
        var inclusion = await client.JsonAsync($"/ledgers/acme/proofs/inclusion?transaction={host.FirstTransactions[1]}");
        new InclusionProof(inclusion.GetProperty("index").GetInt64(), inclusion.GetProperty("size").GetInt64(), [.. inclusion.Items("path").Select(Hash)])
            .Verify(Hash(inclusion.GetProperty("leaf")), Hash(inclusion.GetProperty("root"))).ShouldBeTrue();

        var consistency = await client.JsonAsync("/ledgers/acme/proofs/consistency?from=3");
        new ConsistencyProof(3, consistency.GetProperty("to").GetInt64(), [.. consistency.Items("path").Select(Hash)])
            .Verify(Hash(consistency.GetProperty("fromRoot")), Hash(consistency.GetProperty("toRoot"))).ShouldBeTrue();

        foreach (var (path, present) in new[] { ("meter/acme-main", true), ("meter/nobody", false) })
        {
            var state = await client.JsonAsync("/ledgers/acme/proofs/state?path=" + path);
            state.GetProperty("present").GetBoolean().ShouldBe(present);
            StateProof.TryParse(state, out var proof, out var why).ShouldBeTrue(why?.ToString());
            proof!.Verify(Hash(state.GetProperty("root")), path, out var proven).ShouldBeTrue();
            proven.HasValue.ShouldBe(present);
        }
    }

    [Theory]
    [InlineData("meter/acme-main", "", true)]
    [InlineData("meter/nobody", "", false)]
    [InlineData("meter/acme-main", "&block=0", false)]
    public async Task A_state_receipt_is_checked_without_the_server(string path, string block, bool present)
    {
        using var client = host.Client(host.AuditorKey);
        var bytes = await client.GetByteArrayAsync($"/api/v1/ledgers/acme/proofs/state/receipt?path={path}{block}");
        StateReceipt.TryParse(bytes, out var receipt, out var why).ShouldBeTrue(why?.ToString());
        var genesis = (await client.JsonAsync("/ledgers/acme/transactions?block=0")).Items().Single();
        var payload = (await client.JsonAsync("/ledgers/acme/transactions/" + genesis.Text("id"))).GetProperty("payload");
        var validators = payload.Items("validators").Select(PublicKey.FromJwk).ToList();
        receipt!.Verify(validators, ConsensusEngines.ForVerification, out var value).ShouldBeNull();
        value.HasValue.ShouldBe(present);
        (receipt.Ledger, receipt.Path).ShouldBe(("acme", path));
    }

    [Fact]
    public async Task States_are_listed_read_at_any_block_and_have_a_history()
    {
        using var client = host.Client(host.AuditorKey);
        (await client.JsonAsync("/ledgers/acme/state/meter/acme-main")).GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Object);
        var folders = (await client.JsonAsync("/ledgers/acme/state?delimiter=/")).Items("folders").Select(f => f.GetString()!).ToList();
        folders.ShouldContain("meter/");
        folders.ShouldContain("key/");
        folders.Distinct().Count().ShouldBe(folders.Count);
        var whole = (await client.JsonAsync("/ledgers/acme/state?prefix=key/&limit=200")).Items().Select(s => s.Text("path")).ToList();
        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync("/ledgers/acme/state?prefix=key/&limit=1" + (cursor is null ? "" : "&cursor=" + cursor));
            paged.AddRange(page.Items().Select(s => s.Text("path")));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        paged.ShouldBe(whole);
        var history = (await client.JsonAsync("/ledgers/acme/state-history/meter/acme-main/head")).Items();
        history.ShouldNotBeEmpty();
        var first = history[^1].GetProperty("block").GetInt64();
        using var before = await client.GetAsync($"/api/v1/ledgers/acme/state/meter/acme-main/head?at={(first - 1).ToString(CultureInfo.InvariantCulture)}");
        await before.ProblemAsync(HttpStatusCode.NotFound);
        (await client.JsonAsync($"/ledgers/acme/state/meter/acme-main/head?at={first.ToString(CultureInfo.InvariantCulture)}")).GetProperty("value").GetRawText()
            .ShouldBe(history[^1].GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task The_export_is_a_chain_of_blocks_with_their_batches()
    {
        using var client = host.Client(host.AuditorKey);
        using var response = await client.GetAsync("/api/v1/ledgers/acme/export", HttpCompletionOption.ResponseHeadersRead);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var previous = BlockHeader.NoPrevious;
        long number = 0, size = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            var json = JsonElement.Parse(line);
            Block.TryParse(Encoding.UTF8.GetBytes(json.GetProperty("block").GetRawText()), out var block, out var why).ShouldBeTrue(why?.ToString());
            block!.Header.Number.ShouldBe(number++);
            block.Header.Previous.ShouldBe(previous);
            previous = block.Id;
            foreach (var batch in json.Items("batches"))
            {
                Batch.TryParse(Encoding.UTF8.GetBytes(batch.GetRawText()), out var parsed, out why).ShouldBeTrue(why?.ToString());
                size += parsed!.Transactions.Length;
            }
            size.ShouldBe(block.Header.Size);
            json.GetProperty("nodes").Text("sha256").Length.ShouldBe(43);
        }
        number.ShouldBeGreaterThan(3);
    }

    [Theory]
    [InlineData("0", "block")]
    [InlineData("{tx}", "transaction")]
    [InlineData("lights", "meter")]
    [InlineData("acme", "site")]
    [InlineData("meter/acme-main", "state")]
    public async Task Search_finds_it(string q, string kind)
    {
        using var client = host.Client(host.AuditorKey);
        var items = (await client.JsonAsync("/search?q=" + Uri.EscapeDataString(q.Replace("{tx}", host.FirstTransactions[0], StringComparison.Ordinal)))).Items();
        items.ShouldContain(i => i.Text("kind") == kind);
        items.ShouldAllBe(i => i.Text("url").StartsWith('/'));
    }

    [Fact]
    public async Task Submitted_batches_are_committed_or_refused_and_their_statuses_say_so()
    {
        using var client = host.Client(host.ManagerKey);
        var good = host.Interval(GatewayHost.FirstSlot.AddDays(-4));
        var bad = host.Interval(GatewayHost.FirstSlot);
        var body = $$"""{"batches":[{"transactions":["{{good}}"]},"{{bad}}"]}""";
        using var response = await client.PostAsync("/api/v1/ledgers/acme/batches?wait=30", new StringContent(body, Encoding.UTF8, "application/json"));
        var statuses = (await response.JsonAsync(HttpStatusCode.OK)).Items("data");
        statuses.Select(s => s.Text("status")).ShouldBe(["COMMITTED", "INVALID"]);
        statuses[1].Items("invalidTransactions").Single().Text("code").ShouldBe("reading.overlap");
        var again = (await client.JsonAsync($"/ledgers/acme/batch_statuses?id={good.Id},{bad.Id},{new string('A', 43)}")).Items("data");
        again.Select(s => s.Text("status")).ShouldBe(["COMMITTED", "INVALID", "UNKNOWN"]);

        using var later = await client.PostAsync("/api/v1/ledgers/acme/batches", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-5))));
        var link = (await later.JsonAsync(HttpStatusCode.Accepted)).Text("link");
        using var followed = await client.GetAsync(link + "&wait=30");
        (await followed.JsonAsync(HttpStatusCode.OK)).Items("data").Single().Text("status").ShouldBe("COMMITTED");
    }

    [Fact]
    public async Task A_repeated_request_with_an_idempotency_key_is_answered_the_same()
    {
        using var client = host.Client(host.ManagerKey);
        var key = Guid.NewGuid().ToString();
        async Task<HttpResponseMessage> Send(string meter)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/meters/{meter}/credentials");
            request.Headers.Add("Idempotency-Key", key);
            return await client.SendAsync(request);
        }
        using var first = await Send("acme-main");
        using var second = await Send("acme-main");
        (await second.JsonAsync(HttpStatusCode.Created)).Text("password").ShouldBe((await first.JsonAsync(HttpStatusCode.Created)).Text("password"));
        second.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        using var other = await Send("acme-lights");
        (await other.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("idempotency.mismatch");
        // Another caller's key of the same text is another key.
        using var auditor = host.Client(host.AuditorKey);
        auditor.DefaultRequestHeaders.Add("Idempotency-Key", key);
        using var denied = await auditor.PostAsync("/api/v1/meters/acme-main/credentials", null);
        await denied.ProblemAsync(HttpStatusCode.Forbidden);
    }

    static Hash256 Hash(JsonElement text) => Hash256.TryParse(text.GetString(), out var hash) ? hash : throw new FormatException(text.GetRawText());
}
