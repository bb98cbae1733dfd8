using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>A mill with a day of hours: 2 kWh bought each hour (one is missing), 1 kWh from the roof, 2.5 kWh in the hall, gas in m³ from noon on.</summary>
public sealed class KpiTests(GatewayHost host)
{
    static readonly DateOnly Day = DateOnly.FromDateTime(DateTime.UtcNow.AddDays(-3));
    static readonly SemaphoreSlim Once = new(1, 1);
    static GatewayHost? furnished;

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static string Range => $"from={Text(Day)}&to={Text(Day.AddDays(1))}";

    [Fact]
    public async Task Figures_add_up_and_say_how_much_was_measured()
    {
        using var client = await MillAsync();
        var answer = await client.JsonAsync($"/sites/mill/kpis?{Range}&compare=previous");
        answer.Text("from").ShouldBe(Text(Day));
        var kpis = answer.Items("kpis").ToDictionary(k => k.Text("id"));
        Value(kpis["import"]).ShouldBe(46m);
        Value(kpis["generation"]).ShouldBe(24m);
        // The hour without a reading of the main meter is not counted: 23 × (2 + 1).
        Value(kpis["electricity"]).ShouldBe(69m);
        kpis["electricity"].GetProperty("measured").GetDecimal().ShouldBe(0.9583m);
        kpis["electricity"].GetProperty("missing").GetDecimal().ShouldBe(0.0417m);
        Value(kpis["selfConsumption"]).ShouldBe(1m);
        Value(kpis["renewableShare"]).ShouldBe(0.3333m);
        Value(kpis["peak"]).ShouldBe(2m);
        Value(kpis["gasVolume"]).ShouldBe(12m);
        Value(kpis["gas"]).ShouldBe(120m);
        Value(kpis["co2"]).ShouldBe(46m * 0.25m);
        Value(kpis["cost"]).ShouldBe(46m * 0.2m + 0.5m);
        kpis["cost"].Text("unit").ShouldBe("EUR");
        kpis["import"].GetProperty("compared").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null, "nothing was metered the day before");
        answer.GetProperty("compared").Text("kind").ShouldBe("previous");
    }

    [Fact]
    public async Task Without_a_baseline_it_is_said_why_nothing_is_compared()
    {
        using var client = await MillAsync();
        var answer = await client.JsonAsync($"/sites/mill/kpis?{Range}&compare=baseline");
        var kpis = answer.Items("kpis").ToDictionary(k => k.Text("id"));
        var import = kpis["import"].GetProperty("compared");
        (import.GetProperty("value").ValueKind, import.GetProperty("change").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        import.Text("why").ShouldBe("Meter mill-main has no baseline on the ledger.");
        kpis["electricity"].GetProperty("compared").Text("why").ShouldStartWith("it is a balance");
        kpis["gas"].GetProperty("compared").Text("why").ShouldContain("gasVolume");
        kpis["cost"].GetProperty("compared").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("compared").Items("notes").Select(n => n.GetString()).ShouldContain("Meter mill-main has no baseline on the ledger.");
        (await client.GetStringAsync($"/api/v1/sites/mill/kpis?{Range}&compare=baseline&format=csv")).ShouldContain(",,,0,,Meter mill-main has no baseline on the ledger.\r\n");
        using var wrong = await client.GetAsync($"/api/v1/sites/mill/kpis?{Range}&compare=budget");
        (await wrong.ProblemAsync(HttpStatusCode.BadRequest)).Text("detail").ShouldContain("previous, lastYear or baseline");
    }

    [Fact]
    public async Task Flows_balance_and_name_what_is_unaccounted_for()
    {
        using var client = await MillAsync();
        var flows = await client.JsonAsync($"/sites/mill/flows?{Range}");
        var links = flows.Items("links").ToDictionary(l => $"{l.Text("source")}→{l.Text("target")}", l => l.GetProperty("kwh").GetDecimal());
        links["mill-main→electricity"].ShouldBe(46m);
        links["mill-roof→electricity"].ShouldBe(24m);
        links["electricity→mill-hall"].ShouldBe(60m);
        links["electricity→electricity:unaccounted"].ShouldBe(10m);
        var open = flows.Items("unaccounted").Single(u => u.Text("node") == "electricity");
        open.GetProperty("kwh").GetDecimal().ShouldBe(10m);
        open.GetProperty("share").GetDecimal().ShouldBe(0.1429m);
        flows.Items("nodes").Select(n => n.Text("id")).ShouldContain("mill-gas");
    }

    [Fact]
    public async Task The_portfolio_holds_the_site_and_its_totals()
    {
        using var client = await MillAsync();
        var portfolio = await client.JsonAsync($"/portfolio/kpis?{Range}&limit=200");
        var mill = portfolio.Items().Single(s => s.Text("site") == "mill");
        Value(mill.Items("kpis").Single(k => k.Text("id") == "import")).ShouldBe(46m);
        Value(portfolio.Items("totals").Single(k => k.Text("id") == "generation")).ShouldBe(24m);
        var csv = await client.GetStringAsync($"/api/v1/portfolio/kpis?{Range}&format=csv");
        csv.ShouldStartWith("site,name,kpi,value,unit");
        csv.ShouldContain("\r\nmill,\"The mill, \"\"old\"\"\",import,46,kWh,0.9583,");
        (await client.GetStringAsync($"/api/v1/sites/mill/kpis?{Range}&format=csv")).ShouldContain("\r\npeak,2,kW,");
        (await client.GetStringAsync($"/api/v1/sites/mill/flows?{Range}&format=csv")).ShouldContain("\r\nelectricity,mill-hall,60,");
    }

    [Fact]
    public async Task A_virtual_meter_counts_the_hours_of_which_all_parts_are_known()
    {
        using var client = await MillAsync();
        using var defined = await client.PostAsync("/api/v1/virtual-meters", Json(
            """{"id":"mill-net","site":"mill","name":"Bought and made","commodity":"electricity","unit":"kWh","terms":[{"meter":"mill-main","factor":1},{"meter":"mill-roof","factor":1}]}"""));
        await defined.JsonAsync(HttpStatusCode.Created);
        using var nested = await client.PostAsync("/api/v1/virtual-meters", Json(
            """{"id":"mill-rest","site":"mill","name":"Beside the hall","commodity":"electricity","unit":"kWh","terms":[{"meter":"mill-net","factor":1},{"meter":"mill-hall","factor":-1}]}"""));
        await nested.JsonAsync(HttpStatusCode.Created);
        var rest = await client.JsonAsync("/virtual-meters/mill-rest");
        rest.Items("meters").Select(t => t.Text("meter")).ShouldBe(["mill-hall", "mill-main", "mill-roof"]);
        var hours = (await client.JsonAsync($"/virtual-meters/mill-rest/readings?{Range}&resolution=hour")).Items();
        hours.Count(h => h.GetProperty("value").ValueKind == JsonValueKind.Null).ShouldBe(1);
        hours.Where(h => h.GetProperty("value").ValueKind != JsonValueKind.Null).ShouldAllBe(h => h.GetProperty("value").GetDecimal() == 0.5m);
        var day = (await client.JsonAsync($"/virtual-meters/mill-rest/readings?{Range}&resolution=day")).Items().ShouldHaveSingleItem();
        (day.GetProperty("value").GetDecimal(), day.GetProperty("completeness").GetDecimal()).ShouldBe((11.5m, 0.9583m));

        using var ring = await client.PostAsync("/api/v1/virtual-meters", Json(
            """{"id":"mill-net","site":"mill","name":"A ring","commodity":"electricity","unit":"kWh","terms":[{"meter":"mill-rest","factor":1}]}"""));
        (await ring.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("virtual.cycle");
        using var used = await client.DeleteAsync("/api/v1/virtual-meters/mill-net");
        (await used.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("virtual.used");
        foreach (var id in new[] { "mill-rest", "mill-net" })
        {
            using var removed = await client.DeleteAsync($"/api/v1/virtual-meters/{id}");
            await removed.JsonAsync(HttpStatusCode.OK);
        }
        (await client.JsonAsync("/sites/mill/virtual-meters")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task Tariffs_and_factors_are_listed_and_taken_back()
    {
        using var client = await MillAsync();
        var flat = (await client.JsonAsync("/sites/mill/tariffs")).Items().Single(t => t.Text("commodity") == "electricity");
        flat.GetProperty("inForce").GetBoolean().ShouldBeTrue();
        flat.Text("scope").ShouldBe("site");
        (await client.JsonAsync("/sites/mill/series")).Items().Select(s => s.Text("quantity")).ShouldBe(["carbonFactor", "calorificValue"]);
        using var water = await client.PostAsync("/api/v1/sites/mill/tariffs", Json(
            """{"name":"Water","commodity":"water","direction":"import","unit":"m3","currency":"EUR","from":"2026-01-01","rates":[{"name":"all","price":2.5}]}"""));
        await water.JsonAsync(HttpStatusCode.Created);
        using var removed = await client.DeleteAsync("/api/v1/sites/mill/tariffs/water/import/2026-01-01");
        await removed.JsonAsync(HttpStatusCode.OK);
        using var again = await client.DeleteAsync("/api/v1/sites/mill/tariffs/water/import/2026-01-01");
        (await again.ProblemAsync(HttpStatusCode.NotFound)).Text("code").ShouldBe("tariff.unknown");
    }

    [Theory]
    [InlineData("/sites/mill/kpis?compare=yesterday", "compare")]
    [InlineData("/sites/mill/kpis?from=2026-02-01&to=2026-01-01", "to")]
    [InlineData("/sites/mill/kpis?from=2020-01-01&to=2026-01-01", "to")]
    [InlineData("/sites/mill/kpis?from=2090-01-01&to=2090-01-02", "from")]
    [InlineData("/sites/mill/kpis?format=xml", "format")]
    [InlineData("/portfolio/kpis?limit=0", "limit")]
    public async Task What_is_asked_wrongly_is_named(string path, string field)
    {
        using var client = await MillAsync();
        using var response = await client.GetAsync("/api/v1" + path);
        (await response.ProblemAsync(HttpStatusCode.BadRequest)).Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task An_auditor_changes_nothing()
    {
        (await MillAsync()).Dispose();
        using var auditor = host.Client(host.AuditorKey);
        using var meter = await auditor.PostAsync("/api/v1/virtual-meters", Json(
            """{"id":"mine","site":"mill","name":"Mine","commodity":"electricity","unit":"kWh","terms":[{"meter":"mill-main","factor":1}]}"""));
        await meter.ProblemAsync(HttpStatusCode.Forbidden);
        using var series = await auditor.PostAsync("/api/v1/sites/mill/series", Json("""{"quantity":"carbonFactor","commodity":"gas","start":"2026-01-01T00:00:00Z","values":[0.2]}"""));
        await series.ProblemAsync(HttpStatusCode.Forbidden);
        using var tariff = await auditor.DeleteAsync("/api/v1/sites/mill/tariffs/electricity/import/2026-01-01");
        await tariff.ProblemAsync(HttpStatusCode.Forbidden);
    }

    static decimal Value(JsonElement kpi) => kpi.GetProperty("value").GetDecimal();

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    async Task<HttpClient> MillAsync()
    {
        var client = host.Client(host.ManagerKey);
        await Once.WaitAsync();
        try
        {
            if (!ReferenceEquals(furnished, host)) await FurnishAsync(client);
            furnished = host;
        }
        finally
        {
            Once.Release();
        }
        return client;
    }

    static async Task FurnishAsync(HttpClient client)
    {
        await PostAsync(client, "/sites", """{"id":"mill","name":"The mill, \"old\"","timeZone":"UTC","latitude":52,"longitude":-8,"ledger":"acme","areaSquareMetres":100}""");
        await PostAsync(client, "/meters", Meter("mill-main", "electricity", "kWh", "import", null));
        await PostAsync(client, "/meters", Meter("mill-roof", "electricity", "kWh", "generation", "solar"));
        await PostAsync(client, "/meters", Meter("mill-hall", "electricity", "kWh", "consumption", "load"));
        await PostAsync(client, "/meters", Meter("mill-gas", "gas", "m3", "import", null));
        await IngestAsync(client, "mill-main", h => h == 13 ? null : "2");
        await IngestAsync(client, "mill-roof", _ => "1");
        await IngestAsync(client, "mill-hall", _ => "2.5");
        await IngestAsync(client, "mill-gas", h => h < 12 ? null : "1");
        await PostAsync(client, "/sites/mill/tariffs",
            """{"name":"Flat","commodity":"electricity","direction":"import","unit":"kWh","currency":"EUR","from":"2026-01-01","rates":[{"name":"all","price":0.2}],"standingPerDay":0.5}""");
        await PostAsync(client, "/sites/mill/series", """{"quantity":"carbonFactor","commodity":"electricity","start":"2026-01-01T00:00:00Z","values":[0.25],"source":"test"}""");
        await PostAsync(client, "/sites/mill/series", """{"quantity":"calorificValue","commodity":"gas","start":"2026-01-01T00:00:00Z","values":[10]}""");
    }

    static string Meter(string id, string commodity, string unit, string direction, string? source) =>
        $$"""{"id":"{{id}}","site":"mill","name":"{{id}}","commodity":"{{commodity}}","unit":"{{unit}}","direction":"{{direction}}","kind":"interval","resolutionSeconds":3600{{(source is null ? "" : $",\"source\":\"{source}\"")}}}""";

    static async Task PostAsync(HttpClient client, string path, string body)
    {
        using var response = await client.PostAsync("/api/v1" + path, Json(body));
        await response.JsonAsync(HttpStatusCode.Created);
    }

    static async Task IngestAsync(HttpClient client, string meter, Func<int, string?> value)
    {
        var lines = Enumerable.Range(0, 24).Where(h => value(h) is not null).Select(h => string.Create(CultureInfo.InvariantCulture, $"{Text(Day)}T{h:00}:00:00Z,{value(h)}"));
        using var csv = new StringContent("start,value\n" + string.Join('\n', lines) + "\n", Encoding.UTF8, "text/csv");
        using var response = await client.PostAsync($"/api/v1/ingest?meter={meter}", csv);
        (await response.JsonAsync(HttpStatusCode.OK)).Items("results").ShouldAllBe(r => r.Text("status") == "COMMITTED");
    }
}
