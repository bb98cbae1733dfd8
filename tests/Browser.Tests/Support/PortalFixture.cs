using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(SmartBlocks.Browser.Tests.Support.PortalFixture))]

namespace SmartBlocks.Browser.Tests.Support;

/// <summary>
/// One host and one browser for all tests. <c>PORTAL_URL</c> (with <c>PORTAL_EMAIL</c>, <c>PORTAL_PASSWORD</c>) tests a portal that runs already, the
/// development mock say. Without a Chromium the tests are skipped, visibly.
/// </summary>
public sealed class PortalFixture : IAsyncLifetime
{
    static readonly string[] BrowserFlags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    DemoSilo? silo;
    IPlaywright? playwright;
    IBrowser? browser;
    string? session;

    public Uri Address { get; private set; } = new("http://localhost");

    public string Email { get; private set; } = "";

    public string Password { get; private set; } = "";

    /// <summary>From the start of the process to the first page that shows data; null when the portal ran already.</summary>
    public TimeSpan? FirstPageWithData { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Places.Chromium is not { } chromium) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = BrowserFlags });
        if (Environment.GetEnvironmentVariable("PORTAL_URL") is { Length: > 0 } running)
        {
            Address = new Uri(running);
            Email = Environment.GetEnvironmentVariable("PORTAL_EMAIL") ?? "";
            Password = Environment.GetEnvironmentVariable("PORTAL_PASSWORD") ?? "";
        }
        else
        {
            silo = await DemoSilo.StartAsync(CancellationToken.None);
            (Address, Email, Password) = (silo.Address, silo.Email, silo.Password);
        }
        await SignInAsync();
    }

    async Task SignInAsync()
    {
        await using var visit = await VisitAsync(Look.Desktop);
        await SignInAsync(visit, Address, Email, Password);
        FirstPageWithData = silo?.SinceStart.Elapsed;
        session = await visit.Page.Context.StorageStateAsync();
    }

    static async Task SignInAsync(Visit visit, Uri address, string email, string password)
    {
        await GiveAsync(visit, address, email, password);
        await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Sites" }).WaitForAsync(new() { Timeout = 60_000 });
        await visit.Page.Locator("article").First.WaitForAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Opens the sign-in page and fills it in.</summary>
    internal static async Task GiveAsync(Visit visit, Uri address, string email, string password)
    {
        await visit.Page.GotoAsync(new Uri(address, "/sign-in").ToString());
        await visit.Page.GetByLabel("E-mail").FillAsync(email);
        await visit.Page.GetByLabel("Password").First.FillAsync(password);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Starts another host on an empty folder and measures, from the start of its process, when the first page shows data.</summary>
    internal async Task<TimeSpan> MeasureFirstPageAsync()
    {
        await using var another = await DemoSilo.StartAsync(CancellationToken.None);
        await using var visit = await VisitAsync(Look.Desktop, signedIn: false);
        await SignInAsync(visit, another.Address, another.Email, another.Password);
        return another.SinceStart.Elapsed;
    }

    /// <summary>A fresh window of the browser, signed in unless this is the first.</summary>
    internal async Task<Visit> VisitAsync(Look look, bool signedIn = true, Uri? address = null)
    {
        if (browser is null) Assert.Skip("There is no Chromium on this machine (apt-get install chromium, or CHROMIUM=path).");
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Dublin",
            Locale = "en-IE",
            // Charts stand at once, so that nobody waits for them to grow.
            ReducedMotion = ReducedMotion.Reduce,
            StorageState = signedIn ? session : null,
        });
        return new Visit(context, await context.NewPageAsync(), address ?? Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        if (silo is not null) await silo.DisposeAsync();
    }
}
