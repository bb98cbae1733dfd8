using System.Globalization;
using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>Blocks arrive while one looks, and can be paused.</summary>
public sealed class LiveTests(PortalFixture portal)
{
    // A block may take a while to come on a busy machine; the demo writes several a minute.
    const int Patience = 120_000;

    [Fact]
    public async Task Blocks_arrive_on_the_overview()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        var height = await HeightAsync(visit.Page);
        await visit.Page.WaitForFunctionAsync("before => Number(document.querySelector('[data-testid=\"height\"]').textContent.replaceAll(',', '')) > before", height,
            new() { Timeout = Patience });
        (await visit.Page.Locator("[data-testid='latest-blocks'] li[data-new='true']").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Paused_blocks_wait_and_are_shown_afterwards()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Pause new blocks" }).First.ClickAsync();
        var height = await HeightAsync(visit.Page);
        await visit.Page.GetByText("waiting").First.WaitForAsync(new() { Timeout = Patience });
        (await HeightAsync(visit.Page)).ShouldBe(height);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show new blocks again" }).First.ClickAsync();
        await visit.Page.WaitForFunctionAsync("before => Number(document.querySelector('[data-testid=\"height\"]').textContent.replaceAll(',', '')) > before", height);
    }

    static async Task<long> HeightAsync(IPage page) =>
        long.Parse(await page.GetByTestId("height").First.InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
