using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>"Verify here" computes the whole chain in the browser: green for what is on the ledger, red for one altered byte, wherever it was altered.</summary>
public sealed class VerifyTests(PortalFixture portal)
{
    [Fact]
    public async Task A_transaction_on_the_ledger_is_green_and_an_altered_byte_red()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        var (id, _) = await Portal.TransactionAsync(visit.Page);
        await visit.OpenAsync($"/ledgers/nimbus/transactions/{id}?tab=verify");
        await visit.Page.Locator("[data-testid='verify'][data-ok='true']").WaitForAsync();
        (await visit.Page.Locator("[data-testid^='step-'][data-ok='true']").CountAsync()).ShouldBe(5);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Alter one byte" }).ClickAsync();
        await visit.Page.Locator("[data-testid='verify'][data-ok='false']").WaitForAsync();
        (await visit.Page.GetByTestId("step-signature").GetAttributeAsync("data-ok")).ShouldBe("false");
        (await visit.Page.GetByTestId("step-inclusion").GetAttributeAsync("data-ok")).ShouldBe("false");
        await visit.ScreenshotAsync("verify-altered-light-1440");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the real one" }).ClickAsync();
        await visit.Page.Locator("[data-testid='verify'][data-ok='true']").WaitForAsync();
    }

    [Fact]
    public async Task A_server_that_alters_the_transaction_on_the_way_is_found_out()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        var (id, _) = await Portal.TransactionAsync(visit.Page);
        await visit.Page.RouteAsync($"**/transactions/{id}", async route =>
        {
            if (!route.Request.Url.Contains("/api/", StringComparison.Ordinal))
            {
                await route.ContinueAsync();
                return;
            }
            var text = await (await route.FetchAsync()).TextAsync();
            var at = text.IndexOf("\"jws\":\"", StringComparison.Ordinal) + 7;
            var middle = text.IndexOf('.', at) + 20;
            await route.FulfillAsync(new() { ContentType = "application/json", Body = string.Concat(text.AsSpan(0, middle), text[middle] == 'A' ? "B" : "A", text.AsSpan(middle + 1)) });
        });
        await visit.OpenAsync($"/ledgers/nimbus/transactions/{id}?tab=verify");
        await visit.Page.Locator("[data-testid='verify'][data-ok='false']").WaitForAsync();
    }
}
