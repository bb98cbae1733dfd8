using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartBlocks.Energy;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>Weather, baselines, savings and forecasts of a meter of their own, with sixty days of hours.</summary>
public sealed class PredictionTests(GatewayHost host) : IAsyncLifetime
{
    const int Days = 60;
    static readonly SemaphoreSlim furnishing = new(1, 1);
    static readonly DateTimeOffset today = new(DateTime.UtcNow.Date, TimeSpan.Zero);
    static string? meter;

    public async ValueTask InitializeAsync()
    {
        await furnishing.WaitAsync();
        try
        {
            if (meter is null) await FurnishAsync("works-boiler");
        }
        finally
        {
            furnishing.Release();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Weather_is_read_as_it_was_recorded_and_recorded_once()
    {
        using var client = host.Client(host.ManagerKey);
        var weather = await Get(client, $"sites/works/weather?from={today.AddDays(-3):yyyy-MM-dd}&to={today.AddDays(-2):yyyy-MM-dd}");
        weather.GetProperty("unit").GetString().ShouldBe("°C");
        weather.GetProperty("values").EnumerateArray().Count(v => v.ValueKind == JsonValueKind.Number).ShouldBeGreaterThanOrEqualTo(23);
        using var again = await client.PostAsJsonAsync("/api/v1/sites/works/weather", new { quantity = "temperature", start = today.AddDays(-3), seconds = 3600, values = new[] { 7.5m } });
        again.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await again.Content.ReadAsStringAsync()).ShouldContain("weather.recorded");
        using var wind = await client.PostAsJsonAsync("/api/v1/sites/works/weather", new { quantity = "windSpeed", start = today.AddDays(-3), seconds = 3600, values = new[] { 7.5m } });
        wind.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_baseline_is_fitted_recorded_described_adjusted_and_paid_on()
    {
        using var client = host.Client(host.ManagerKey);
        var (from, to) = (today.AddDays(-Days), today.AddDays(-20));
        using var fitted = await client.PostAsJsonAsync($"/api/v1/meters/{meter}/baselines", new { id = "first", method = "daily", from = $"{from:yyyy-MM-dd}", to = $"{to:yyyy-MM-dd}" });
        fitted.StatusCode.ShouldBe(HttpStatusCode.Created, await fitted.Content.ReadAsStringAsync());
        using var twice = await client.PostAsJsonAsync($"/api/v1/meters/{meter}/baselines", new { id = "first", method = "daily", from = $"{from:yyyy-MM-dd}", to = $"{to:yyyy-MM-dd}" });
        (await twice.Content.ReadAsStringAsync()).ShouldContain("baseline.exists");

        var detail = await Get(client, $"meters/{meter}/baselines/first");
        var baseline = detail.GetProperty("baseline");
        baseline.GetProperty("model").GetProperty("kind").GetString().ShouldBe("heatingOnly");
        baseline.GetProperty("model").GetProperty("heatingSlope").GetDecimal().ShouldBe(24, 1.5m);
        baseline.GetProperty("verdict").GetProperty("holds").GetBoolean().ShouldBeTrue();
        baseline.GetProperty("block").GetInt64().ShouldBeGreaterThan(0);
        baseline.GetProperty("transaction").GetString()!.Length.ShouldBe(43);
        baseline.GetProperty("words").EnumerateArray().Select(w => w.GetString()).ShouldContain(w => w!.StartsWith("Each degree that a day is colder than", StringComparison.Ordinal));
        detail.GetProperty("days").GetProperty("observed").GetArrayLength().ShouldBe(40);
        detail.GetProperty("since").GetProperty("predicted").GetArrayLength().ShouldBe(20);

        var before = await Get(client, $"meters/{meter}/savings?baseline=first");
        using var adjusted = await client.PostAsJsonAsync($"/api/v1/meters/{meter}/baselines/first/adjustments",
            new { id = "wing", from = today.AddDays(-10), until = today.AddDays(-8), energyPerDay = 5m, reason = "A wing was opened" });
        adjusted.StatusCode.ShouldBe(HttpStatusCode.Created, await adjusted.Content.ReadAsStringAsync());
        var after = await Get(client, $"meters/{meter}/savings?baseline=first");
        (after.GetProperty("saved").GetDecimal() - before.GetProperty("saved").GetDecimal()).ShouldBe(10);
        var adjustment = after.GetProperty("adjustments")[0];
        adjustment.GetProperty("reason").GetString().ShouldBe("A wing was opened");
        adjustment.GetProperty("energy").GetDecimal().ShouldBe(10);
        adjustment.GetProperty("by").GetString().ShouldBe("acme");
        adjustment.GetProperty("block").GetInt64().ShouldBeGreaterThan(baseline.GetProperty("block").GetInt64());
        adjustment.GetProperty("transaction").GetString()!.Length.ShouldBe(43);
        var beside = (await Get(client, $"meters/{meter}/baselines/first")).GetProperty("baseline").GetProperty("adjustments")[0];
        beside.GetProperty("energy").ValueKind.ShouldBe(JsonValueKind.Null);
        beside.GetProperty("transaction").GetString().ShouldBe(adjustment.GetProperty("transaction").GetString());
        after.GetProperty("days").GetProperty("cumulativeSaved").EnumerateArray().Last().GetDecimal().ShouldBe(after.GetProperty("saved").GetDecimal());
        var uncertainty = after.GetProperty("uncertainty");
        uncertainty.GetProperty("band").GetDecimal().ShouldBe(uncertainty.GetProperty("referenceBand").GetDecimal() * 20 / 40, 0.001m);
        uncertainty.GetProperty("significant").GetBoolean().ShouldBe(Math.Abs(after.GetProperty("saved").GetDecimal()) > uncertainty.GetProperty("band").GetDecimal());
        (await Get(client, $"meters/{meter}/baselines")).GetProperty("items").GetArrayLength().ShouldBe(1);

        // The site's figures against it say what the savings say; of days before it was over, that there is nothing to compare with.
        var range = $"from={today.AddDays(-15):yyyy-MM-dd}&to={today.AddDays(-5):yyyy-MM-dd}";
        var figures = await Get(client, $"sites/works/kpis?{range}&compare=baseline");
        figures.GetProperty("compared").GetProperty("kind").GetString().ShouldBe("baseline");
        figures.GetProperty("compared").GetProperty("notes")[0].GetString()!.ShouldContain("against its baseline first: 10 UTC days compared, 0 left out");
        var heat = figures.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("id").GetString() == "heat").GetProperty("compared");
        var savings = await Get(client, $"meters/{meter}/savings?baseline=first&{range}");
        heat.GetProperty("value").GetDecimal().ShouldBe(savings.GetProperty("adjustedBaseline").GetDecimal(), 0.000001m);
        heat.GetProperty("observed").GetDecimal().ShouldBe(savings.GetProperty("observed").GetDecimal(), 0.000001m);
        heat.GetProperty("change").GetDecimal().ShouldBe(-savings.GetProperty("share").GetDecimal(), 0.0001m);
        (heat.GetProperty("measured").GetDecimal(), heat.GetProperty("why").ValueKind).ShouldBe((1m, JsonValueKind.Null));
        var early = await Get(client, $"sites/works/kpis?from={today.AddDays(-40):yyyy-MM-dd}&to={today.AddDays(-30):yyyy-MM-dd}&compare=baseline");
        early.GetProperty("compared").GetProperty("notes")[0].GetString()!.ShouldStartWith($"No baseline of meter {meter} was over by ");
        early.GetProperty("kpis").EnumerateArray().Single(k => k.GetProperty("id").GetString() == "heat").GetProperty("compared").GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Forecasts_are_posted_once_and_shown_beside_what_was_counted()
    {
        using var client = host.Client(host.ManagerKey);
        var issued = DateTimeOffset.UtcNow;
        var foretold = new { quantity = "temperature", issued, start = Hour(issued), seconds = 3600, values = Enumerable.Repeat(7.5m, 72), source = "a service" };
        using (var weather = await client.PostAsJsonAsync("/api/v1/sites/works/weather/forecasts", foretold))
            weather.StatusCode.ShouldBe(HttpStatusCode.Created, await weather.Content.ReadAsStringAsync());
        using (var again = await client.PostAsJsonAsync("/api/v1/sites/works/weather/forecasts", foretold))
        {
            again.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await again.Content.ReadAsStringAsync()).ShouldContain("weather.issued");
        }
        var listed = (await Get(client, "sites/works/weather/forecasts")).GetProperty("items")[0];
        (listed.GetProperty("source").GetString(), listed.GetProperty("unit").GetString(), listed.GetProperty("values").GetArrayLength()).ShouldBe(("a service", "°C", 72));

        var posted = await host.Grains.GetGrain<IPredictGrain>("acme").Predict();
        posted.ShouldBeLessThanOrEqualTo(2);
        (await host.Grains.GetGrain<IPredictGrain>("acme").Predict()).ShouldBe(0);

        var forecasts = (await Get(client, $"meters/{meter}/forecasts")).GetProperty("items");
        forecasts.GetArrayLength().ShouldBe(1);
        forecasts[0].GetProperty("score").ValueKind.ShouldBe(JsonValueKind.Null);
        forecasts[0].GetProperty("values").GetArrayLength().ShouldBeInRange(23, 25);
        forecasts[0].GetProperty("weather")[0].GetProperty("quantity").GetString().ShouldBe("temperature");
        forecasts[0].GetProperty("weather")[0].GetProperty("issued").GetDateTime().ShouldBe(listed.GetProperty("issued").GetDateTime());
        (await Get(client, $"meters/{meter}/forecasts?horizon=week")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await Get(client, $"meters/{meter}/forecasts/scores")).GetProperty("words").GetArrayLength().ShouldBe(1);
        (await Get(client, $"meters/{meter}/forecasts/models")).GetProperty("candidates").EnumerateArray().Sum(c => c.GetProperty("shareNextDay").GetDecimal()).ShouldBe(1, 0.001m);

        var prediction = await Get(client, $"meters/{meter}/prediction");
        var (actual, predicted, lower) = (prediction.GetProperty("actual"), prediction.GetProperty("predicted"), prediction.GetProperty("lower"));
        predicted.GetArrayLength().ShouldBe(prediction.GetProperty("start").GetArrayLength());
        predicted.EnumerateArray().ShouldAllBe(v => v.ValueKind == JsonValueKind.Number);
        actual.EnumerateArray().Count(v => v.ValueKind == JsonValueKind.Number).ShouldBeGreaterThan(24 * 6);
        lower.EnumerateArray().Zip(predicted.EnumerateArray()).ShouldAllBe(pair => pair.First.GetDecimal() <= pair.Second.GetDecimal());
        var kinds = prediction.GetProperty("sources").EnumerateArray().Select(s => s.GetProperty("kind").GetString()).ToList();
        kinds.ShouldContain("posted");
        kinds.ShouldContain("hindcast");
        (await Get(client, $"meters/{meter}/prediction?resolution=day")).GetProperty("start").GetArrayLength().ShouldBe(9);
    }

    [Theory]
    [InlineData("meters/works-boiler/prediction?from=2026-01-02&to=2026-01-02")]
    [InlineData("meters/works-boiler/prediction?from=2020-01-02&to=2026-01-02")]
    [InlineData("meters/works-boiler/prediction?resolution=year")]
    [InlineData("meters/works-boiler/forecasts?horizon=month")]
    [InlineData("sites/works/weather?quantity=humour")]
    [InlineData("sites/works/weather/forecasts?quantity=humour")]
    [InlineData("sites/works/weather/forecasts?from=2026-01-01&to=2026-03-01")]
    public async Task A_wrong_question_is_told_what_is_wrong(string path)
    {
        using var client = host.Client(host.ManagerKey);
        using var answer = await client.GetAsync("/api/v1/" + path);
        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("field");
    }

    [Fact]
    public async Task Another_tenant_finds_nothing_and_an_auditor_may_not_record()
    {
        using var stranger = host.Client(host.OtherKey);
        foreach (var path in new[] { "prediction", "forecasts", "forecasts/scores", "forecasts/models", "baselines", "baselines/first", "savings" })
            (await stranger.GetAsync($"/api/v1/meters/{meter}/{path}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await stranger.GetAsync("/api/v1/sites/works/weather")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/api/v1/sites/works/weather/forecasts")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var auditor = host.Client(host.AuditorKey);
        using var refused = await auditor.PostAsJsonAsync($"/api/v1/meters/{meter}/baselines", new { id = "mine", method = "daily", from = "2026-01-01", to = "2026-02-01" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    // 2 kWh an hour, and 1 kWh more for each °C below 15, with days and hours that differ a little.
    async Task FurnishAsync(string id)
    {
        var tenant = host.Grains.GetGrain<ITenantGrain>("acme");
        (await tenant.AddSite("acme", new SiteDraft("works", "Works", "Europe/Dublin", 51.9m, -8.5m, null))).Rejection.ShouldBeNull();
        var start = today.AddDays(-Days);
        var degrees = Enumerable.Range(0, Days * 24).Select(h => 9m - h / 24 % 9 * 0.5m + h % 24 * 0.1m).ToList();
        foreach (var chunk in degrees.Chunk(960).Select((values, i) => new WeatherPayload("works", WeatherQuantity.Temperature, start.AddHours(i * 960), 3600, [.. values])))
            (await tenant.Record("acme", WeatherPayload.Family, chunk.ToJson())).Rejection.ShouldBeNull();
        (await tenant.AddMeter("acme", new MeterDraft(id, "works", "Boiler", "heat", "kWh", "consumption", "interval", "boiler", ResolutionSeconds: 3600), host.DeviceJwk)).Rejection.ShouldBeNull();
        var values = degrees.Select((t, h) => decimal.Round(2 + (15 - degrees.Skip(h / 24 * 24).Take(24).Average()) + (h * 13 + h / 24 * 7) % 11 * 0.02m, 3)).ToList();
        var result = await host.Grains.GetGrain<ILedgerGrain>("acme").Submit(new SubmitRequest(
            [.. values.Chunk(960).Select((chunk, i) => host.Interval(start.AddHours(i * 960), 3600, id, chunk).Bytes)]));
        result.Outcomes.ShouldAllBe(o => o.Status == BatchStatus.Committed);
        await host.Grains.GetGrain<IFollowerGrain>("acme").WaitFor(result.Outcomes[^1].Block);
        meter = id;
    }

    static DateTimeOffset Hour(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 3600 * 3600);

    static async Task<JsonElement> Get(HttpClient client, string path)
    {
        using var answer = await client.GetAsync("/api/v1/" + path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path + ": " + await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
