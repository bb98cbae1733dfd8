using System.Net;
using System.Text;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>Bad input: a clear problem that names field, value and rule.</summary>
public sealed class BadInputTests(GatewayHost host)
{
    [Theory]
    [InlineData("/meters?limit=0", "limit", "0")]
    [InlineData("/meters?limit=201", "limit", "201")]
    [InlineData("/meters?limit=many", "limit", "many")]
    [InlineData("/meters?cursor=!!", "cursor", "!!")]
    [InlineData("/meters?cursor=AAAA", "cursor", "AAAA")]
    [InlineData("/sites/acme/usage?from=yesterday", "from", "yesterday")]
    [InlineData("/sites/acme/usage?from=2026-01-02&to=2026-01-01", "to", "2026-01-01")]
    [InlineData("/sites/acme/usage?from=2000-01-01&to=2026-01-01", "to", "2026-01-01")]
    [InlineData("/sites/acme/usage?resolution=week", "resolution", "week")]
    [InlineData("/meters/acme-main/readings?resolution=week", "resolution", "week")]
    [InlineData("/meters/acme-main/readings?format=xml", "format", "xml")]
    [InlineData("/meters/acme-main/readings?from=2026-11-21", null, null)]
    [InlineData("/ledgers/acme/blocks?from=-1", "from", "-1")]
    [InlineData("/ledgers/acme/batch_statuses", "id", null)]
    [InlineData("/ledgers/acme/batch_statuses?id=short", "id", "short")]
    [InlineData("/ledgers/acme/batch_statuses?id=short&wait=61", "id", "short")]
    [InlineData("/ledgers/acme/state?delimiter=x", "delimiter", "x")]
    [InlineData("/ledgers/acme/state?prefix=a%20b", "prefix", "a b")]
    [InlineData("/ledgers/acme/state-history/meter?limit=201", "limit", "201")]
    [InlineData("/ledgers/acme/proofs/consistency", "from", null)]
    [InlineData("/ledgers/acme/proofs/consistency?from=999999", "from", "999999")]
    [InlineData("/ledgers/acme/receipts?id=", "id", "")]
    [InlineData("/search?q=", "q", "")]
    public async Task Queries(string path, string? field, string? value)
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.GetAsync("/api/v1" + path);
        if (field is null)
        {
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            return;
        }
        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        problem.Text("field").ShouldBe(field);
        if (value is not null) problem.Text("value").ShouldBe(value);
        problem.Text("detail").ShouldContain(field);
    }

    [Theory]
    [InlineData("/sites", "{")]
    [InlineData("/sites", "[]")]
    [InlineData("/sites", """{"id":"x"}""")]
    [InlineData("/sites", """{"id":null,"name":"X","timeZone":"UTC","latitude":0,"longitude":0,"ledger":"acme"}""")]
    [InlineData("/sites", """{"id":"x","name":"X","timeZone":"UTC","latitude":"0","longitude":0,"ledger":"acme"}""")]
    [InlineData("/sites", """{"id":"x","name":"X","timeZone":"UTC","latitude":0,"longitude":0,"ledger":"acme","colour":"red"}""")]
    [InlineData("/session", """{"email":"x"}""")]
    [InlineData("/session", "nothing")]
    public async Task Bodies_that_are_not_the_JSON_expected(string path, string body)
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1" + path, Json(body));
        var problem = await response.ProblemAsync(HttpStatusCode.BadRequest);
        problem.Text("code").ShouldBe("request.malformed");
        problem.Text("detail").ShouldNotContain("System.");
    }

    [Theory]
    [InlineData("/sites", """{"id":"Not A Slug","name":"X","timeZone":"UTC","latitude":0,"longitude":0,"ledger":"acme"}""")]
    [InlineData("/sites", """{"id":"x","name":"X","timeZone":"Mars/Base","latitude":0,"longitude":0,"ledger":"acme"}""")]
    [InlineData("/sites", """{"id":"x","name":"X","timeZone":"UTC","latitude":91,"longitude":0,"ledger":"acme"}""")]
    [InlineData("/meters", """{"id":"m","site":"acme","name":"M","commodity":"steam","unit":"kWh","direction":"import","kind":"interval"}""")]
    [InlineData("/meters", """{"id":"m","site":"acme","name":"M","commodity":"electricity","unit":"kWh","direction":"import","kind":"interval","parent":"nobody"}""")]
    [InlineData("/meters", """{"id":"m","site":"acme","name":"M","commodity":"electricity","unit":"kWh","direction":"import","kind":"interval","key":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}""")]
    public async Task Things_that_the_ledger_refuses(string path, string body)
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1" + path, Json(body));
        (await response.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("/api/v2/sites", HttpStatusCode.NotFound)]
    [InlineData("/api", HttpStatusCode.NotFound)]
    public async Task Unknown_addresses_are_problems(string path, HttpStatusCode status)
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.GetAsync(path);
        await response.ProblemAsync(status);
    }

    [Fact]
    public async Task A_wrong_method_a_wrong_type_and_a_long_body_are_problems()
    {
        using var client = host.Client(host.ManagerKey);
        using var put = await client.PutAsync("/api/v1/sites", Json("{}"));
        put.StatusCode.ShouldBeOneOf(HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound);
        put.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var xml = await client.PostAsync("/api/v1/ingest", new StringContent("<x/>", Encoding.UTF8, "text/xml"));
        (await xml.ProblemAsync(HttpStatusCode.UnsupportedMediaType)).Text("detail").ShouldContain("text/xml");
        using var longBody = await client.PostAsync("/api/v1/ingest?meter=acme-main", new StringContent(new string('x', IngestEndpoints.MaximumBytes + 1), Encoding.UTF8, "text/csv"));
        (await longBody.ProblemAsync(HttpStatusCode.RequestEntityTooLarge)).Text("code").ShouldBe("request.tooLarge");
    }

    [Theory]
    [InlineData("sbk_wrong")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_wrong_key_is_nobody(string key)
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var response = await client.GetAsync("/api/v1/sites");
        await response.ProblemAsync(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("Bearer");
    }

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
