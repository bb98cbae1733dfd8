using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Follow;

/// <summary>Following over the real WebSocket, and a ledger that four validators certify over it.</summary>
public sealed class FollowTests(GatewayHost host)
{
    [Fact]
    public async Task A_follower_receives_the_lines_of_the_export_and_then_every_new_block()
    {
        await using var follower = await SocketValidator.ConnectAsync(host.Address, "acme", null, host.AuditorKey);
        using var client = host.Client(host.AuditorKey);
        var export = (await client.GetStringAsync("/api/v1/ledgers/acme/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await UntilAsync(() => follower.Lines.Count >= export.Length);
        follower.Lines.Take(export.Length).ShouldBe(export);

        var committed = await host.Grains.GetGrain<ILedgerGrain>("acme").Submit(new SubmitRequest([host.Interval(GatewayHost.FirstSlot.AddDays(-40)).Bytes]));
        await UntilAsync(() => follower.Cursor.Number >= committed.Outcomes[0].Block);

        await using var late = await SocketValidator.ConnectAsync(host.Address, "acme", null, host.AuditorKey, from: committed.Outcomes[0].Block);
        await UntilAsync(() => late.Lines.Count > 0);
        late.Lines[0].ShouldBe(follower.Lines[(int)committed.Outcomes[0].Block]);
    }

    [Fact]
    public async Task Who_may_not_read_a_ledger_follows_it_by_a_validators_key_alone_and_a_ledger_that_does_not_exist_looks_alike()
    {
        using var stranger = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var validator = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("validator");
        foreach (var (ledger, key, proves, apiKey) in new (string, ISigner?, ISigner?, string?)[]
        {
            ("acme", null, null, null), ("acme", null, null, host.OtherKey), ("acme", stranger, null, null), ("acme", validator, stranger, null), ("no-such-ledger", stranger, null, null),
        })
        {
            await using var refused = await SocketValidator.ConnectAsync(host.Address, ledger, key, apiKey, proves);
            (await refused.ClosedAsync()).ShouldNotBeNullOrEmpty();
            refused.Lines.ShouldBeEmpty();
        }
        await using var follower = await SocketValidator.ConnectAsync(host.Address, "acme", validator);
        await UntilAsync(() => follower.Cursor.Number >= 0);
    }

    [Fact]
    public async Task It_takes_a_websocket_of_the_protocol()
    {
        using var client = host.Client(host.AuditorKey);
        using var answer = await client.GetAsync("/api/v1/ledgers/acme/follow");
        answer.StatusCode.ShouldBe(HttpStatusCode.UpgradeRequired);
        using var socket = new ClientWebSocket();
        await Should.ThrowAsync<WebSocketException>(socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/api/v1/ledgers/acme/follow" }.Uri, default));
    }

    [Fact]
    public async Task Four_validators_certify_blocks_over_their_websockets_and_are_shown()
    {
        const string ledger = "council";
        var tenant = host.Grains.GetGrain<ITenantGrain>(ledger);
        await tenant.Create("Council");
        (await tenant.AddLedger(ledger, "Council")).Rejection.ShouldBeNull();
        var reader = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(reader)).Create(new Grant("reader", ledger, "auditor", []));
        var keys = Enumerable.Range(0, 4).Select(_ => SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256))).ToArray();
        var handed = await SubmitAsync(ledger, [
            .. keys.Select(k => ("key/1", $$"""{"op":"register","jwk":{{k.PublicKey.ToJwk()}},"party":"{{ledger}}","role":"validator"}""")),
            Set("validators", $"[{string.Join(',', keys.Select(k => k.PublicKey.ToJwk()))}]"), Set("engine", "\"quorum\"")]);
        handed.Rejection.ShouldBeNull();
        var validators = new List<SocketValidator>();
        foreach (var key in keys) validators.Add(await SocketValidator.ConnectAsync(host.Address, ledger, key));

        var outcome = await SubmitAsync(ledger, Set("name", "\"The council's ledger\""));
        outcome.Status.ShouldBe(BatchStatus.Committed);
        await UntilAsync(() => validators.TrueForAll(v => v.Cursor.Number == outcome.Block));
        using var client = host.Client(reader);
        using var block = JsonDocument.Parse(await client.GetStringAsync(FormattableString.Invariant($"/api/v1/ledgers/{ledger}/blocks/{outcome.Block}")));
        block.RootElement.GetProperty("engine").GetString().ShouldBe("quorum");
        block.RootElement.GetProperty("certificate").EnumerateArray().Count(c => c.GetProperty("valid").GetBoolean()).ShouldBeGreaterThanOrEqualTo(3);

        await validators[0].DisposeAsync();
        await UntilAsync(async () =>
        {
            using var shown = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/ledgers/{ledger}/validators"));
            var items = shown.RootElement.GetProperty("items").EnumerateArray().ToList();
            return shown.RootElement.GetProperty("needed").GetInt32() == 3 && items.Count == 4 && items.TrueForAll(v => v.GetProperty("inSet").GetBoolean())
                && items.Count(v => v.GetProperty("connected").GetBoolean()) == 3
                && items.TrueForAll(v => v.GetProperty("kid").GetString() == keys[0].KeyId || v.GetProperty("lag") is { ValueKind: JsonValueKind.Number } lag && lag.GetInt64() == 0);
        });
        (await SubmitAsync(ledger, Set("name", "\"The council's\""))).Status.ShouldBe(BatchStatus.Committed);
        using var evidence = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/ledgers/{ledger}/evidence"));
        evidence.RootElement.GetProperty("items").GetArrayLength().ShouldBe(0);
        foreach (var validator in validators) await validator.DisposeAsync();
    }

    static (string Family, string Payload) Set(string name, string value) => ("settings/1", $$"""{"op":"set","name":"{{name}}","value":{{value}}}""");

    async Task<BatchOutcome> SubmitAsync(string ledger, params (string Family, string Payload)[] transactions)
    {
        var founder = await host.Services.GetRequiredService<IKeyVault>().GetOrCreateAsync("operator/" + ledger);
        var batch = Batch.Create(founder, [.. transactions.Select(t => Transaction.Sign(founder, ledger, t.Family, Encoding.UTF8.GetBytes(t.Payload),
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N")))]);
        return (await host.Grains.GetGrain<ILedgerGrain>(ledger).Submit(new SubmitRequest([batch.ToJson()]))).Outcomes[0];
    }

    static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await holds()) return;
            await Task.Delay(50);
        }
        throw new TimeoutException("It did not come about.");
    }
}
