using System.Text;
using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>Receipts are checked by who has nothing but the file: no account, no answer of the server, only what one pinned.</summary>
public sealed class ReceiptTests(PortalFixture portal)
{
    [Fact]
    public async Task A_downloaded_receipt_verifies_without_an_account_and_is_held_against_what_one_pinned()
    {
        string receipt;
        await using (var owner = await portal.VisitAsync(Look.Desktop))
        {
            await owner.OpenAsync("/");
            var (id, _) = await Portal.TransactionAsync(owner.Page);
            await owner.OpenAsync($"/ledgers/nimbus/transactions/{id}?tab=verify");
            receipt = await DownloadAsync(owner.Page, "Download the receipt");
            (await DownloadAsync(owner.Page, "As tlog-proof")).ShouldStartWith("c2sp.org/tlog-proof@v1\n");
        }
        await using var visit = await portal.VisitAsync(Look.Desktop, signedIn: false);
        await visit.OpenAsync("/receipts");
        // From here on the host may say nothing at all: what is verified is the file.
        await visit.Page.Context.SetOfflineAsync(true);
        await GiveAsync(visit.Page, "receipt.json", receipt);
        await visit.Page.Locator("[data-testid='file'][data-tone='open']").WaitForAsync();
        (await visit.Page.Locator("[data-testid^='step-'][data-ok='true']").CountAsync()).ShouldBe(5);
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.ScreenshotAsync("receipt-light-1440");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "I compared them: pin these keys" }).ClickAsync();
        await visit.Page.Locator("[data-testid='file'][data-tone='good']").WaitForAsync();
        await visit.Page.Locator("[data-testid='trust'][data-state='pinned']").WaitForAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Enter keys or a genesis id" }).ClickAsync();
        await visit.Page.GetByLabel("What you have from elsewhere").FillAsync(new string('A', 43));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pin for nimbus" }).ClickAsync();
        await visit.Page.Locator("[data-testid='file'][data-tone='bad']").WaitForAsync();
        await visit.Page.GetByText("is not among those you pinned").First.WaitForAsync();
    }

    [Fact]
    public async Task A_tampered_receipt_says_what_is_wrong_in_a_sentence()
    {
        await using var visit = await portal.VisitAsync(Look.Phone);
        await visit.OpenAsync("/");
        var (id, _) = await Portal.TransactionAsync(visit.Page);
        var receipt = await visit.Page.EvaluateAsync<string>("async id => JSON.stringify((await (await fetch('/api/v1/ledgers/nimbus/receipts?id=' + id)).json()).data[0])", id);
        await visit.OpenAsync("/receipts");
        await GiveAsync(visit.Page, "altered.json", Alter(receipt, "\"transaction\":\"", 300));
        await SaysAsync(visit, "The signature does not fit these bytes");
        await GiveAsync(visit.Page, "proof.json", Alter(receipt, "\"proof\":[\"", 5));
        await SaysAsync(visit, "does not arrive at the root that the block signed");
        await GiveAsync(visit.Page, "signature.json", Alter(receipt, "\"signature\":\"", 9));
        await SaysAsync(visit, "does not fit the block");
        await GiveAsync(visit.Page, "half.json", receipt[..(receipt.Length / 2)]);
        await visit.Page.GetByTestId("unreadable").First.WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.ScreenshotAsync("receipt-tampered-light-360");
    }

    [Fact]
    public async Task What_was_at_a_path_after_a_past_block_is_proven_and_so_is_that_nothing_was()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus/state/meter/nimbus-main?tab=verify");
        await visit.Page.Locator("[data-testid='verify']:not([data-tone='bad'])").WaitForAsync();
        await visit.Page.GetByText("had this value at meter/nimbus-main").WaitForAsync();
        await visit.OpenAsync("/ledgers/nimbus/state/meter/nimbus-main?tab=verify&at=0");
        await visit.Page.GetByText("After block 0 the ledger nimbus had nothing at meter/nimbus-main").WaitForAsync();
        await visit.Page.Locator("[data-testid='verify'][data-ok='true']").WaitForAsync();
        var file = await DownloadAsync(visit.Page, "Download the state receipt");
        await visit.OpenAsync("/receipts");
        await GiveAsync(visit.Page, "state.json", file);
        await visit.Page.GetByText("is at this path").WaitForAsync();
        await visit.Page.Locator("[data-testid='verify'][data-ok='true']").WaitForAsync();
    }

    [Fact]
    public async Task A_server_that_alters_a_value_of_the_state_on_the_way_is_found_out_and_so_is_an_altered_file()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus/state/site/nimbus?tab=verify");
        await visit.Page.Locator("[data-testid='verify']:not([data-tone='bad'])").WaitForAsync();
        var file = await DownloadAsync(visit.Page, "Download the state receipt");
        await visit.Page.RouteAsync("**/proofs/state/receipt?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Alter(file, "\"value\":\"", 20) }));
        await visit.OpenAsync("/ledgers/nimbus/state/site/nimbus?tab=verify");
        await visit.Page.Locator("[data-testid='verify'][data-ok='false']").WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.ScreenshotAsync("state-altered-light-1440");
        await visit.Page.UnrouteAllAsync();
        await visit.OpenAsync("/receipts");
        await GiveAsync(visit.Page, "state.json", Alter(file, "\"value\":\"", 20));
        await visit.Page.Locator("[data-testid='file'][data-tone='bad']").WaitForAsync();
        await GiveAsync(visit.Page, "certificate.json", Alter(file, "\"signature\":\"", 9));
        await SaysAsync(visit, "does not fit the block");
    }

    [Fact]
    public async Task On_a_phone_a_value_of_the_state_takes_the_page_and_leads_back_to_its_folder()
    {
        await using var visit = await portal.VisitAsync(Look.Phone);
        await visit.OpenAsync("/ledgers/nimbus/state/meter/nimbus-main?tab=verify");
        await visit.Page.Locator("[data-testid='verify']").WaitForAsync();
        (await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Paths" }).CountAsync()).ShouldBe(0);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "meter/", Exact = true }).First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Paths" }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_picture_of_a_proof_is_walked_with_the_keyboard()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        var (id, _) = await Portal.TransactionAsync(visit.Page);
        await visit.OpenAsync($"/ledgers/nimbus/transactions/{id}?tab=verify");
        var start = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Explain step by step" });
        await start.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var picture = visit.Page.GetByRole(AriaRole.Group, new() { Name = "The way of the proof" });
        await picture.GetByText("The transaction.", new() { Exact = true }).WaitForAsync();
        var next = picture.GetByRole(AriaRole.Button, new() { Name = "Next" });
        await next.FocusAsync();
        while (await next.IsEnabledAsync()) await visit.Page.Keyboard.PressAsync("ArrowDown");
        (await picture.Locator("[aria-current='step']").InnerTextAsync()).ShouldContain("Signed by");
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.ScreenshotAsync("verify-walk-light-1440");
    }

    static async Task<string> DownloadAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    static Task GiveAsync(IPage page, string name, string text) =>
        page.GetByLabel("Files to check").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/json", Buffer = Encoding.UTF8.GetBytes(text) });

    static async Task SaysAsync(Visit visit, string sentence)
    {
        await visit.Page.Locator("[data-testid='file']").First.GetByRole(AriaRole.Status).GetByText(sentence).WaitForAsync();
        (await visit.Page.Locator("[data-testid='file']").First.GetAttributeAsync("data-tone")).ShouldBe("bad");
    }

    // Another character of the same alphabet, some way behind a marker.
    static string Alter(string text, string marker, int behind)
    {
        var at = text.IndexOf(marker, StringComparison.Ordinal) + marker.Length + behind;
        return string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1));
    }
}
