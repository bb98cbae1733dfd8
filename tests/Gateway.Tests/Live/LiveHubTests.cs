using System.Net;
using System.Net.WebSockets;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Live;

public sealed class LiveHubTests(GatewayHost host)
{
    [Fact(Timeout = 60_000)]
    public async Task A_reading_and_its_block_are_told_to_who_watches()
    {
        await using var watcher = await HubClient.ConnectAsync(host.Address, host.AuditorKey);
        (await watcher.InvokeAsync("Watch", new { ledgers = new[] { "acme" }, sites = new[] { "acme" }, meters = new[] { GatewayHost.Meter } })).ShouldBeNull();
        var transaction = host.Interval(GatewayHost.FirstSlot.AddDays(-6), 900, null, 1.5m);
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(transaction));
        var block = (await response.JsonAsync(HttpStatusCode.OK)).Items("results")[0].GetProperty("block").GetInt64();
        var reading = await watcher.NextAsync("readingAccepted", r => r.Text("transaction") == transaction.Id);
        reading.Text("meter").ShouldBe(GatewayHost.Meter);
        reading.Items("slots").Single().GetProperty("value").GetDecimal().ShouldBe(1.5m);
        reading.GetProperty("block").GetInt64().ShouldBe(block);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("ledgers")]
    [InlineData("sites")]
    [InlineData("meters")]
    public async Task What_is_another_tenants_cannot_be_watched(string kind)
    {
        await using var stranger = await HubClient.ConnectAsync(host.Address, host.OtherKey);
        var id = kind == "meters" ? GatewayHost.Meter : "acme";
        var error = await stranger.InvokeAsync("Watch", new Dictionary<string, string[]> { [kind] = [id] });
        error.ShouldNotBeNull().ShouldContain($"There is no {kind[..^1]} '{id}'.");
    }

    [Fact(Timeout = 60_000)]
    public async Task Unwatched_is_unheard()
    {
        await using var watcher = await HubClient.ConnectAsync(host.Address, host.AuditorKey);
        await watcher.InvokeAsync("Watch", new { ledgers = new[] { "acme" }, meters = new[] { "acme-lights" } });
        (await watcher.InvokeAsync("Unwatch", new { ledgers = new[] { "acme" } })).ShouldBeNull();
        using var client = host.Client(host.ManagerKey);
        using var first = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-7))));
        await first.JsonAsync(HttpStatusCode.OK);
        var start = GatewayHost.FirstSlot.AddDays(-7);
        using var second = await client.PostAsync("/api/v1/ingest?meter=acme-lights",
            new StringContent($"start,value\n{start:yyyy-MM-ddTHH:mm:ssZ},1\n{start.AddMinutes(15):yyyy-MM-ddTHH:mm:ssZ},1\n", System.Text.Encoding.UTF8, "text/csv"));
        await second.JsonAsync(HttpStatusCode.OK);
        // The lights' reading came after the other and is the first that is heard.
        (await watcher.NextAsync("readingAccepted")).Text("meter").ShouldBe("acme-lights");
    }

    [Fact(Timeout = 60_000)]
    public async Task Nobody_connects_without_a_key()
    {
        var e = await Should.ThrowAsync<WebSocketException>(() => HubClient.ConnectAsync(host.Address, "sbk_wrong"));
        e.Message.ShouldContain("401");
    }
}
