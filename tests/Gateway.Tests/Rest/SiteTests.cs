using System.Globalization;
using System.Net;
using System.Text;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class SiteTests(GatewayHost host)
{
    static string Day(int add) => GatewayHost.FirstSlot.AddDays(add).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_site_shows_its_meters_as_a_tree()
    {
        using var client = host.Client(host.AuditorKey);
        var site = await client.JsonAsync("/sites/acme");
        site.Text("timeZone").ShouldBe("Europe/Dublin");
        var main = site.Items("meterTree").Single(m => m.Text("id") == GatewayHost.Meter);
        main.Items("children").ShouldContain(m => m.Text("id") == "acme-lights");
        main.GetProperty("registeredIn").GetProperty("block").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Usage_adds_up_and_says_how_complete_it_is()
    {
        using var client = host.Client(host.AuditorKey);
        var usage = await client.JsonAsync($"/sites/acme/usage?from={Day(-1)}&to={Day(2)}&resolution=day");
        var series = usage.Items("series").Single(s => s.Text("meter") == GatewayHost.Meter);
        series.Items("values").Where(v => v.ValueKind == System.Text.Json.JsonValueKind.Number).Sum(v => v.GetDecimal()).ShouldBeGreaterThanOrEqualTo(48m);
        usage.GetProperty("totals").GetProperty("importKwh").GetDecimal().ShouldBeGreaterThanOrEqualTo(48m);
        usage.Items("buckets").Count.ShouldBe(3);
        series.Items("values")[0].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null, "nothing is known of the day before");
        var lights = usage.Items("series").Single(s => s.Text("meter") == "acme-lights");
        lights.Items("completeness").ShouldAllBe(c => c.GetDecimal() <= 1);
    }

    [Theory]
    [InlineData("hour", 72)]
    [InlineData("day", 3)]
    [InlineData("month", 1)]
    public async Task Usage_has_the_buckets_asked_for(string resolution, int least)
    {
        using var client = host.Client(host.AuditorKey);
        (await client.JsonAsync($"/sites/acme/usage?from={Day(-1)}&to={Day(2)}&resolution={resolution}")).Items("buckets").Count.ShouldBeInRange(least - 1, least + 1);
    }

    [Fact]
    public async Task The_overview_shows_sites_and_ledgers()
    {
        using var client = host.Client(host.AuditorKey);
        var overview = await client.JsonAsync("/overview");
        overview.Items("sites").Single(site => site.Text("id") == "acme").Items("spark").Count.ShouldBe(24);
        var pulse = overview.Items("ledgers").Single(ledger => ledger.Text("id") == "acme");
        pulse.GetProperty("blocksLastHour").GetInt64().ShouldBe(pulse.GetProperty("height").GetInt64() + 1);
    }

    [Fact]
    public async Task Gaps_name_what_is_missing()
    {
        using var client = host.Client(host.AuditorKey);
        var gaps = (await client.JsonAsync($"/sites/acme/gaps?from={Day(0)}&to={Day(3)}")).Items();
        var gap = gaps.First(g => g.Text("meter") == GatewayHost.Meter);
        gap.GetProperty("missingSlots").GetInt64().ShouldBeGreaterThan(0);
        gap.GetProperty("start").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(GatewayHost.FirstSlot.AddDays(1));
    }

    [Fact]
    public async Task Registering_a_site_and_a_meter_puts_them_on_the_ledger_once()
    {
        using var client = host.Client(host.ManagerKey);
        var body = """{"id":"annex","name":"Annex","timeZone":"Asia/Kathmandu","latitude":27.7,"longitude":85.3,"ledger":"acme"}""";
        using var created = await client.PostAsync("/api/v1/sites", Json(body));
        (await created.JsonAsync(HttpStatusCode.Created)).Text("transaction").Length.ShouldBe(43);
        created.Headers.Location!.ToString().ShouldBe("/api/v1/sites/annex");
        using var again = await client.PostAsync("/api/v1/sites", Json(body.Replace("Annex", "Other", StringComparison.Ordinal)));
        (await again.ProblemAsync(HttpStatusCode.Conflict)).Text("code").ShouldBe("site.exists");
        using var meter = await client.PostAsync("/api/v1/meters",
            Json("""{"id":"annex-gas","site":"annex","name":"Gas","commodity":"gas","unit":"m3","direction":"import","kind":"register"}"""));
        await meter.JsonAsync(HttpStatusCode.Created);
        (await client.JsonAsync("/meters?site=annex&commodity=gas")).Items().Single().Text("id").ShouldBe("annex-gas");
        // A zone that is not whole hours from UTC is summed from the readings themselves.
        (await client.JsonAsync("/sites/annex/usage?resolution=day")).Items("buckets").Count.ShouldBe(7);
    }

    [Fact]
    public async Task An_auditor_and_a_device_change_nothing()
    {
        using var auditor = host.Client(host.AuditorKey);
        using var site = await auditor.PostAsync("/api/v1/sites", Json("""{"id":"x","name":"X","timeZone":"UTC","latitude":0,"longitude":0,"ledger":"acme"}"""));
        (await site.ProblemAsync(HttpStatusCode.Forbidden)).Text("code").ShouldBe("access.denied");
        using var credentials = await auditor.PostAsync("/api/v1/meters/acme-main/credentials", null);
        await credentials.ProblemAsync(HttpStatusCode.Forbidden);
        using var ingest = await auditor.PostAsync("/api/v1/ingest", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot.AddDays(-9))));
        await ingest.ProblemAsync(HttpStatusCode.Forbidden);
    }

    static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
