using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>What people write to a ledger from its pages: adjustments of a baseline, approvals, another set of validators. Each says what it writes before it does.</summary>
public sealed class DecisionTests(PortalFixture portal)
{
    [Fact]
    public async Task An_adjustment_is_checked_in_its_form_written_to_the_ledger_and_stands_beside_the_savings_with_who_and_why()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync(await Portal.BaselinePageAsync(visit));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Adjust the baseline" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write to the ledger" }).ClickAsync();
        await dialog.GetByText("wants to read why").WaitForAsync();
        await dialog.GetByText("More than nothing").WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        var reason = $"A second shift began in hall {Guid.NewGuid():N}";
        await dialog.GetByLabel("What changed").FillAsync(reason);
        await dialog.GetByLabel("By how much").FillAsync("42");
        await dialog.GetByText("The baseline grows by 42").WaitForAsync();
        await visit.ScreenshotAsync("adjust-light-1440", wholePage: false);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write to the ledger" }).ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = reason });
        await row.WaitForAsync();
        var said = await row.InnerTextAsync();
        said.ShouldContain("+42");
        said.ShouldContain("by Nimbus");
        await row.GetByRole(AriaRole.Link, new() { Name = "verify" }).ClickAsync();
        await visit.Page.Locator("[data-testid='verify'][data-ok='true']").WaitForAsync();
    }

    [Fact]
    public async Task A_baseline_s_form_is_reached_from_the_site_and_refused_to_who_may_only_read()
    {
        await using var visit = await portal.VisitAsync(Look.Phone);
        var page = await Portal.BaselinePageAsync(visit);
        await visit.OpenAsync($"{page}?adjust");
        await visit.Page.GetByRole(AriaRole.Dialog).WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.ScreenshotAsync("adjust-light-360", wholePage: false);
        await visit.Page.RouteAsync("**/api/v1/session", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("\"role\":\"manager\"", "\"role\":\"auditor\"", StringComparison.Ordinal) });
        });
        await visit.OpenAsync($"{page}?adjust");
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Adjustments" }).WaitForAsync();
        (await visit.Page.GetByRole(AriaRole.Dialog).CountAsync()).ShouldBe(0);
        (await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Adjust the baseline" }).CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_proposal_is_drawn_as_before_and_after_approved_in_the_settings_tab_and_the_approval_taken_back()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus/settings");
        var waiting = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Waiting for signatures" });
        var proposal = waiting.Locator("section").Filter(new() { HasText = "Let anybody check the record" });
        await proposal.GetByText("0 of 2 signatures").WaitForAsync();
        var changes = await proposal.GetByLabel("What changes").InnerTextAsync();
        changes.IndexOf("Members", StringComparison.Ordinal).ShouldBeGreaterThan(-1);
        changes.IndexOf("Anybody", StringComparison.Ordinal).ShouldBeGreaterThan(changes.IndexOf("Members", StringComparison.Ordinal));
        await proposal.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await SignAsync(visit, "Sign the approval");
        await proposal.GetByText("1 of 2 signatures, 1 to go").WaitForAsync();
        await proposal.GetByText("Nimbus signed").WaitForAsync();
        await visit.ScreenshotAsync("approvals-light-1440");
        await proposal.GetByRole(AriaRole.Button, new() { Name = "Take back…" }).ClickAsync();
        await SignAsync(visit, "Take it back");
        await proposal.GetByText("0 of 2 signatures").WaitForAsync();
    }

    [Fact]
    public async Task Another_set_of_validators_says_what_it_can_bear_before_it_is_proposed()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus/validators");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Change the validators" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        var verdict = dialog.GetByTestId("tolerance");
        await verdict.GetByText("1 validator: none may fail").WaitForAsync();
        await dialog.GetByText("Quorum: two thirds", new() { Exact = true }).ClickAsync();
        await verdict.GetByText("too few for a quorum").WaitForAsync();
        foreach (var member in new[] { "Vale Energy Services", "Lee Valley Grid", "Assay Auditors" })
        {
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add a validator" }).ClickAsync();
            await dialog.GetByRole(AriaRole.Combobox, new() { Name = "Whose it is" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Option, new() { Name = member }).ClickAsync();
            await dialog.GetByLabel("Its validator’s key").FillAsync(await NewKeyAsync(visit.Page));
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add to the set" }).ClickAsync();
        }
        await verdict.GetByText("4 validators: one may fail").WaitForAsync();
        await verdict.GetByText("signatures of 3 of them").WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.ScreenshotAsync("validators-form-light-1440", wholePage: false);
        var title = $"Four certify {Guid.NewGuid():N}";
        await dialog.GetByLabel("Why, for the others").FillAsync(title);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Next: see what is written" }).ClickAsync();
        await dialog.GetByText("Blocks are certified under quorum").WaitForAsync();
        await SignAsync(visit, "Sign and write");
        var proposal = visit.Page.Locator("section").Filter(new() { HasText = title });
        var changes = await proposal.GetByLabel("What changes").InnerTextAsync();
        changes.ShouldContain("none may fail");
        changes.ShouldContain("one may fail");
        changes.ShouldContain("Vale Energy Services");
        await visit.ScreenshotAsync("validators-proposed-light-1440");
        await proposal.GetByRole(AriaRole.Button, new() { Name = "Take back…" }).ClickAsync();
        await SignAsync(visit, "Take it back");
        await proposal.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    static async Task SignAsync(Visit visit, string deed)
    {
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = deed }).ClickAsync();
        await dialog.GetByRole(AriaRole.Status).GetByText("It stands in").WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).Last.ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    // The public half of a fresh key, as its owner would hand it out.
    static Task<string> NewKeyAsync(IPage page) => page.EvaluateAsync<string>(
        "async () => { const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);"
        + " const { crv, kty, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey); return JSON.stringify({ crv, kty, x, y }); }");
}
