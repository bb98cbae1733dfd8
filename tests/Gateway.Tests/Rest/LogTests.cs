using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A ledger's history as a transparency log, read by this project's own code and by Go's.</summary>
public sealed class LogTests(GatewayHost host)
{
    const string Ledger = "tlog";

    /// <summary>Transactions of the log: two full tiles and a partial one, in blocks of one transaction and of hundreds.</summary>
    const int Size = 700;

    static readonly SemaphoreSlim Once = new(1, 1);
    static readonly string ApiKey = Secrets.Generate("sbk_");
    static string last = "";

    [Fact]
    public async Task Go_checks_the_checkpoint_every_entry_every_tile_and_random_proofs()
    {
        using var client = await ClientAsync();
        var keys = (await client.GetStringAsync(Url("key"))).TrimEnd('\n').Split('\n');
        keys.Length.ShouldBe(2);
        var (key, address) = (keys[0], new Uri(host.Address, Url("")).ToString().TrimEnd('/'));
        var (code, output) = await GoProgram.RunAsync("tlogcheck.go", address, key, ApiKey, last);
        code.ShouldBe(0, output);
        // 2 full tiles, 188 widths of the third, 2 of the one above: Go counts every width that a tree of this size had on its way.
        output.ShouldContain($"checked: {Size} entries, 192 tiles, 80 proofs, tlog-proof of index {Size - 1}");
        // Under the Ed25519 key, and at the address that is the log's own.
        (code, output) = await GoProgram.RunAsync("tlogcheck.go", new Uri(host.Address, $"/ledgers/{Ledger}/log").ToString(), keys[1], ApiKey, last);
        code.ShouldBe(0, output);
        output.ShouldContain($"checked: {Size} entries");

        // The same program refuses the log under another key, so that its word is worth something.
        using var other = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        (code, output) = await GoProgram.RunAsync("tlogcheck.go", address, new NoteKey(key.Split('+')[0], other.PublicKey).ToString(), ApiKey, last);
        code.ShouldNotBe(0);
        output.ShouldContain("note has no verifiable signatures");
    }

    [Fact]
    public async Task The_checkpoint_is_the_newest_block_under_the_validator_named_in_genesis()
    {
        using var client = await ClientAsync();
        using var response = await client.GetAsync(Url("checkpoint"));
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        var bytes = await response.Content.ReadAsByteArrayAsync();
        SignedNote.TryParse(bytes, out var note, out var why).ShouldBeTrue(why?.ToString());

        // The key is put together from the ledger itself, not taken from the server's word.
        var genesis = (await client.JsonAsync($"/ledgers/{Ledger}/blocks/0")).Text("id");
        var first = (await client.JsonAsync($"/ledgers/{Ledger}/transactions?block=0")).Items().Single().Text("id");
        var validator = PublicKey.FromJwk((await client.JsonAsync($"/ledgers/{Ledger}/transactions/{first}")).GetProperty("payload").Items("validators").Single());
        var key = new NoteKey(Checkpoint.OriginOf(Ledger, genesis), validator);
        var keys = (await client.GetStringAsync(Url("key"))).Split('\n');
        keys[0].ShouldBe(key.ToString());
        NoteKey.TryParse(keys[1], out var own, out why).ShouldBeTrue(why?.ToString());
        (own!.Type, own.Name).ShouldBe((NoteKey.Ed25519, key.Name));
        Checkpoint.Open(note!, key, [own], out var checkpoint, out var also).ShouldBeNull();
        also.ShouldBe([own]);
        var head = (await client.JsonAsync($"/ledgers/{Ledger}/blocks?limit=1")).Items().Single();
        checkpoint!.Size.ShouldBe(Size);
        checkpoint.Root.ToString().ShouldBe(head.Text("root"));
        (await client.GetByteArrayAsync(Url("checkpoint"))).ShouldBe(bytes, "one head has one checkpoint");
    }

    [Theory]
    [InlineData("0/000", 256)]
    [InlineData("0/002.p/188", 188)]
    [InlineData("0/002.p/1", 1)]
    [InlineData("0/000.p/255", 255)]
    [InlineData("1/000.p/2", 2)]
    public async Task Tiles_have_their_width_and_may_be_kept_for_good(string path, int width)
    {
        using var client = await ClientAsync();
        using var response = await client.GetAsync(Url("tile/" + path));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        response.Headers.CacheControl!.ToString().ShouldBe("max-age=31536000, private, immutable");
        (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBe(width * 32);

        using var again = new HttpRequestMessage(HttpMethod.Get, Url("tile/" + path));
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await client.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using var part = new HttpRequestMessage(HttpMethod.Get, Url("tile/" + path)) { Headers = { Range = new RangeHeaderValue(0, 31) } };
        using var partial = await client.SendAsync(part);
        partial.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await partial.Content.ReadAsByteArrayAsync()).ShouldBe((await response.Content.ReadAsByteArrayAsync())[..32]);
    }

    [Theory]
    [InlineData("entries/000", 0, 256)]
    [InlineData("entries/001", 256, 256)]
    [InlineData("entries/001.p/3", 256, 3)]
    [InlineData("entries/002.p/188", 512, 188)]
    public async Task Entries_hash_to_the_tile_beside_them_and_come_compressed_when_asked(string path, int first, int count)
    {
        using var client = await ClientAsync();
        var bundle = await client.GetByteArrayAsync(Url("tile/" + path));
        EntryBundle.TryRead(bundle, count, out var entries, out var why).ShouldBeTrue(why?.ToString());
        var tile = await client.GetByteArrayAsync(Url("tile/" + path.Replace("entries", "0", StringComparison.Ordinal)));
        entries.SelectMany(e => HistoryTree.LeafHash(e.Span).ToArray()).ShouldBe(tile);
        Transaction.TryParse(entries[0], out var transaction, out _).ShouldBeTrue();
        (await client.JsonAsync($"/ledgers/{Ledger}/transactions/{transaction!.Id}")).GetProperty("index").GetInt64().ShouldBe(first);

        using var request = new HttpRequestMessage(HttpMethod.Get, Url("tile/" + path)) { Headers = { { "Accept-Encoding", "br, gzip" } } };
        using var response = await client.SendAsync(request);
        response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        using var gzip = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        var unpacked = new MemoryStream();
        await gzip.CopyToAsync(unpacked);
        unpacked.ToArray().ShouldBe(bundle);
    }

    [Fact]
    public async Task The_log_stands_among_the_blobs_as_it_is_served()
    {
        using var client = await ClientAsync();
        var blobs = host.Services.GetRequiredService<SmartBlocks.Grains.Stores.IBlobStore>();
        foreach (var path in (string[])["checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/000", "tile/entries/002.p/188"])
        {
            var blob = await blobs.ReadAsync($"ledgers/{Ledger}/log/{path}");
            (await client.GetByteArrayAsync($"/ledgers/{Ledger}/log/{path}")).ShouldBe(blob!.Bytes.ToArray(), path);
        }
        // Partial forms go when their tile is full.
        (await blobs.ListAsync($"ledgers/{Ledger}/log/tile/0/000").ToListAsync()).ShouldBe([$"ledgers/{Ledger}/log/tile/0/000"]);
        using var stranger = host.Client();
        using var refused = await stranger.GetAsync($"/ledgers/{Ledger}/log/checkpoint");
        await refused.ProblemAsync(HttpStatusCode.Unauthorized);
        using var other = host.Client(host.OtherKey);
        using var hidden = await other.GetAsync($"/ledgers/{Ledger}/log/tile/0/000");
        await hidden.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("tile/0/002")]              // not full yet
    [InlineData("tile/0/002.p/189")]
    [InlineData("tile/0/003.p/1")]
    [InlineData("tile/1/000")]
    [InlineData("tile/1/000.p/3")]
    [InlineData("tile/2/000.p/1")]
    [InlineData("tile/8/000.p/1")]
    [InlineData("tile/63/000")]
    [InlineData("tile/entries/002")]
    [InlineData("tile/entries/003.p/1")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/data/000")]
    [InlineData("tile/0%2F000")]
    [InlineData("tile/")]
    [InlineData("proof/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("proof/nonsense")]
    [InlineData("nonsense")]
    public async Task What_the_log_does_not_have_is_not_found(string path)
    {
        using var client = await ClientAsync();
        using var response = await client.GetAsync(Url(path));
        await response.ProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_tlog_proof_is_a_file_that_needs_no_server()
    {
        using var client = await ClientAsync();
        using var response = await client.GetAsync(Url("proof/" + last));
        response.Content.Headers.ContentDisposition!.FileName!.Trim('"').ShouldBe(last + ".tlog-proof");
        TlogProof.TryParse(await response.Content.ReadAsByteArrayAsync(), out var proof, out var why).ShouldBeTrue(why?.ToString());
        NoteKey.TryParse((await client.GetStringAsync(Url("key"))).Split('\n')[0], out var key, out _).ShouldBeTrue();
        proof!.Verify(proof.Extra!.Value.Span, key!).ShouldBeNull();
        Transaction.TryParse(proof.Extra.Value, out var transaction, out _).ShouldBeTrue();
        transaction!.Id.ShouldBe(last);
    }

    [Fact]
    public async Task A_checkpoint_continues_the_one_before_when_the_ledger_grows()
    {
        using var client = host.Client(host.ManagerKey);
        NoteKey.TryParse((await client.GetStringAsync("/api/v1/ledgers/acme/log/key")).Split('\n')[1], out var key, out _).ShouldBeTrue();
        var before = await OpenAsync(client, key!);
        using var response = await client.PostAsync("/api/v1/ledgers/acme/batches?wait=30", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-11))));
        await response.JsonAsync(HttpStatusCode.OK);
        await host.Grains.GetGrain<ILogGrain>("acme").Publish(before.Size + 1);
        var after = await OpenAsync(client, key!);
        after.Size.ShouldBeGreaterThan(before.Size);
        var proof = await client.JsonAsync(string.Create(CultureInfo.InvariantCulture, $"/ledgers/acme/proofs/consistency?from={before.Size}&to={after.Size}"));
        new ConsistencyProof(before.Size, after.Size, [.. proof.Items("path").Select(h => Hash256.TryParse(h.GetString(), out var hash) ? hash : default)])
            .Verify(before.Root, after.Root).ShouldBeTrue();
    }

    static async Task<Checkpoint> OpenAsync(HttpClient client, NoteKey key)
    {
        SignedNote.TryParse(await client.GetByteArrayAsync("/api/v1/ledgers/acme/log/checkpoint"), out var note, out var why).ShouldBeTrue(why?.ToString());
        Checkpoint.Open(note!, key, [], out var checkpoint, out _).ShouldBeNull();
        return checkpoint!;
    }

    static string Url(string path) => $"/api/v1/ledgers/{Ledger}/log/{path}";

    /// <summary>A client of a tenant of its own, whose ledger is filled once.</summary>
    async Task<HttpClient> ClientAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (last.Length == 0) last = await FillAsync();
        }
        finally
        {
            Once.Release();
        }
        return host.Client(ApiKey);
    }

    async Task<string> FillAsync()
    {
        var tenant = host.Grains.GetGrain<ITenantGrain>(Ledger);
        await tenant.Create("Log");
        (await tenant.AddLedger(Ledger, "Log")).Done.ShouldBeTrue();
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(ApiKey)).Create(new Grant("log key", Ledger, "auditor", []));
        var signer = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Ledger);
        var ledger = host.Grains.GetGrain<ILedgerGrain>(Ledger);
        var have = (int)(await ledger.Head())!.Transactions;
        var transactions = Enumerable.Range(have, Size - have).Select(i => Transaction.Sign(signer, Ledger, "settings/1",
            Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"op":"set","name":"name","value":"Log {{i}}"}""")),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), i.ToString(CultureInfo.InvariantCulture))).ToList();
        foreach (var chunk in (int[])[250, 1, 1, 1, 20, Size])
        {
            var result = await ledger.Submit(new SubmitRequest([.. transactions.Take(chunk).Select(t => t.Bytes)]));
            result.Outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
            if (transactions.Count <= chunk) break;
            transactions.RemoveRange(0, chunk);
        }
        await host.Grains.GetGrain<ILogGrain>(Ledger).Publish(Size);
        return transactions[^1].Id;
    }
}
