using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>An organisation on its first day: no site, no meter, no other member. Every page says what to do next, and claims nothing about what is not there.</summary>
public sealed class EmptyTests(PortalFixture portal)
{
    [Fact]
    public async Task A_tenant_founded_just_now_is_told_on_every_page_what_to_do_next()
    {
        await using (await portal.VisitAsync(Look.Desktop, signedIn: false))
        {
            // Without a browser the test is skipped before a host is started for it.
        }
        await using var host = await DemoSilo.StartEmptyAsync("acme", TestContext.Current.CancellationToken);
        await using var visit = await portal.VisitAsync(Look.Desktop, signedIn: false, host.Address);
        await PortalFixture.GiveAsync(visit, host.Address, host.Email, host.Password);
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "No site yet: begin here" }).WaitForAsync();
        var overview = await visit.Page.GetByRole(AriaRole.Main).InnerTextAsync();
        overview.ShouldContain("Nothing is metered here yet.");
        overview.ShouldNotContain("Everything reports");
        overview.ShouldNotContain("Every meter reports");
        overview.ShouldContain("/api/v1/sites");
        overview.ShouldContain("blockmeter register");
        await visit.ScreenshotAsync("empty-overview-light-1440");
        (string Path, string Says)[] pages =
        [
            ("/", "invite them to the ledger acme"), ("/portfolio", "How to register the first"), ("/alerts", "Nothing needs attention"), ("/ledgers/acme", "1 transaction in 1 block, sealed by 1 validator"),
            ("/ledgers/acme/state", "Choose a value"), ("/ledgers/acme/validators", "seals alone"), ("/ledgers/acme/members", "1 organisation takes part."),
            ("/ledgers/acme/governance", "Nothing is proposed"), ("/ledgers/acme/settings", "Prove it"), ("/ledgers/acme/log", "No witness has signed this head"), ("/search", "What are you looking for?"),
        ];
        var faults = new List<string>();
        foreach (var (path, says) in pages)
        {
            visit.Complaints.Clear();
            await visit.OpenAsync(path);
            await visit.Page.GetByRole(AriaRole.Main).GetByText(says).First.WaitForAsync();
            if (await visit.Page.GetByRole(AriaRole.Alert).CountAsync() > 0) faults.Add($"{path}: {await visit.Page.GetByRole(AriaRole.Alert).First.InnerTextAsync()}");
            faults.AddRange(visit.Complaints.Select(c => $"{path}: {c}"));
            faults.AddRange((await visit.AccessibilityAsync()).Select(v => $"{path}: axe {v}"));
        }
        faults.ShouldBeEmpty();

        // The command that the page gives is one that works.
        await visit.OpenAsync("/");
        var command = await visit.Page.GetByLabel("The command that registers a site", new() { Exact = true }).InnerTextAsync();
        var body = command[(command.IndexOf("-d '", StringComparison.Ordinal) + 4)..command.LastIndexOf('\'')];
        (await visit.Page.EvaluateAsync<int>("async body => (await fetch('/api/v1/sites', { method: 'POST', body, headers: { 'Content-Type': 'application/json', 'X-SmartBlocks': '1' } })).status", body)).ShouldBe(201);
        await visit.OpenAsync("/sites/head-office");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "No meter yet: register the first" }).WaitForAsync();
        (await visit.Page.GetByRole(AriaRole.Main).InnerTextAsync()).ShouldContain("blockmeter register main --site head-office");
        await visit.OpenAsync("/");
        (await visit.Page.Locator("article").First.InnerTextAsync()).ShouldNotContain("0 kWh");
    }
}
