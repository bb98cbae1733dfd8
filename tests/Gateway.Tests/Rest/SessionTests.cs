using System.Net;
using System.Net.Http.Json;
using SmartBlocks.Gateway.Access;
using SmartBlocks.Gateway.Rest;
using SmartBlocks.Gateway.Tests.Hosting;

namespace SmartBlocks.Gateway.Tests.Rest;

public sealed class SessionTests(GatewayHost host)
{
    [Fact]
    public async Task Signing_in_sets_a_cookie_that_scripts_and_other_sites_cannot_use()
    {
        using var client = host.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/session", new SignIn("Manager@Acme.example", GatewayHost.Password));
        var session = await response.JsonAsync(HttpStatusCode.OK);
        session.Text("email").ShouldBe("manager@acme.example");
        session.GetProperty("tenant").Text("id").ShouldBe("acme");
        session.Text("role").ShouldBe("manager");
        session.Items("ledgers").Select(l => l.GetString()).ShouldBe(["acme"]);
        var cookie = response.Headers.GetValues("Set-Cookie").Single().ToLowerInvariant();
        cookie.ShouldStartWith("sb_session=");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
    }

    [Fact]
    public async Task A_session_reads_and_with_the_guard_header_also_changes_things()
    {
        using var client = await SignedInAsync("manager@acme.example");
        (await client.JsonAsync("/session")).Text("name").ShouldBe("Mary");

        using var unguarded = await client.DeleteAsync("/api/v1/session");
        (await unguarded.ProblemAsync(HttpStatusCode.Forbidden)).Text("code").ShouldBe("access.guard");

        client.DefaultRequestHeaders.Add(Schemes.GuardHeader, "1");
        using var guarded = await client.DeleteAsync("/api/v1/session");
        guarded.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Without_a_session_the_answer_is_401()
    {
        using var client = host.Client();
        using var response = await client.GetAsync("/api/v1/session");
        (await response.ProblemAsync(HttpStatusCode.Unauthorized)).Text("code").ShouldBe("access.unauthenticated");
    }

    [Theory]
    [InlineData("sb_session=nonsense")]
    [InlineData("sb_session=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_forged_cookie_is_nobody(string cookie)
    {
        using var client = host.Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        using var response = await client.GetAsync("/api/v1/sites");
        await response.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("manager@acme.example", "wrong")]
    [InlineData("nobody@acme.example", GatewayHost.Password)]
    [InlineData("", GatewayHost.Password)]
    public async Task Wrong_credentials_are_answered_alike(string email, string password)
    {
        using var client = host.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/session", new SignIn(email, password));
        (await response.ProblemAsync(HttpStatusCode.Unauthorized)).Text("code").ShouldBe("access.wrongPassword");
    }

    [Fact]
    public async Task Guessing_is_slowed_down_for_that_account_only()
    {
        using var client = host.Client();
        for (var i = 0; i < SignInLimiter.PerAccount; i++)
            (await client.PostAsJsonAsync("/api/v1/session", new SignIn("guessed@acme.example", "guess"))).Dispose();
        using var response = await client.PostAsJsonAsync("/api/v1/session", new SignIn("guessed@acme.example", "guess"));
        (await response.ProblemAsync(HttpStatusCode.TooManyRequests)).Text("code").ShouldBe("access.tooManyTries");
        response.Headers.RetryAfter.ShouldNotBeNull();
        using var other = await client.PostAsJsonAsync("/api/v1/session", new SignIn("auditor@acme.example", GatewayHost.Password));
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    async Task<HttpClient> SignedInAsync(string email)
    {
        var client = host.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/session", new SignIn(email, GatewayHost.Password));
        client.DefaultRequestHeaders.Add("Cookie", response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return client;
    }
}
