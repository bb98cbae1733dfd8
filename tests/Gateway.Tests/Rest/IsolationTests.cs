using System.Net;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>What lies in another tenant does not exist: 404 everywhere, and lists and searches without a trace of it.</summary>
public sealed class IsolationTests(GatewayHost host)
{
    public static TheoryData<string> Paths =>
    [
        "/sites/acme", "/sites/acme/usage", "/sites/acme/gaps", "/sites/acme/kpis", "/sites/acme/flows", "/sites/acme/virtual-meters", "/sites/acme/tariffs", "/sites/acme/series",
        "/meters/acme-main", "/meters/acme-main/readings", "/meters/acme-main/readings?format=csv",
        "/ledgers/acme", "/ledgers/acme/blocks", "/ledgers/acme/blocks/0", "/ledgers/acme/batches", "/ledgers/acme/batches/{tx}", "/ledgers/acme/batch_statuses?id={tx}",
        "/ledgers/acme/transactions", "/ledgers/acme/transactions/{tx}", "/ledgers/acme/state", "/ledgers/acme/state/meter/acme-main", "/ledgers/acme/state-history/meter/acme-main",
        "/ledgers/acme/receipts?id={tx}", "/ledgers/acme/proofs/inclusion?transaction={tx}", "/ledgers/acme/proofs/consistency?from=0", "/ledgers/acme/proofs/state?path=meter/acme-main",
        "/ledgers/acme/proofs/state/receipt?path=meter/acme-main",
        "/ledgers/acme/export", "/ledgers/acme/log/checkpoint", "/ledgers/acme/log/key", "/ledgers/acme/log/tile/0/000.p/1", "/ledgers/acme/log/tile/entries/000.p/1", "/ledgers/acme/log/proof/{tx}",
    ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_tenant_finds_nothing(string path)
    {
        await NotFoundAsync(host.OtherKey, path);
        // One of the same tenant, granted another ledger, fares no better.
        await NotFoundAsync(host.PartnerKey, path);
        using var own = host.Client(host.AuditorKey);
        using var response = await own.GetAsync("/api/v1" + path.Replace("{tx}", host.FirstTransactions[0], StringComparison.Ordinal));
        response.StatusCode.ShouldBe(HttpStatusCode.OK, "the path itself must be right");
    }

    [Theory]
    [InlineData("/sites")]
    [InlineData("/meters")]
    [InlineData("/ledgers")]
    [InlineData("/overview")]
    [InlineData("/portfolio/kpis")]
    [InlineData("/search?q=acme")]
    [InlineData("/search?q={tx}")]
    [InlineData("/session")]
    public async Task Lists_and_searches_hold_nothing_of_it(string path)
    {
        using var client = host.Client(host.OtherKey);
        var body = await client.GetStringAsync("/api/v1" + path.Replace("{tx}", host.FirstTransactions[0], StringComparison.Ordinal));
        body.ShouldNotContain("acme");
        body.ShouldNotContain(host.FirstTransactions[0]);
    }

    [Fact]
    public async Task Another_tenant_writes_nothing()
    {
        using var client = host.Client(host.OtherKey);
        using var batches = await client.PostAsync("/api/v1/ledgers/acme/batches?wait=5", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-9))));
        await batches.ProblemAsync(HttpStatusCode.NotFound);
        using var ingest = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-9))));
        await ingest.ProblemAsync(HttpStatusCode.NotFound);
        using var credentials = await client.PostAsync("/api/v1/meters/acme-main/credentials", null);
        await credentials.ProblemAsync(HttpStatusCode.NotFound);
    }

    async Task NotFoundAsync(string key, string path)
    {
        using var client = host.Client(key);
        using var response = await client.GetAsync("/api/v1" + path.Replace("{tx}", host.FirstTransactions[0], StringComparison.Ordinal));
        var problem = await response.ProblemAsync(HttpStatusCode.NotFound);
        problem.Text("code").ShouldEndWith(".unknown");
    }
}
