using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using SmartBlocks.Silo.Tests;

[assembly: AssemblyFixture(typeof(DemoProcess))]

namespace SmartBlocks.Silo.Tests;

/// <summary>The real program with <c>--demo</c>, as a process of its own on free ports and a temporary folder.</summary>
public sealed class DemoProcess : IAsyncLifetime
{
    static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("smartblocks-silo-");
    readonly ConcurrentQueue<string> output = new();
    Process? process;

    /// <summary>What the demo wrote for tools.</summary>
    public JsonElement Demo { get; private set; }

    public Uri Portal => new(Demo.GetProperty("portal").GetString()!);

    public Uri Mqtt => new(Demo.GetProperty("mqtt").GetString()!);

    public string Folder => folder.FullName;

    public string Output => string.Join('\n', output);

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(true);
    }

    /// <summary>Ends the program in order and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Runs the program on the same folder without <c>--demo</c>, does something with its address, and goes back to the demo.</summary>
    public async Task WithoutDemoAsync(Func<Uri, Task> act, params string[] more)
    {
        await StopAsync();
        output.Clear();
        process = Launch(["--data", Folder, "--http-port", "0", "--mqtt-port", "0", .. more]);
        var watch = Stopwatch.StartNew();
        string? line;
        while ((line = output.FirstOrDefault(l => l.Contains("Listening on ", StringComparison.Ordinal))) is null)
        {
            if (process.HasExited || watch.Elapsed > StartLimit) throw new InvalidOperationException($"The host did not start:\n{Output}");
            await Task.Delay(50);
        }
        await act(new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Split(',', ' ')[0]));
        await RestartAsync();
    }

    public HttpClient Client(string tenant = "nimbus")
    {
        var ledger = Demo.GetProperty("ledgers").EnumerateArray().Single(l => l.GetProperty("tenant").GetString() == tenant);
        var client = new HttpClient { BaseAddress = Portal };
        client.DefaultRequestHeaders.Authorization = new("Bearer", ledger.GetProperty("apiKey").GetString());
        return client;
    }

    public JsonElement Device(string meter) => Demo.GetProperty("devices").EnumerateArray().Single(d => d.GetProperty("meter").GetString() == meter);

    /// <summary>Starts the program with other arguments and waits for its end.</summary>
    public static async Task<(int ExitCode, string Error, string Output)> RunAsync(params string[] args)
    {
        using var run = Start(args);
        var (error, text) = (run.StandardError.ReadToEndAsync(), run.StandardOutput.ReadToEndAsync());
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (run.ExitCode, await error, await text);
    }

    async Task StartAsync()
    {
        var file = Path.Combine(Folder, "demo.json");
        File.Delete(file);
        process = Launch("--demo", "--data", Folder, "--http-port", "0", "--mqtt-port", "0");
        var watch = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            if (process.HasExited || watch.Elapsed > StartLimit) throw new InvalidOperationException($"The demo did not start:\n{Output}");
            await Task.Delay(50);
        }
        Demo = JsonElement.Parse(await File.ReadAllTextAsync(file));
        using var client = new HttpClient { BaseAddress = Portal };
        while ((await client.GetAsync("/healthz")).StatusCode != HttpStatusCode.OK)
        {
            if (watch.Elapsed > StartLimit) throw new InvalidOperationException($"The demo is never ready:\n{Output}");
            await Task.Delay(50);
        }
    }

    async Task StopAsync()
    {
        if (process is null) return;
        using (process)
        {
            if (!process.HasExited)
            {
                using (var terminate = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) await terminate.WaitForExitAsync();
                using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
                try
                {
                    await process.WaitForExitAsync(patience.Token);
                }
                catch (OperationCanceledException)
                {
                    process.Kill(entireProcessTree: true);
                    throw new InvalidOperationException($"The host does not stop:\n{Output}");
                }
            }
        }
        process = null;
    }

    Process Launch(params string[] args)
    {
        var launched = Start(args);
        launched.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        launched.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        launched.BeginOutputReadLine();
        launched.BeginErrorReadLine();
        return launched;
    }

    static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "smartblocks.dll"));
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }
}
