using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Silo.Tests;

/// <summary>The demo from outside, as a stranger's tools see it.</summary>
public sealed class DemoTests(DemoProcess demo)
{
    [Fact]
    public async Task Every_page_has_data_once_it_is_ready()
    {
        using var client = demo.Client();
        var overview = await client.GetFromJsonAsync<JsonElement>("/api/v1/overview");
        var site = overview.GetProperty("sites").EnumerateArray().Single();
        site.GetProperty("meters").GetInt32().ShouldBe(13);
        site.GetProperty("yesterdayKwh").GetDecimal().ShouldBeGreaterThan(0);
        site.GetProperty("spark").EnumerateArray().Count(s => s.ValueKind == JsonValueKind.Number).ShouldBeGreaterThanOrEqualTo(23);
        var usage = await client.GetFromJsonAsync<JsonElement>(FormattableString.Invariant($"/api/v1/sites/nimbus/usage?resolution=day&from={DateTime.UtcNow.AddDays(-14):yyyy-MM-dd}&to={DateTime.UtcNow:yyyy-MM-dd}"));
        foreach (var series in usage.GetProperty("series").EnumerateArray())
            series.GetProperty("values").EnumerateArray().ShouldAllBe(v => v.ValueKind == JsonValueKind.Number, series.GetProperty("meter").GetString());
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/sites/nimbus/gaps")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Everybody_in_the_file_can_sign_in_and_sees_their_own_tenant()
    {
        foreach (var user in demo.Demo.GetProperty("users").EnumerateArray())
        {
            using var client = new HttpClient { BaseAddress = demo.Portal };
            using var response = await client.PostAsJsonAsync("/api/v1/session", new { email = user.GetProperty("email").GetString(), password = user.GetProperty("password").GetString() });
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            var session = await response.Content.ReadFromJsonAsync<JsonElement>();
            session.GetProperty("tenant").GetProperty("id").GetString().ShouldBe(user.GetProperty("tenant").GetString());
            session.GetProperty("demo").GetBoolean().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task The_first_ledger_is_a_consortium_whose_members_decide_together_and_read_it()
    {
        using var client = demo.Client();
        var rule = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/nimbus/governance");
        (rule.GetProperty("threshold").GetInt32(), rule.GetProperty("parties").GetArrayLength(), rule.GetProperty("open").GetInt32()).ShouldBe((2, 3, 1));
        var settings = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/nimbus/settings");
        var limit = settings.GetProperty("items").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "blockLimit");
        limit.GetProperty("history")[0].GetProperty("approvals").EnumerateArray().Select(a => a.GetProperty("party").GetString()).ShouldBe(["nimbus", "vale"]);

        var partner = demo.Demo.GetProperty("users").EnumerateArray().Single(u => u.GetProperty("tenant").GetString() == "vale");
        using var vale = new HttpClient { BaseAddress = demo.Portal };
        using var session = await vale.PostAsJsonAsync("/api/v1/session", new { email = partner.GetProperty("email").GetString(), password = partner.GetProperty("password").GetString() });
        session.EnsureSuccessStatusCode();
        (await LedgersAsync(vale)).ShouldBe(["nimbus", "valley"]);
        var open = (await vale.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/nimbus/governance/proposals?state=open")).GetProperty("items")[0];
        (open.GetProperty("by").GetString(), open.GetProperty("mayApprove").GetBoolean()).ShouldBe(("assay", true));
        (await vale.GetFromJsonAsync<JsonElement>("/api/v1/sites")).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static async Task<string?[]> LedgersAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("ledgers").EnumerateArray().Select(l => l.GetString())];

    [Fact]
    public async Task The_communitys_ledger_is_certified_by_its_four_members()
    {
        using var client = demo.Client("valley");
        JsonElement head;
        // Its validators come once the ports are open; nobody else waits for them.
        for (var watch = Stopwatch.StartNew(); (head = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/valley")).GetProperty("height").GetInt64() < 3;)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(90), demo.Output);
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        head.GetProperty("engine").GetString().ShouldBe("quorum");
        head.GetProperty("validators").GetArrayLength().ShouldBe(4);
        var block = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/valley/blocks/2");
        Block.TryParse(Encoding.UTF8.GetBytes(block.GetProperty("jws").GetRawText()), out var certified, out var why).ShouldBeTrue(why?.ToString());
        var keys = (await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/valley/state/settings/validators"))
            .GetProperty("value").EnumerateArray().Select(PublicKey.FromJwk).ToList();
        ConsensusEngines.ForVerification.VerifyCertificate(certified!, keys).ShouldBeNull();
    }

    [Fact]
    public void The_file_is_for_its_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are Unix's.");
            return;
        }
        foreach (var path in Directory.EnumerateFiles(Path.Combine(demo.Folder, "demo"), "*", SearchOption.AllDirectories).Where(p => p.EndsWith(".pem", StringComparison.Ordinal))
            .Append(Path.Combine(demo.Folder, "demo.json")).Append(Path.Combine(demo.Folder, "demo", "secrets.json")))
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
    }

    [Fact]
    public async Task A_signed_reading_published_with_mosquitto_pub_is_read_back_with_its_receipt()
    {
        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(-1), TimeSpan.Zero);
        var transaction = Sign("bench-01", start, 1.234m);
        await PublishAsync(demo.Device("bench-01"), transaction.ToString());

        using var client = demo.Client("bench");
        var path = FormattableString.Invariant($"/api/v1/meters/bench-01/readings?from={start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={start.UtcDateTime.AddDays(1):yyyy-MM-ddTHH:mm:ssZ}");
        var watch = Stopwatch.StartNew();
        JsonElement reading;
        // mosquitto_pub returns at PUBACK: the ledger has it; the read model follows in a moment.
        while ((reading = (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray().FirstOrDefault()).ValueKind == JsonValueKind.Undefined)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        reading.GetProperty("value").GetDecimal().ShouldBe(1.234m);
        reading.GetProperty("transaction").GetString().ShouldBe(transaction.Id);
        var receipts = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/bench/receipts?id=" + transaction.Id);
        var json = receipts.GetProperty("data")[0].GetRawText();
        Receipt.TryParse(Encoding.UTF8.GetBytes(json), out var receipt, out var why).ShouldBeTrue(why?.ToString());
        var genesis = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/bench/transactions?block=0");
        var founding = await client.GetFromJsonAsync<JsonElement>("/api/v1/ledgers/bench/transactions/" + genesis.GetProperty("items")[0].GetProperty("id").GetString());
        var validators = founding.GetProperty("payload").GetProperty("validators").EnumerateArray().Select(PublicKey.FromJwk).ToList();
        receipt!.Verify(validators, ConsensusEngines.ForVerification).ShouldBeNull();
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_ledger_ends_and_doubles_nothing()
    {
        await demo.RestartAsync();
        using var client = demo.Client();
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/sites/nimbus/gaps")).GetProperty("items").GetArrayLength().ShouldBe(0);
        var refused = Path.Combine(demo.Folder, "demo", "agent-nimbus", "outbox");
        Directory.EnumerateFiles(refused, "*reject*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length).ShouldBe(0, "no reading was refused as an overlap");
        using var again = await client.GetAsync("/api/v1/ledgers/nimbus");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public Task Without_demo_its_accounts_are_shut() => demo.WithoutDemoAsync(async address =>
    {
        using var client = new HttpClient { BaseAddress = address };
        var user = demo.Demo.GetProperty("users")[0];
        using var signIn = await client.PostAsJsonAsync("/api/v1/session", new { email = user.GetProperty("email").GetString(), password = user.GetProperty("password").GetString() });
        signIn.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await signIn.Content.ReadAsStringAsync()).ShouldNotContain("\"demo\"");
        client.DefaultRequestHeaders.Authorization = new("Bearer", demo.Demo.GetProperty("apiKey").GetString());
        using var sites = await client.GetAsync("/api/v1/sites");
        sites.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var device = demo.Device("bench-02");
        client.DefaultRequestHeaders.Authorization = new("Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{device.GetProperty("username").GetString()}:{device.GetProperty("password").GetString()}")));
        using var meters = await client.GetAsync("/api/v1/meters");
        meters.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    });

    [Fact]
    public Task A_host_without_a_demo_founds_its_first_tenant() => demo.WithoutDemoAsync(async address =>
    {
        string? line;
        while ((line = demo.Output.Split('\n').FirstOrDefault(l => l.Contains("API key  ", StringComparison.Ordinal))) is null)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", line.Split("API key  ")[1].Trim());
        var site = new { id = "plant", name = "Plant", ledger = "acme", timeZone = "Europe/Dublin", latitude = 51.9, longitude = -8.5 };
        using var made = await client.PostAsJsonAsync("/api/v1/sites", site);
        made.IsSuccessStatusCode.ShouldBeTrue(await made.Content.ReadAsStringAsync());
        var signIn = demo.Output.Split('\n').First(l => l.Contains("Sign in  owner@acme.example", StringComparison.Ordinal)).Split("  ", StringSplitOptions.RemoveEmptyEntries);
        using var session = await client.PostAsJsonAsync("/api/v1/session", new { email = signIn[1].Trim(), password = signIn[2].Trim() });
        session.StatusCode.ShouldBe(HttpStatusCode.OK);
    }, "--tenant", "acme", "--owner", "Owner@acme.example");

    [Fact]
    public async Task The_portal_is_served_with_its_assets_and_a_fresh_nonce()
    {
        using var client = new HttpClient { BaseAddress = demo.Portal };
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html"))) Assert.Skip("This build left the portal out (BuildPortal=false).");
        var page = await client.GetStringAsync("/sites/nimbus");
        page.ShouldNotContain("__CSP_NONCE__");
        page.ShouldNotBe(await client.GetStringAsync("/"), "each answer has its own nonce");
        var start = page.IndexOf("/assets/", StringComparison.Ordinal);
        var asset = page[start..page.IndexOf('"', start)];
        using var request = new HttpRequestMessage(HttpMethod.Get, asset);
        request.Headers.Add("Accept-Encoding", "gzip");
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.CacheControl!.ToString().ShouldContain("immutable");
        // The build of the host itself leaves compressed twins; a copy of its output may lack them.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", asset[1..] + ".gz"))) response.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        using var missing = await client.GetAsync("/assets/missing.js");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("unknown option '--colour'", "--colour", "red")]
    [InlineData("--data needs a value", "--data")]
    [InlineData("Silo:HttpPort (--http-port) is 'abc'", "--http-port", "abc")]
    [InlineData("Silo:MqttPort (--mqtt-port) is '70000'", "--mqtt-port", "70000")]
    [InlineData("Silo:Listen (--listen) is 'moon'", "--listen", "moon")]
    [InlineData("Silo:Roles (--roles) holds 'king'", "--roles", "silo,king")]
    [InlineData("Silo:Tenant (--tenant) is 'ACME corp'", "--tenant", "ACME corp", "--owner", "a@b.ie")]
    [InlineData("Silo:Owner (--owner) is missing", "--tenant", "acme")]
    [InlineData("Silo:Owner (--owner) is 'nobody'", "--tenant", "acme", "--owner", "nobody")]
    [InlineData("Silo:Certificate (--certificate) is missing", "--mqtts-port", "8883")]
    [InlineData("Silo:Certificate (--certificate) is '/nowhere.pem'", "--certificate", "/nowhere.pem")]
    public async Task A_wrong_option_is_named(string expected, params string[] args)
    {
        var (code, error, _) = await DemoProcess.RunAsync(args);
        code.ShouldBe(2, error);
        error.ShouldContain(expected);
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        var (code, _, text) = await DemoProcess.RunAsync("--help");
        code.ShouldBe(0);
        foreach (var option in new[] { "--data", "--http-port", "--mqtt-port", "--demo", "--roles" }) text.ShouldContain(option);
    }

    Transaction Sign(string meter, DateTimeOffset start, decimal value)
    {
        using var key = SigningKey.FromPkcs8Pem(File.ReadAllText(demo.Device(meter).GetProperty("keyFile").GetString()!));
        var payload = FormattableString.Invariant($$"""{"meter":"{{meter}}","start":"{{start.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}","seconds":900,"values":["{{value}}"]}""");
        return Transaction.Sign(key, "bench", "interval/1", Encoding.UTF8.GetBytes(payload), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), Guid.NewGuid().ToString("N"));
    }

    async Task PublishAsync(JsonElement device, string message)
    {
        if (!File.Exists("/usr/bin/mosquitto_pub")) Assert.Skip("mosquitto_pub is not installed (Debian: mosquitto-clients).");
        using var publish = Process.Start(new ProcessStartInfo("mosquitto_pub",
        [
            "-h", demo.Mqtt.Host, "-p", demo.Mqtt.Port.ToString(CultureInfo.InvariantCulture), "-V", "5", "-q", "1", "-i", "silo-test",
            "-u", device.GetProperty("username").GetString()!, "-P", device.GetProperty("password").GetString()!,
            "-t", device.GetProperty("topic").GetString()!, "-m", message,
        ]) { RedirectStandardError = true })!;
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        publish.ExitCode.ShouldBe(0, await publish.StandardError.ReadToEndAsync());
    }
}
