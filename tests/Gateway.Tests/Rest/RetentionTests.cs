using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Families;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Grains.Stores;
using SmartBlocks.Ledger;
using SmartBlocks.Validator.Export;
using SmartBlocks.Validator.Node;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>Readings of a meter are dropped; what is left stays provable.</summary>
public sealed class RetentionTests(GatewayHost host)
{
    const string Ledger = "retained", Meter = "retained-main";

    static readonly DateTimeOffset Old = new(DateTime.UtcNow.Date.AddDays(-60), TimeSpan.Zero);
    static readonly DateTimeOffset Kept = Old.AddDays(10);

    [Fact]
    public async Task Payloads_go_and_every_proof_of_what_remains_stays()
    {
        using var device = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var (apiKey, signer) = await FoundAsync(device);
        using var client = host.Client(apiKey);
        var reader = host.Services.GetRequiredService<LedgerReader>();
        var store = reader.Store;

        // An old day, a reading across the border, young ones, and one of another kind in between.
        var old = Reading(device, Old, 1, 11, 12, 13);
        var across = Reading(device, Kept.AddMinutes(-15), 2, 21, 22);
        var young = Reading(device, Kept.AddDays(1), 3, 31);
        foreach (var transaction in (Transaction[])[old, across, young]) await SubmitAsync(transaction);
        var head = (await store.ReadHeadAsync(Ledger))!;
        await host.Grains.GetGrain<IFollowerGrain>(Ledger).WaitFor(head.Number);
        await host.Grains.GetGrain<ILogGrain>(Ledger).Publish(head.FirstIndex + head.Count);
        var receipts = (await client.JsonAsync($"/ledgers/{Ledger}/receipts?id={old.Id},{across.Id},{young.Id}")).Items("data").ConvertAll(r => r.GetRawText());
        var proof = await client.GetByteArrayAsync($"/ledgers/{Ledger}/log/proof/{young.Id}");
        var oldBlock = (await reader.FindAsync(Ledger, old.Id))!.Value.Block;
        var dayPath = EnergyPaths.Day(Meter, DateOnly.FromDateTime(Old.Date));
        Rows(await ReadingsAsync()).ShouldContain(Old.ToUnixTimeSeconds());

        var retention = Transaction.Sign(signer, Ledger, RetentionPayload.Family, new RetentionPayload(Meter, DateOnly.FromDateTime(Kept.Date), "asked for").ToJson(),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), "retention");
        await SubmitAsync(retention);
        await host.Grains.GetGrain<IRetentionGrain>(Ledger).CatchUp();

        // The bytes are gone: from the body, the node log, the read model and the published bundle.
        var body = (await store.ReadBodyAsync(Ledger, oldBlock.Number))!;
        body.Transactions.Single().IsEmpty.ShouldBeTrue();
        body.Dropped.Single().ShouldBe(new StoredDrop(0, old.Id, old.LeafHash.ToString(), retention.Id));
        Encoding.UTF8.GetString(reader.NodesOf(oldBlock)).ShouldNotContain("\"11\"");
        Rows(await ReadingsAsync()).ShouldBe([Kept.ToUnixTimeSeconds(), Kept.AddDays(1).ToUnixTimeSeconds()]);
        // And what follows from them: no hour of a dropped day, and of the reading across the border only what lies after it.
        var hours = await host.Services.GetRequiredService<IReadingStore>().ReadHourlyAsync(Ledger, [Meter], 0, Kept.AddDays(2).ToUnixTimeSeconds());
        hours.Select(h => (h.Hour, h.Sum)).ShouldBe([(Kept.ToUnixTimeSeconds(), 22m), (Kept.AddDays(1).ToUnixTimeSeconds(), 31m)]);
        Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/ledgers/{Ledger}/log/tile/entries/000.p/{head.FirstIndex + head.Count}")).ShouldNotContain(old.ToString());
        reader.StateAt((await store.ReadHeadAsync(Ledger))!).Get(dayPath).ShouldBeNull();

        // REST says so, and proves the rest.
        var detail = await client.JsonAsync($"/ledgers/{Ledger}/transactions/{old.Id}");
        detail.GetProperty("dropped").Text("transaction").ShouldBe(retention.Id);
        detail.GetProperty("dropped").Text("reason").ShouldBe("asked for");
        detail.GetProperty("payload").ValueKind.ShouldBe(JsonValueKind.Null);
        var listed = (await client.JsonAsync($"/ledgers/{Ledger}/transactions?block={oldBlock.Number}")).Items().Single();
        (listed.Text("id"), listed.GetProperty("dropped").Text("leaf")).ShouldBe((old.Id, old.LeafHash.ToString()));
        (await client.JsonAsync($"/ledgers/{Ledger}/blocks/{oldBlock.Number}")).Items("batches").Single().Items("transactions").Single().GetString().ShouldBe(old.Id);
        using var gone = await client.GetAsync($"/api/v1/ledgers/{Ledger}/receipts?id={old.Id}");
        (await gone.ProblemAsync(HttpStatusCode.Gone)).Text("code").ShouldBe("transaction.dropped");
        using var state = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/ledgers/{Ledger}/state/{dayPath}?at={oldBlock.Number}"));
        (await state.ProblemAsync(HttpStatusCode.Gone)).Text("code").ShouldBe("state.dropped");
        (await client.JsonAsync(string.Create(CultureInfo.InvariantCulture, $"/ledgers/{Ledger}/state?prefix=meter/{Meter}/&at={oldBlock.Number}"))).Items()
            .ShouldContain(i => i.Text("path") == dayPath && i.GetProperty("dropped").GetBoolean());
        var inclusion = await client.JsonAsync($"/ledgers/{Ledger}/proofs/inclusion?transaction={old.Id}");
        inclusion.Text("leaf").ShouldBe(old.LeafHash.ToString());

        // What was handed out before still holds, that of the dropped one too.
        var validator = (await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("validator")).PublicKey;
        foreach (var text in receipts)
        {
            Receipt.TryParse(Encoding.UTF8.GetBytes(text), out var receipt, out var why).ShouldBeTrue(why?.ToString());
            receipt!.Verify([validator], ConsensusEngines.ForVerification).ShouldBeNull();
        }
        TlogProof.TryParse(proof, out var before, out _).ShouldBeTrue();
        var (log, _) = await host.Services.GetRequiredService<LogPublisher>().KeysAsync(Ledger);
        before!.Verify(young.Bytes.Span, log).ShouldBeNull();
        (await client.JsonAsync($"/ledgers/{Ledger}/receipts?id={young.Id}")).Items("data").Single().GetRawText().ShouldBe(receipts[2]);
        reader.StateAt(oldBlock).Prove("settings/engine").Verify(Digest(LedgerReader.Parse(oldBlock).Header.State), "settings/engine", out _).ShouldBeTrue();

        // Who certified the blocks, before the border and after it, is as valid as ever.
        for (var number = 0L; number <= head.Number + 1; number++)
            (await client.JsonAsync(string.Create(CultureInfo.InvariantCulture, $"/ledgers/{Ledger}/blocks/{number}"))).Items("certificate").ShouldAllBe(c => c.GetProperty("valid").GetBoolean());

        // Doing it again, as after a crash, changes nothing.
        await store.DropAsync(new BlockDrop(Ledger, oldBlock.Number, [new StoredDrop(0, old.Id, old.LeafHash.ToString(), "another")], oldBlock.NodesStart, null));
        (await store.ReadBodyAsync(Ledger, oldBlock.Number))!.Dropped.Single().By.ShouldBe(retention.Id);

        await VerifyAsync(client, head.Number + 1, old);
        await FollowAsync(client, apiKey, head.Number + 1, oldBlock.Number);
    }

    /// <summary>A validator's node cannot begin with the genesis block any more, and says how it can.</summary>
    async Task FollowAsync(HttpClient client, string apiKey, long height, long dropped)
    {
        var path = Directory.CreateTempSubdirectory("smartblocks-retained-").FullName;
        NodeOptions Options(string folder) => new() { Ledger = Ledger, Url = host.Address.ToString(), ApiKey = apiKey, Folder = Path.Combine(path, folder) };
        try
        {
            using (var node = new ValidatorNode(Options("genesis"), TimeProvider.System))
            {
                await RunUntilAsync(node, status => status.Trouble is not null);
                node.Status.Trouble!.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"transactions of block {dropped} were dropped"));
                node.Status.Trouble!.ShouldContain($"/api/v1/ledgers/{Ledger}/snapshots/");
                (node.Status.Height, node.Status.Divergence).ShouldBe((dropped - 1, null));
            }
            using (var node = new ValidatorNode(Options("snapshot"), TimeProvider.System))
            {
                await using var snapshot = await client.GetStreamAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/ledgers/{Ledger}/snapshots/{height}"));
                (await node.Replica.ImportAsync(LineReader.ReadAsync(snapshot, CancellationToken.None), null, null, CancellationToken.None)).ShouldBeNull();
                var signer = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Ledger);
                await SubmitAsync(Transaction.Sign(signer, Ledger, "settings/1", """{"op":"set","name":"name","value":"Retained still"}"""u8.ToArray(),
                    DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), "after"));
                await RunUntilAsync(node, status => status.Height > height);
                node.Replica.Cursor.State.Hash.ToString().ShouldBe(LedgerReader.Parse((await host.Services.GetRequiredService<LedgerReader>().Store.ReadBlockAsync(Ledger, height + 1))!).Header.State);
            }
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    static async Task RunUntilAsync(ValidatorNode node, Func<NodeStatus, bool> wanted)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => node.RunAsync(stop.Token));
        for (var patience = 0; !wanted(node.Status) && patience < 3_000 && !running.IsCompleted; patience++) await Task.Delay(10);
        wanted(node.Status).ShouldBeTrue(node.Status.ToString());
        await stop.CancelAsync();
        await running;
    }

    /// <summary>The export is honest about it, and a snapshot taken after the retention transaction lets execution go on.</summary>
    async Task VerifyAsync(HttpClient client, long height, Transaction dropped)
    {
        var records = new List<LedgerRecord>();
        foreach (var line in (await client.GetStringAsync($"/api/v1/ledgers/{Ledger}/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            line.ShouldNotContain(dropped.ToString());
            ExportLine.TryParse(Encoding.UTF8.GetBytes(line), out var record, out var wrong).ShouldBeTrue(wrong);
            records.Add(record!);
        }
        var verifier = new LedgerVerifier(new FamilyRegistry(EnergyFamilies.All), ConsensusEngines.ForVerification);
        var report = await verifier.VerifyAsync(Ledger, records.ToAsyncEnumerable());
        report.Discrepancy.ShouldBeNull();
        (report.Dropped, report.KnowsState, report.Uncertified).ShouldBe((1, false, 0));
        report.Unexecuted.ShouldBeGreaterThan(0);
        report.Head.Number.ShouldBe(height);

        var (reader, nodes) = (new SnapshotReader(), new SparseStateNodes());
        foreach (var line in (await client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/ledgers/{Ledger}/snapshots/{height}"))).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            reader.Take(Encoding.UTF8.GetBytes(line), out var part).ShouldBeNull();
            if (part is { Nodes.IsEmpty: false }) nodes.Place(part.Start, part.Nodes);
        }
        reader.End().ShouldBeNull();
        reader.Dropped.ShouldBe(0, "the state after the retention transaction is whole");
        nodes.Extend(reader.Header!.Length);
        report = await verifier.VerifyAcrossAsync(Ledger, records.ToAsyncEnumerable(), (new LedgerStart(reader.Cursor!, reader.Header.Genesis, new HashSet<Hash256>()), nodes));
        report.Discrepancy.ShouldBeNull();
        report.KnowsState.ShouldBeTrue();

        // A leaf hash that is not the one in the history is found.
        var at = records.FindIndex(r => r.Entries is not null);
        records[at] = records[at] with { Entries = [records[at].Entries![0] with { Leaf = Hash256.OfNothing }] };
        (await verifier.VerifyAsync(Ledger, records.ToAsyncEnumerable())).Discrepancy!.Block.ShouldBe(at);
    }

    async Task<IReadOnlyList<ReadingRow>> ReadingsAsync() =>
        await host.Services.GetRequiredService<IReadingStore>().ReadAsync(Ledger, Meter, 0, long.MaxValue, 1_000);

    static List<long> Rows(IReadOnlyList<ReadingRow> rows) => [.. rows.Select(r => r.Start)];

    static Hash256 Digest(string text) => Hash256.TryParse(text, out var hash) ? hash : default;

    static Transaction Reading(SigningKey device, DateTimeOffset start, int nonce, params decimal[] values) => Transaction.Sign(device, Ledger, IntervalPayload.Family,
        new IntervalPayload(Meter, start, 900, [.. values]).ToJson(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), nonce.ToString(CultureInfo.InvariantCulture));

    async Task SubmitAsync(Transaction transaction)
    {
        var outcome = (await host.Grains.GetGrain<ILedgerGrain>(Ledger).Submit(new SubmitRequest([transaction.Bytes]))).Outcomes.Single();
        outcome.Status.ShouldBe(BatchStatus.Committed, outcome.Rejection?.ToString());
    }

    async Task<(string ApiKey, ISigner Operator)> FoundAsync(SigningKey device)
    {
        var tenant = host.Grains.GetGrain<ITenantGrain>(Ledger);
        await tenant.Create("Retained");
        (await tenant.AddLedger(Ledger, "Retained")).Done.ShouldBeTrue();
        (await tenant.AddSite(Ledger, new SiteDraft(Ledger, "Retained site", "Europe/Dublin", 51.9m, -8.5m, 1000m))).Done.ShouldBeTrue();
        (await tenant.AddMeter(Ledger, new MeterDraft(Meter, Ledger, "Main incomer", "electricity", "kWh", "import", "interval", "grid"), device.PublicKey.ToJwk())).Done.ShouldBeTrue();
        var key = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant("retention key", Ledger, "auditor", []));
        return (key, await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + Ledger));
    }
}
