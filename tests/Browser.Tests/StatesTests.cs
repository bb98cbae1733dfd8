using System.Collections.Concurrent;
using Microsoft.Playwright;
using SmartBlocks.Browser.Tests.Support;

namespace SmartBlocks.Browser.Tests;

/// <summary>When the host is slow, at fault, away, or no longer knows who one is: pages say so in a sentence, offer to try again, and go on by themselves.</summary>
public sealed class StatesTests(PortalFixture portal)
{
    const string Api = "**/api/v1/**";

    static readonly string[] Pages =
    [
        "/", "/portfolio", "/alerts", "/sites/nimbus", "/sites/nimbus/meters/nimbus-main", "/sites/nimbus/meters/nimbus-main/baselines/any", "/ledgers/nimbus", "/ledgers/nimbus/blocks/1",
        "/ledgers/nimbus/transactions/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/ledgers/nimbus/state", "/ledgers/nimbus/state/meter/nimbus-main?tab=verify", "/ledgers/nimbus/validators",
        "/ledgers/nimbus/members", "/ledgers/nimbus/governance", "/ledgers/nimbus/settings", "/ledgers/nimbus/log", "/search?q=wind",
    ];

    [Fact]
    public async Task A_page_that_is_refused_by_a_fault_says_whose_it_is_tells_nothing_of_its_inside_and_offers_to_try_again()
    {
        const string inside = "NpgsqlException at SmartBlocks.Storage.Secret";
        var faults = new ConcurrentBag<string>();
        await EachAsync(Pages, async (visit, path) =>
        {
            await FailAsync(visit.Page, route => route.FulfillAsync(new() { Status = 500, ContentType = "application/problem+json", Body = $"{{\"title\":\"Internal\",\"detail\":\"{inside}\"}}" }));
            await visit.Page.GotoAsync(new Uri(portal.Address, path).ToString());
            var alert = visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert).First;
            await alert.WaitForAsync();
            // Every part of the page comes to rest: none waits for ever for what another one lacks.
            await visit.SettledAsync();
            var said = await visit.Page.GetByRole(AriaRole.Main).InnerTextAsync();
            if (!said.Contains("The server could not answer", StringComparison.Ordinal)) faults.Add($"{path} says: {said}");
            if (said.Contains("Npgsql", StringComparison.Ordinal) || said.Contains("Internal", StringComparison.Ordinal)) faults.Add($"{path} tells what is inside: {said}");
            if (await alert.GetByRole(AriaRole.Button, new() { Name = "Try again" }).CountAsync() != 1) faults.Add($"{path} does not offer to try again");
            if (path is "/" or "/ledgers/nimbus/log" or "/ledgers/nimbus/state")
                foreach (var violation in await visit.AccessibilityAsync()) faults.Add($"{path}: axe {violation}");
        });
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/", "Nimbus building")]
    [InlineData("/ledgers/nimbus/validators", "One validator certifies this ledger")]
    [InlineData("/ledgers/nimbus/state/meter/nimbus-main?tab=verify", "had this value at meter/nimbus-main")]
    public async Task Trying_again_brings_the_page_when_the_fault_is_over(string path, string says)
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await FailAsync(visit.Page, route => route.AbortAsync("connectionrefused"));
        await visit.Page.GotoAsync(new Uri(portal.Address, path).ToString());
        await visit.Page.GetByText("The server cannot be reached").First.WaitForAsync();
        await visit.Page.UnrouteAllAsync();
        while (await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Alert).CountAsync() > 0)
        {
            // One part may have come back by itself meanwhile.
            var again = visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Try again" }).First;
            if (await again.CountAsync() > 0 && await again.IsEnabledAsync()) await again.ClickAsync();
            await visit.Page.WaitForFunctionAsync("() => !document.querySelector('main [data-loading]')");
        }
        await visit.Page.GetByRole(AriaRole.Main).GetByText(says).First.WaitForAsync();
    }

    [Fact]
    public async Task What_is_slow_keeps_its_place_and_says_that_it_is_loading()
    {
        var faults = new ConcurrentBag<string>();
        await EachAsync(["/", "/portfolio", "/sites/nimbus", "/sites/nimbus/meters/nimbus-main", "/ledgers/nimbus", "/ledgers/nimbus/validators", "/ledgers/nimbus/members"], async (visit, path) =>
        {
            var held = new TaskCompletionSource();
            await FailAsync(visit.Page, async route =>
            {
                await held.Task;
                await route.ContinueAsync();
            });
            await visit.Page.GotoAsync(new Uri(portal.Address, path).ToString());
            await visit.Page.Locator("main .mantine-Skeleton-root").First.WaitForAsync();
            await visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            if (await visit.OverflowAsync() is > 0 and var by) faults.Add($"{path}: {by} px wider than the window while it loads");
            held.SetResult();
            await visit.SettledAsync();
            if (await visit.Page.GetByRole(AriaRole.Alert).CountAsync() > 0) faults.Add($"{path}: {await visit.Page.GetByRole(AriaRole.Alert).First.InnerTextAsync()}");
        });
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_is_no_fault()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/sites/nothing");
        await visit.Page.GetByText("There is no site “nothing”").WaitForAsync();
        await visit.OpenAsync("/ledgers/nothing/validators");
        await visit.Page.GetByText("There is no ledger “nothing”").First.WaitForAsync();
        // What the hub refused there does not keep other pages from being told.
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).First.ClickAsync();
        await visit.Page.Locator("[data-live='live']").First.WaitForAsync();
    }

    [Fact]
    public async Task Without_a_network_a_page_says_so_and_signing_out_does_not_pretend()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.OpenAsync("/alerts");
        await visit.Page.Context.SetOfflineAsync(true);
        await visit.Page.GetByText("Cleared", new() { Exact = true }).ClickAsync();
        await visit.Page.GetByText("The server cannot be reached").First.WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Nimbus · manager" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "You are still signed in" });
        await dialog.WaitForAsync();
        visit.Page.Url.ShouldContain("/alerts");
        await visit.Page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_session_that_has_run_out_leads_to_the_sign_in_page_and_back_and_signing_out_ends_it()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop, signedIn: false);
        await PortalFixture.GiveAsync(visit, portal.Address, portal.Email, portal.Password);
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sites" }).WaitForAsync();
        await visit.Page.Context.ClearCookiesAsync();
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Portfolio" }).First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/sign-in?next=%2Fportfolio");
        await visit.Page.GetByText("Your session has ended").WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.Page.GetByLabel("E-mail").FillAsync(portal.Email);
        await visit.Page.GetByLabel("Password").First.FillAsync(portal.Password);
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.WaitForURLAsync("**/portfolio");
        await visit.SettledAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Nimbus · manager" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
        await visit.Page.WaitForURLAsync("**/sign-in");
        (await visit.Page.EvaluateAsync<int>("async () => (await fetch('/api/v1/session')).status")).ShouldBe(401);
        (await visit.Page.GetByText("Your session has ended").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task When_the_hub_is_lost_the_page_says_so_and_asks_for_what_it_missed_when_it_is_back()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        var sockets = new ConcurrentQueue<IWebSocketRoute>();
        var away = false;
        await visit.Page.RouteWebSocketAsync("**/live*", socket =>
        {
            socket.ConnectToServer();
            sockets.Enqueue(socket);
        });
        await visit.Page.RouteAsync("**/live/negotiate*", route => Volatile.Read(ref away) ? route.AbortAsync("connectionrefused") : route.ContinueAsync());
        await visit.OpenAsync("/ledgers/nimbus/members");
        await visit.Page.Locator("[data-live='live']").First.WaitForAsync();
        Volatile.Write(ref away, true);
        await sockets.Last().CloseAsync();
        var note = visit.Page.GetByTestId("connection");
        await note.GetByText("No connection to the server").WaitForAsync();
        (await visit.AccessibilityAsync()).ShouldBeEmpty();
        await visit.ScreenshotAsync("connection-lost-light-1440", wholePage: false);
        await visit.Page.RunAndWaitForRequestAsync(() =>
        {
            Volatile.Write(ref away, false);
            return Task.CompletedTask;
        }, request => request.Url.EndsWith("/ledgers/nimbus/members", StringComparison.Ordinal) && request.Url.Contains("/api/", StringComparison.Ordinal), new() { Timeout = 60_000 });
        await visit.Page.Locator("[data-live='live']").First.WaitForAsync();
        await note.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_missing_hour_is_drawn_as_missing_and_what_nobody_read_is_not_zero()
    {
        await using var visit = await portal.VisitAsync(Look.Desktop);
        await visit.Page.RouteAsync("**/sites/nimbus/usage?*", async route =>
        {
            var answer = System.Text.Json.Nodes.JsonNode.Parse(await (await route.FetchAsync()).TextAsync())!;
            foreach (var series in answer["series"]!.AsArray())
            {
                var values = series!["values"]!.AsArray();
                var gone = (string)series["commodity"]! == "gas" ? values.Count : Math.Min(5, values.Count);
                for (var i = 0; i < gone; i++) values[i] = null;
            }
            answer["totals"]!["gasM3"] = 0;
            await route.FulfillAsync(new() { ContentType = "application/json", Body = answer.ToJsonString() });
        });
        await visit.OpenAsync("/sites/nimbus");
        await visit.Page.GetByText("Hatched: no readings.").WaitForAsync();
        var gas = visit.Page.Locator("main > div div").Filter(new() { HasText = "Gas" }).Filter(new() { HasText = "nothing was read" }).Last;
        (await gas.InnerTextAsync()).ShouldNotContain("0");
        visit.Complaints.ShouldBeEmpty();
        await visit.ScreenshotAsync("site-missing-light-1440");
    }

    /// <summary>Every path, in windows side by side.</summary>
    async Task EachAsync(IEnumerable<string> paths, Func<Visit, string, Task> look)
    {
        var left = new ConcurrentQueue<string>(paths);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            await using var visit = await portal.VisitAsync(Look.Desktop);
            while (left.TryDequeue(out var path))
            {
                await look(visit, path);
                await visit.Page.UnrouteAllAsync();
            }
        }));
    }

    /// <summary>Answers every request of a page's data in another way; who one is stays known.</summary>
    static async Task FailAsync(IPage page, Func<IRoute, Task> answer)
    {
        await page.RouteAsync(Api, route => route.Request.Url.EndsWith("/api/v1/session", StringComparison.Ordinal) ? route.ContinueAsync() : answer(route));
        await page.RouteAsync("**/ledgers/*/log/**", answer);
    }
}
