using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>Keyboard, search, theme, and the address bar that says where one is.</summary>
public sealed class MannersTests(PortalFixture portal)
{
    [Fact]
    public async Task Slash_searches_and_enter_opens()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search" }).FillAsync("nimbus-wind");
        await visit.Page.GetByRole(AriaRole.Option).First.WaitForAsync();
        await visit.ScreenshotAsync("search-dialog-light-1440", wholePage: false);
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/sites/nimbus/meters/nimbus-wind", new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task Question_mark_lists_the_shortcuts_and_g_l_goes_to_the_ledger()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/");
        await visit.Page.Keyboard.PressAsync("?");
        await visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" }).WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.GetByRole(AriaRole.Dialog).WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        // On a busy machine the second key may come too late to make a sequence with the first: then one types it again, as a person would.
        for (var again = 0; ; again++)
        {
            await visit.Page.Keyboard.TypeAsync("gl");
            try
            {
                await visit.Page.WaitForURLAsync("**/ledgers/nimbus", new() { Timeout = 5_000, WaitUntil = WaitUntilState.Commit });
                break;
            }
            catch (TimeoutException) when (again < 10)
            {
                // Too late: typed again.
            }
        }
    }

    [Fact]
    public async Task Dialogs_keep_the_focus_and_give_it_back_and_the_first_tab_stop_skips_to_the_content()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus/members");
        await visit.Page.Keyboard.PressAsync("Tab");
        (await FocusedAsync(visit.Page)).ShouldContain("Skip to the content");
        (await visit.Page.EvaluateAsync<bool>("() => { const s = getComputedStyle(document.activeElement); const box = document.activeElement.getBoundingClientRect(); return box.top >= 0 && box.width > 20 && s.visibility === 'visible'; }")).ShouldBeTrue();
        await visit.Page.Keyboard.PressAsync("Enter");
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("main");
        // What has the focus by the keyboard shows it.
        await visit.Page.Keyboard.PressAsync("Tab");
        (await visit.Page.EvaluateAsync<bool>("() => { const s = getComputedStyle(document.activeElement); return document.activeElement.matches(':focus-visible') && (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'); }")).ShouldBeTrue();

        var invite = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Invite an organisation" });
        await invite.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.WaitForAsync();
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('[role=dialog]').contains(document.activeElement)");
        for (var i = 0; i < 25; i++)
        {
            await visit.Page.Keyboard.PressAsync(i % 5 == 4 ? "Shift+Tab" : "Tab");
            (await visit.Page.EvaluateAsync<bool>("() => document.querySelector('[role=dialog]').contains(document.activeElement)")).ShouldBeTrue($"after {i + 1} keys the focus is on {await FocusedAsync(visit.Page)}");
        }
        // Shortcuts are silent while a dialog is open.
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("/");
        (await visit.Page.GetByRole(AriaRole.Dialog).CountAsync()).ShouldBe(1);
        await visit.Page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await visit.Page.WaitForFunctionAsync("() => document.activeElement.textContent.includes('Invite an organisation')");
    }

    static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.outerHTML.slice(0, 200)");

    [Fact]
    public async Task The_chosen_theme_is_there_before_the_first_paint_of_the_next_visit()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/settings");
        await visit.Page.GetByText("Dark", new() { Exact = true }).ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => document.documentElement.dataset.mantineColorScheme === 'dark'");
        await visit.Page.GotoAsync(new Uri(portal.Address, "/").ToString(), new() { WaitUntil = WaitUntilState.Commit });
        await visit.Page.WaitForFunctionAsync("() => document.body !== null");
        (await visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.mantineColorScheme")).ShouldBe("dark");
    }

    [Fact]
    public async Task The_period_lives_in_the_address_bar_and_drives_the_cards()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/sites/nimbus");
        var period = visit.Page.Locator("[aria-haspopup='dialog']").First;
        var now = await period.InnerTextAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "The period before" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/sites/nimbus?from=*&to=*");
        // The address changes first, the page a moment later.
        await visit.Page.WaitForFunctionAsync("now => document.querySelector(\"[aria-haspopup='dialog']\").innerText !== now", now);
        await visit.SettledAsync();
        var shared = visit.Page.Url;
        var label = await period.InnerTextAsync();
        await visit.Page.GotoAsync(shared);
        await visit.SettledAsync();
        (await visit.Page.Locator("[aria-haspopup='dialog']").First.InnerTextAsync()).ShouldBe(label);
    }

    [Fact]
    public async Task Block_batches_and_transactions_fill_as_one_clicks()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/ledgers/nimbus");
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Blocks", Exact = true }).GetByRole(AriaRole.Link).Nth(1).ClickAsync();
        await visit.Page.WaitForURLAsync("**/ledgers/nimbus/blocks/*");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Batch 1", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/blocks/*?batch=*");
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "Transactions", Exact = true }).GetByRole(AriaRole.Link).First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/transactions/*");
        await visit.SettledAsync();
    }

    [Fact]
    public async Task On_paper_the_period_and_the_legends_stay_and_the_controls_go()
    {
        await using var visit = await portal.VisitAsync(new Look(true, 1440, 900));
        await visit.OpenAsync("/sites/nimbus");
        var (period, legend) = (visit.Page.Locator("[aria-haspopup='dialog']").First, visit.Page.GetByRole(AriaRole.Group, new() { Name = "Series" }).First.GetByText("Main incomer"));
        var (control, step) = (visit.Page.GetByRole(AriaRole.Radiogroup).First, visit.Page.GetByRole(AriaRole.Button, new() { Name = "The period before" }));
        (await control.IsVisibleAsync()).ShouldBeTrue();
        await visit.Page.WaitForFunctionAsync("() => document.querySelectorAll('section canvas').length >= 6", null, new() { Timeout = 60_000 });   // five charts, of which the heat maps have two layers
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await visit.Page.EvaluateAsync("() => dispatchEvent(new Event('beforeprint'))");
        (await period.IsVisibleAsync()).ShouldBeTrue();
        (await legend.IsVisibleAsync()).ShouldBeTrue();
        (await control.IsVisibleAsync()).ShouldBeFalse();
        (await step.IsVisibleAsync()).ShouldBeFalse();
        (await visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.mantineColorScheme")).ShouldBe("light");
        // Charts are drawn anew in the light theme's colours: what is darkest in the scale beside the first one is dark.
        (await visit.Page.EvaluateAsync<int>("""
            () => {
                const scale = document.querySelector('section canvas').getContext('2d').getImageData(0, 0, 45, 300).data;
                return Math.min(...Array.from({ length: scale.length / 4 }, (_, i) => (scale[4 * i + 3] > 200 ? scale[4 * i + 1] : 255)));
            }
            """)).ShouldBeLessThan(128);
        // The page has the paper to itself, each chart is one picture that fills its card, and tables keep their heads.
        (await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('section')].filter((card) => card.querySelector('canvas')).flatMap((card) => {
                const pictures = [...card.querySelectorAll('canvas')].filter((canvas) => getComputedStyle(canvas).display !== 'none');
                const [picture] = pictures;
                const dots = picture.getContext('2d').getImageData(0, 0, picture.width, picture.height).data.filter((value, at) => at % 4 === 3 && value > 0).length;
                const [inked, filled, page] = [dots / (picture.width * picture.height), picture.getBoundingClientRect().width / card.getBoundingClientRect().width, card.getBoundingClientRect().width / innerWidth];
                return pictures.length === 1 && inked > 0.02 && filled > 0.85 && page > 0.4 ? [] : [`${card.querySelector('h2')?.textContent}: ${pictures.length} pictures, ${inked} inked, ${filled} of the card, ${page} of the page`];
            })
            """)).ShouldBeEmpty();
        (await visit.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Meter" }).GetByText("Meter").First.IsVisibleAsync()).ShouldBeTrue();
        await visit.Page.EvaluateAsync("() => dispatchEvent(new Event('afterprint'))");
        (await visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.mantineColorScheme")).ShouldBe("dark");
    }

    [Fact]
    public async Task The_numbers_behind_a_chart_download_as_CSV_with_their_units_and_time_zone()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/sites/nimbus");
        var card = visit.Page.Locator("section").Filter(new() { HasText = "Predicted" }).First;
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => card.GetByRole(AriaRole.Button, new() { Name = "download the numbers as CSV" }).ClickAsync());
        var lines = (await File.ReadAllTextAsync(await download.PathAsync())).Split("\r\n");
        lines[0].ShouldBe("From (UTC),Actual (kWh),Predicted (kWh),Band from (kWh),Band to (kWh),Baseline (kWh),Prediction,Weather it stands on");
        lines[1].ShouldMatch("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z,[0-9.]+,");
        lines.Length.ShouldBeGreaterThan(100);
    }
}
