using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class QualityTests(GatewayHost host)
{
    static string Day(int add) => GatewayHost.FirstSlot.AddDays(add).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_meters_quality_says_how_much_was_measured_day_by_day()
    {
        using var client = host.Client(host.AuditorKey);
        var quality = await client.JsonAsync($"/meters/{GatewayHost.Meter}/quality?from={Day(-1)}&to={Day(1)}");
        quality.Items("days").Count.ShouldBe(2);
        quality.Items("days")[0].GetProperty("missing").GetDecimal().ShouldBe(1);
        quality.Items("days")[1].GetProperty("measured").GetDecimal().ShouldBeGreaterThan(0);
        (quality.GetProperty("measured").GetDecimal() + quality.GetProperty("missing").GetDecimal()
            + quality.GetProperty("estimated").GetDecimal() + quality.GetProperty("corrected").GetDecimal()).ShouldBe(1);
    }

    [Theory]
    [InlineData("/alerts?state=old", "state")]
    [InlineData("/alerts?kind=odd", "kind")]
    [InlineData("/meters/acme-main/quality?from=2020-01-01&to=2026-01-01", "to")]
    public async Task What_is_asked_wrongly_is_said(string path, string field)
    {
        using var client = host.Client(host.AuditorKey);
        using var response = await client.GetAsync(new Uri("/api/v1" + path, UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Alerts_are_listed_acknowledged_by_who_may_and_hidden_from_others()
    {
        using var auditor = host.Client(host.AuditorKey);
        await host.Grains.GetGrain<Grains.IQualityGrain>("acme").Inspect();
        var all = await auditor.JsonAsync("/alerts?state=all&limit=200");
        all.Items("items").ShouldAllBe(alert => alert.Text("ledger") == "acme");
        using var refused = await auditor.PostAsJsonAsync("/api/v1/alerts/acme/none/acknowledgement", new { note = "seen" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var owner = host.Client(host.ManagerKey);
        using var unknown = await owner.PostAsJsonAsync("/api/v1/alerts/acme/none/acknowledgement", new { note = "seen" });
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var other = await owner.PostAsJsonAsync("/api/v1/alerts/other/none/acknowledgement", new { note = "seen" });
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
