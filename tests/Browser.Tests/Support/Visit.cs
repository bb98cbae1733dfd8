using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace SmartBlocks.Browser.Tests.Support;

/// <summary>One window of the browser; it keeps what the page complained about.</summary>
sealed class Visit : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly Uri address;

    public Visit(IBrowserContext context, IPage page, Uri address)
    {
        (this.context, Page, this.address) = (context, page, address);
        page.PageError += (_, error) => Complaints.Add($"exception: {error}");
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Complaints.Add($"console: {message.Text}");
        };
    }

    public IPage Page { get; }

    /// <summary>Uncaught exceptions and errors on the console, among them what the content security policy refused.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Opens a page and waits until nothing of it is still loading. Returns how long that took.</summary>
    public async Task<TimeSpan> OpenAsync(string path)
    {
        var clock = Stopwatch.StartNew();
        await Page.GotoAsync(new Uri(address, path).ToString());
        await SettledAsync();
        return clock.Elapsed;
    }

    /// <summary>Waits until the page has a heading and no skeleton is left.</summary>
    public async Task SettledAsync()
    {
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync(new() { Timeout = 60_000 });
        await Page.WaitForFunctionAsync("() => !document.querySelector('[aria-label=\"Loading\"], .mantine-Skeleton-root')", null, new() { Timeout = 60_000 });
    }

    /// <summary>Keeps the page as a PNG, after its charts are drawn.</summary>
    public async Task ScreenshotAsync(string name, bool wholePage = true)
    {
        await Page.EvaluateAsync("() => document.fonts.ready.then(() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))))");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Places.Screenshots, $"{name}.png"), FullPage = wholePage, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Changes the system's theme under the page, and waits until the page has followed.</summary>
    public async Task ThemeAsync(bool dark)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await Page.WaitForFunctionAsync("theme => document.documentElement.dataset.mantineColorScheme === theme", dark ? "dark" : "light");
        // Colours pass over in no time, which is still a transition: it ends with a frame, and what inherits it with the next.
        await Page.EvaluateAsync("async () => { for (let calm = 0; calm < 3; calm = document.getAnimations().length === 0 ? calm + 1 : 0) await new Promise(requestAnimationFrame); }");
    }

    /// <summary>What axe-core finds serious or critical, of all rules or of those about colours; empty when it is not installed.</summary>
    public async Task<IReadOnlyList<string>> AccessibilityAsync(bool coloursOnly = false)
    {
        if (Places.Axe is not { } axe) return [];
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window")) await Page.EvaluateAsync(source ??= await File.ReadAllTextAsync(axe));
        // Of rules that hold it need not describe every element.
        var found = await Page.EvaluateAsync<JsonElement>("async only => (await axe.run({ resultTypes: ['violations'], ...(only ? { runOnly: { type: 'rule', values: only } } : {}) })).violations.filter(v => ['serious', 'critical'].includes(v.impact))"
            + ".map(v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' (' + n.any.map(a => a.message).join('; ') + ')').join(', '))", coloursOnly ? Colours : null);
        return [.. found.EnumerateArray().Select(v => v.GetString()!)];
    }

    /// <summary>Rules of axe-core about colours that are on unless asked for otherwise.</summary>
    static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    static string? source;

    /// <summary>How far the page is wider than its window, or a dialog's content than the dialog, px.</summary>
    public Task<int> OverflowAsync() => Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth, ...[...document.querySelectorAll('[role=dialog]')].map(d => d.scrollWidth - d.clientWidth))");

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
