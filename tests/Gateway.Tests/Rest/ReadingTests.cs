using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class ReadingTests(GatewayHost host)
{
    static string Range => $"from={GatewayHost.FirstSlot:yyyy-MM-ddTHH:mm:ssZ}&to={GatewayHost.FirstSlot.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}";

    [Fact]
    public async Task Raw_readings_come_in_pages_that_join_without_loss()
    {
        using var client = host.Client(host.AuditorKey);
        var starts = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync($"/meters/{GatewayHost.Meter}/readings?{Range}&limit=37{(cursor is null ? "" : "&cursor=" + cursor)}");
            starts.AddRange(page.Items().Select(r => r.Text("start")));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        starts.Count.ShouldBe(96);
        starts.Distinct().Count().ShouldBe(96);
        starts.ShouldBe(starts.Order(StringComparer.Ordinal));
        starts[0].ShouldEndWith("Z");
    }

    [Fact]
    public async Task The_newest_come_first_when_asked_and_join_without_loss_too()
    {
        using var client = host.Client(host.AuditorKey);
        var starts = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.JsonAsync($"/meters/{GatewayHost.Meter}/readings?{Range}&order=desc&limit=37{(cursor is null ? "" : "&cursor=" + cursor)}");
            starts.AddRange(page.Items().Select(r => r.Text("start")));
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);
        starts.Distinct().Count().ShouldBe(96);
        starts.ShouldBe(starts.OrderDescending(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("order=newest")]
    [InlineData("order=desc&resolution=day")]
    [InlineData("order=desc&format=csv")]
    public async Task An_order_that_is_none_or_does_not_apply_is_told(string query)
    {
        using var client = host.Client(host.AuditorKey);
        using var answer = await client.GetAsync($"/api/v1/meters/{GatewayHost.Meter}/readings?{Range}&{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("asc or desc");
    }

    [Theory]
    [InlineData("hour", 24)]
    [InlineData("day", 2)]
    public async Task Sums_by_hour_and_day(string resolution, int most)
    {
        using var client = host.Client(host.AuditorKey);
        var items = (await client.JsonAsync($"/meters/{GatewayHost.Meter}/readings?{Range}&resolution={resolution}")).Items();
        items.Count.ShouldBeLessThanOrEqualTo(most);
        items.Where(i => i.GetProperty("value").ValueKind == System.Text.Json.JsonValueKind.Number).Sum(i => i.GetProperty("value").GetDecimal()).ShouldBe(48m);
    }

    [Fact]
    public async Task Csv_by_parameter_and_by_header()
    {
        using var client = host.Client(host.AuditorKey);
        var byParameter = await client.GetStringAsync($"/api/v1/meters/{GatewayHost.Meter}/readings?{Range}&format=csv");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
        using var response = await client.GetAsync($"/api/v1/meters/{GatewayHost.Meter}/readings?{Range}");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await response.Content.ReadAsStringAsync()).ShouldBe(byParameter);
        var lines = byParameter.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(97);
        lines[0].ShouldBe("start,seconds,value,quality,transaction,block,completeness,unit");
        lines[1].ShouldStartWith($"{GatewayHost.FirstSlot:yyyy-MM-ddTHH:mm:ssZ},900,0.5,measured,{host.FirstTransactions[0]},");
        lines.Skip(1).ShouldAllBe(line => line.EndsWith(",1,kWh", StringComparison.Ordinal));
        var daily = await client.GetStringAsync($"/api/v1/meters/{GatewayHost.Meter}/readings?{Range}&format=csv&resolution=day");
        daily.Split("\r\n")[1].ShouldEndWith(",kWh");
    }

    [Fact]
    public async Task A_device_brings_a_signed_reading_and_the_same_again_gets_the_same_answer()
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("acme-device:" + host.DeviceToken)));
        var transaction = host.Interval(GatewayHost.FirstSlot.AddDays(-3));
        using var first = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(transaction));
        var result = (await first.JsonAsync(HttpStatusCode.OK)).Items("results").Single();
        result.Text("status").ShouldBe("COMMITTED");
        result.Text("id").ShouldBe(transaction.Id);
        using var second = await client.PostAsync("/api/v1/ingest?meter=acme-main", GatewayHost.Jose(transaction));
        (await second.JsonAsync(HttpStatusCode.OK)).Items("results").Single().GetProperty("index").GetInt64().ShouldBe(result.GetProperty("index").GetInt64());
        // Its own writes are there to be read at once.
        using var reader = host.Client(host.AuditorKey);
        (await reader.JsonAsync($"/meters/acme-main/readings?from={GatewayHost.FirstSlot.AddDays(-3):yyyy-MM-ddTHH:mm:ssZ}&to={GatewayHost.FirstSlot.AddDays(-2):yyyy-MM-ddTHH:mm:ssZ}"))
            .Items().ShouldContain(r => r.Text("transaction") == transaction.Id);
    }

    [Fact]
    public async Task A_device_knows_no_meter_but_its_own()
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("acme-device:" + host.DeviceToken)));
        using var ingest = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot, meter: "acme-lights")));
        await ingest.ProblemAsync(HttpStatusCode.NotFound);
        (await client.JsonAsync("/meters")).Items().Select(m => m.Text("id")).ShouldBe([GatewayHost.Meter]);
        (await client.JsonAsync("/ledgers")).Items().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_ledger_refuses_is_answered_with_the_reason()
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1/ingest", GatewayHost.Jose(host.Interval(GatewayHost.FirstSlot)));
        var result = (await response.JsonAsync(HttpStatusCode.OK)).Items("results").Single();
        result.Text("status").ShouldBe("INVALID");
        result.GetProperty("rejection").Text("code").ShouldBe("reading.overlap");
    }

    [Theory]
    [InlineData("not a jws")]
    [InlineData("a.b.c")]
    [InlineData("[\"a.b.c\"]")]
    [InlineData("{\"transactions\":[]}")]
    public async Task What_cannot_be_read_is_refused(string body)
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1/ingest", new StringContent(body, Encoding.UTF8, "application/json"));
        await response.ProblemAsync(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Unsigned_payloads_are_attested_by_the_gateway()
    {
        using var client = host.Client(host.ManagerKey);
        var body = $$"""[{"bn":"acme-lights","bt":{{GatewayHost.FirstSlot.ToUnixTimeSeconds()}},"n":"","u":"kWh","v":1.5}]""";
        using var missing = await client.PostAsync("/api/v1/ingest", new StringContent(body, Encoding.UTF8, "application/senml+json"));
        (await missing.ProblemAsync(HttpStatusCode.BadRequest)).Text("field").ShouldBe("meter");
        using var csv = await client.PostAsync("/api/v1/ingest?meter=acme-lights",
            new StringContent($"start,value\n{GatewayHost.FirstSlot:yyyy-MM-ddTHH:mm:ssZ},1.5\n{GatewayHost.FirstSlot.AddMinutes(15):yyyy-MM-ddTHH:mm:ssZ},1.25\n", Encoding.UTF8, "text/csv"));
        var result = (await csv.JsonAsync(HttpStatusCode.OK)).Items("results").Single();
        result.Text("status").ShouldBe("COMMITTED", result.ToString());
        var transaction = await client.JsonAsync($"/ledgers/acme/transactions/{result.Text("id")}");
        transaction.GetProperty("payload").GetProperty("attested").Text("format").ShouldBe("csv");
        transaction.Text("sentence").ShouldContain("attested by the gateway");
    }

    [Fact]
    public async Task Credentials_are_shown_once_and_work()
    {
        using var client = host.Client(host.ManagerKey);
        using var response = await client.PostAsync("/api/v1/meters/acme-main/credentials", null);
        var credentials = await response.JsonAsync(HttpStatusCode.Created);
        credentials.Text("topic").ShouldBe("sb/acme/acme-main/readings");
        using var device = host.Client();
        device.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Text("username")}:{credentials.Text("password")}")));
        (await device.JsonAsync("/meters")).Items().Count.ShouldBe(1);
    }
}
