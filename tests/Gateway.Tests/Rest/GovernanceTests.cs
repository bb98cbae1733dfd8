using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartBlocks.Gateway.Tests.Hosting;
using SmartBlocks.Grains;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Tests.Rest;

/// <summary>Members, keys, settings and decisions over REST; who reads a ledger that is not its own.</summary>
public sealed class GovernanceTests(GatewayHost host) : IAsyncLifetime
{
    static int count;

    readonly string mine = FormattableString.Invariant($"keeper-{Interlocked.Increment(ref count)}");
    readonly string theirs = FormattableString.Invariant($"guest-{count}");
    HttpClient keeper = null!;
    HttpClient guest = null!;
    HttpClient auditor = null!;

    string Ledger => "/api/v1/ledgers/" + mine;

    public async ValueTask InitializeAsync()
    {
        foreach (var tenant in (string[])[mine, theirs]) await host.Grains.GetGrain<ITenantGrain>(tenant).Create("Tenant " + tenant);
        (await host.Grains.GetGrain<ITenantGrain>(mine).AddLedger(mine, "A shared ledger")).Done.ShouldBeTrue();
        keeper = await ClientAsync(mine, "manager");
        guest = await ClientAsync(theirs, "operator");
        auditor = await ClientAsync(mine, "auditor");
    }

    public ValueTask DisposeAsync()
    {
        keeper.Dispose();
        guest.Dispose();
        auditor.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Two_organisations_decide_together_and_the_history_says_so()
    {
        await AdmitGuestAsync(decides: true);
        var changes = new { title = "A larger block", changes = new[] { new { op = "setting.set", name = "blockLimit", value = 1234 } } };
        var tried = await Json(keeper.PostAsJsonAsync(Ledger + "/governance/proposals?dryRun=true", changes));
        tried.GetProperty("executed").GetBoolean().ShouldBeFalse();
        tried.GetProperty("transaction").ValueKind.ShouldBe(JsonValueKind.Null);
        tried.GetProperty("payload").GetProperty("op").GetString().ShouldBe("propose");
        tried.GetProperty("sentences")[0].GetString().ShouldBe("A block holds at most 1234 transactions");
        (await Json(keeper.GetAsync(Ledger + "/governance/proposals?state=open"))).GetProperty("items").GetArrayLength().ShouldBe(0);

        var proposed = await Json(keeper.PostAsJsonAsync(Ledger + "/governance/proposals", changes));
        var id = proposed.GetProperty("proposal").GetString()!;
        var open = await Json(guest.GetAsync(Ledger + "/governance/proposals/" + id));
        (open.GetProperty("state").GetString(), open.GetProperty("counting").GetInt32(), open.GetProperty("threshold").GetInt32(), open.GetProperty("mayApprove").GetBoolean())
            .ShouldBe(("open", 1, 2, true));
        (await Json(keeper.GetAsync(Ledger + "/governance/proposals/" + id))).GetProperty("mayApprove").GetBoolean().ShouldBeFalse();
        var rule = await Json(guest.GetAsync(Ledger + "/governance"));
        (rule.GetProperty("you").GetString(), rule.GetProperty("open").GetInt32(), rule.GetProperty("mayApprove").GetBoolean()).ShouldBe((theirs, 1, true));

        (await Json(guest.PostAsync(Ledger + $"/governance/proposals/{id}/approve", null))).GetProperty("executed").GetBoolean().ShouldBeTrue();
        var setting = (await Json(keeper.GetAsync(Ledger + "/settings"))).GetProperty("items").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "blockLimit");
        setting.GetProperty("value").GetInt32().ShouldBe(1234);
        var change = setting.GetProperty("history")[0];
        (change.GetProperty("by").GetString(), change.GetProperty("proposal").GetString()).ShouldBe((mine, id));
        change.GetProperty("approvals").EnumerateArray().Select(a => a.GetProperty("party").GetString()).ShouldBe([mine, theirs]);
        var governance = (await Json(keeper.GetAsync(Ledger + "/settings"))).GetProperty("items").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "governance");
        governance.GetProperty("history").GetArrayLength().ShouldBe(2);
        governance.GetProperty("history")[1].GetProperty("block").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Members_are_listed_with_their_keys_and_come_and_go()
    {
        await AdmitGuestAsync(decides: false);
        var members = await Json(auditor.GetAsync(Ledger + "/members"));
        members.GetProperty("you").GetString().ShouldBe(mine);
        var listed = members.GetProperty("items").EnumerateArray().ToDictionary(m => m.GetProperty("party").GetString()!);
        listed[mine].GetProperty("decides").GetBoolean().ShouldBeTrue();
        listed[mine].GetProperty("keys")[0].GetProperty("hosted").GetBoolean().ShouldBeTrue();
        listed["host"].GetProperty("keys")[0].GetProperty("isValidator").GetBoolean().ShouldBeTrue();
        listed[theirs].GetProperty("tenant").ValueKind.ShouldBe(JsonValueKind.Null, "an auditor is not told");
        var known = (await Json(keeper.GetAsync(Ledger + "/members"))).GetProperty("items").EnumerateArray().Single(m => m.GetProperty("party").GetString() == theirs);
        known.GetProperty("tenant").GetString().ShouldBe(theirs);
        var kid = known.GetProperty("keys")[0].GetProperty("kid").GetString();

        var revoked = await Json(keeper.PostAsJsonAsync(Ledger + $"/keys/{kid}/revoke", new { from = 99 }));
        revoked.GetProperty("executed").GetBoolean().ShouldBeTrue();
        var key = (await Json(keeper.GetAsync(Ledger + "/keys?party=" + theirs))).GetProperty("items")[0];
        (key.GetProperty("good").GetBoolean(), key.GetProperty("revokedFrom").GetInt32()).ShouldBe((true, 99));
        using var again = await keeper.PostAsJsonAsync(Ledger + $"/keys/{kid}/rotate", new { jwk = key.GetProperty("jwk") });
        (await again.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("key.revoked");
    }

    [Fact]
    public async Task A_members_tenant_reads_the_ledger_for_as_long_as_it_is_one_and_none_of_the_keepers_sites()
    {
        using (var before = await guest.GetAsync(Ledger)) before.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await AdmitGuestAsync(decides: false);
        (await Json(guest.GetAsync(Ledger))).GetProperty("id").GetString().ShouldBe(mine);
        (await guest.GetStringAsync("/api/v1/ledgers")).ShouldContain(mine);
        (await guest.GetStringAsync("/api/v1/sites")).ShouldNotContain(mine);
        (await Json(guest.GetAsync(Ledger + "/members"))).GetProperty("you").GetString().ShouldBe(theirs);

        await Json(keeper.PostAsJsonAsync(Ledger + "/governance/proposals", new { title = "Goodbye", changes = new[] { new { op = "member.remove", party = theirs } } }));
        using (var after = await guest.GetAsync(Ledger)) after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var linked = await guest.PutAsJsonAsync(Ledger + $"/members/{theirs}/tenant", new { tenant = theirs });
        linked.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Anybody_reads_a_public_ledger_and_nothing_else()
    {
        using var visitor = host.Client();
        string[] paths = ["", "/blocks", "/blocks/0", "/transactions", "/state", "/settings", "/members", "/governance/proposals", "/log/checkpoint", "/export"];
        foreach (var path in paths)
        {
            using var closed = await visitor.GetAsync(Ledger + path);
            (await closed.ProblemAsync(HttpStatusCode.Unauthorized)).Text("code").ShouldBe("access.unauthenticated");
            using var missing = await visitor.GetAsync("/api/v1/ledgers/there-is-none" + path);
            missing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "a private ledger and none at all look alike");
        }
        await Json(keeper.PostAsJsonAsync(Ledger + "/governance/proposals", new { title = "Open it", changes = new[] { new { op = "setting.set", name = "access", value = "public" } } }));
        foreach (var path in paths)
        {
            using var open = await visitor.GetAsync(Ledger + path);
            open.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            open.Headers.CacheControl!.Public.ShouldBeTrue(path);
            open.Headers.Vary.ShouldContain("Cookie");
        }
        using (var block = await visitor.GetAsync(Ledger + "/blocks/0")) block.Headers.CacheControl!.MaxAge.ShouldNotBeNull();
        using (var head = await visitor.GetAsync(Ledger)) head.Headers.CacheControl!.NoCache.ShouldBeTrue();
        using (var own = await keeper.GetAsync(Ledger + "/blocks/0")) own.Headers.CacheControl!.Private.ShouldBeTrue();
        (await Json(guest.GetAsync(Ledger))).GetProperty("id").GetString().ShouldBe(mine);
        (await guest.GetStringAsync("/api/v1/ledgers")).ShouldNotContain(mine);
        (await visitor.GetStringAsync(Ledger + "/members")).ShouldNotContain("\"tenant\":\"" + theirs);

        foreach (var path in (string[])["/api/v1/ledgers", "/api/v1/sites", "/api/v1/overview", "/api/v1/session", "/api/v1/search?q=" + mine, "/api/v1/tenant/key"])
        {
            using var closed = await visitor.GetAsync(path);
            closed.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
        }
        using var writing = await visitor.PostAsJsonAsync(Ledger + "/governance/proposals", new { title = "x", changes = Array.Empty<object>() });
        writing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var wrong = host.Client("sbk_wrong");
        using var refused = await wrong.GetAsync(Ledger);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "credentials that are wrong are answered as such");
    }

    [Fact]
    public async Task Who_may_not_speak_for_its_tenant_is_refused_and_what_breaks_a_rule_is_named()
    {
        var body = new { title = "x", changes = new[] { new { op = "setting.set", name = "engine", value = "quorum" } } };
        using (var denied = await auditor.PostAsJsonAsync(Ledger + "/governance/proposals", body)) await denied.ProblemAsync(HttpStatusCode.Forbidden);
        using (var stranger = await guest.PostAsJsonAsync(Ledger + "/governance/proposals", body)) await stranger.ProblemAsync(HttpStatusCode.NotFound);
        using (var guarded = await keeper.PostAsJsonAsync(Ledger + "/governance/proposals?dryRun=true", body))
        {
            var problem = await guarded.ProblemAsync(HttpStatusCode.UnprocessableEntity);
            (problem.Text("code"), problem.Text("field"), problem.Text("value")).ShouldBe(("guard.validators", "validators", "1"));
        }
        using (var form = await keeper.PostAsJsonAsync(Ledger + "/governance/proposals", new { title = "x", changes = "all of it" })) (await form.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("field").ShouldBe("changes");
        using (var unknown = await keeper.PostAsync(Ledger + "/governance/proposals/nothing/approve", null)) (await unknown.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("code").ShouldBe("governance.unknown");
        using (var missing = await keeper.GetAsync(Ledger + "/governance/proposals/nothing")) await missing.ProblemAsync(HttpStatusCode.NotFound);
        using (var role = await keeper.PostAsJsonAsync(Ledger + "/members", new { party = "x", name = "X", roles = new[] { "king" } })) (await role.ProblemAsync(HttpStatusCode.UnprocessableEntity)).Text("value").ShouldBe("king");
        using (var list = await keeper.GetAsync(Ledger + "/keys?role=king")) (await list.ProblemAsync(HttpStatusCode.BadRequest)).Text("field").ShouldBe("role");
        using var state = await keeper.GetAsync(Ledger + "/governance/proposals?state=gone");
        (await state.ProblemAsync(HttpStatusCode.BadRequest)).Text("field").ShouldBe("state");
    }

    async Task AdmitGuestAsync(bool decides)
    {
        var jwk = (await Json(guest.GetAsync("/api/v1/tenant/key"))).GetProperty("jwk");
        var admitted = await Json(keeper.PostAsJsonAsync(Ledger + "/members",
            new { party = theirs, name = "Guest", roles = (string[])["esco"], key = new { jwk, role = "member" }, tenant = theirs }));
        admitted.GetProperty("executed").GetBoolean().ShouldBeTrue();
        if (!decides) return;
        await Json(keeper.PostAsJsonAsync(Ledger + "/governance/proposals", new
        {
            title = "Two of us",
            changes = new[] { new { op = "setting.set", name = "governance", value = new { parties = (string[])[mine, theirs], threshold = 2 } } },
        }));
    }

    async Task<HttpClient> ClientAsync(string tenant, string role)
    {
        var key = Secrets.Generate("sbk_");
        await host.Grains.GetGrain<IApiKeyGrain>(Secrets.Digest(key)).Create(new Grant(role + " key", tenant, role, []));
        return host.Client(key);
    }

    static async Task<JsonElement> Json(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonElement.Parse(text);
    }
}
