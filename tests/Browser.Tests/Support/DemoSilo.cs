using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SmartBlocks.Browser.Tests.Support;

/// <summary>The host as a process, with <c>--demo</c> or one new tenant, free ports and an empty folder: what a stranger starts.</summary>
sealed partial class DemoSilo : IAsyncDisposable
{
    readonly Process process;
    readonly string data;
    readonly StringBuilder output;

    DemoSilo(Process process, string data, StringBuilder output, Uri address, string email, string password, Stopwatch clock)
    {
        (this.process, this.data, this.output) = (process, data, output);
        (Address, Email, Password, SinceStart) = (address, email, password, clock);
    }

    public Uri Address { get; }

    public string Email { get; }

    public string Password { get; }

    /// <summary>Running since the process was started.</summary>
    public Stopwatch SinceStart { get; }

    /// <summary>What the process has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (output) return output.ToString();
        }
    }

    /// <summary>With the demo and its building.</summary>
    public static Task<DemoSilo> StartAsync(CancellationToken cancellation) => StartAsync(["--demo"], (data, _) => AccountAsync(Path.Combine(data, "demo.json"), cancellation), cancellation);

    /// <summary>With a tenant that was founded just now, and has nothing yet but its ledger.</summary>
    public static Task<DemoSilo> StartEmptyAsync(string tenant, CancellationToken cancellation) =>
        StartAsync(["--tenant", tenant, "--owner", $"owner@{tenant}.example"], (_, output) => FoundedAsync(output, cancellation), cancellation);

    static async Task<DemoSilo> StartAsync(string[] what, Func<string, StringBuilder, Task<(string Email, string Password)>> account, CancellationToken cancellation)
    {
        var data = Directory.CreateTempSubdirectory("smartblocks-browser-").FullName;
        var (http, mqtt) = (FreePort(), FreePort());
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(Places.Silo, "smartblocks.dll"), "--data", data,
                "--http-port", http.ToString(System.Globalization.CultureInfo.InvariantCulture), "--mqtt-port", mqtt.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
            // Some weeks are enough for a page of everything, and leave the machine to the pages; SMARTBLOCKS_DEMO_YEAR=true for pictures to show.
            Environment = { ["Silo__DemoYear"] = Environment.GetEnvironmentVariable("SMARTBLOCKS_DEMO_YEAR") ?? "weeks" },
        };
        foreach (var argument in what) start.ArgumentList.Add(argument);
        var output = new StringBuilder();
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        DataReceivedEventHandler keep = (_, line) =>
        {
            lock (output) output.AppendLine(line.Data);
        };
        process.OutputDataReceived += keep;
        process.ErrorDataReceived += keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = new Uri($"http://localhost:{http}");
        try
        {
            await ReadyAsync(process, address, output, cancellation);
            var (email, password) = await account(data, output);
            return new DemoSilo(process, data, output, address, email, password, clock);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    static async Task ReadyAsync(Process process, Uri address, StringBuilder output, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        for (var tries = 0; ; tries++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The host ended with code {process.ExitCode} before it was ready:\n{output}");
            try
            {
                if ((await client.GetAsync("/healthz", cancellation)).StatusCode == HttpStatusCode.OK) return;
            }
            catch (HttpRequestException) when (tries < 1200)
            {
                // Not listening yet.
            }
            catch (TaskCanceledException) when (tries < 1200 && !cancellation.IsCancellationRequested)
            {
                // Listening, and busy.
            }
            if (tries >= 1200) throw new TimeoutException($"The host was not ready within two minutes:\n{output}");
            await Task.Delay(100, cancellation);
        }
    }

    static async Task<(string Email, string Password)> AccountAsync(string file, CancellationToken cancellation)
    {
        using var demo = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellation));
        var users = demo.RootElement.GetProperty("users").EnumerateArray().ToList();
        // The tenant whose building lives before one's eyes.
        var account = users.First(u => u.GetProperty("tenant").GetString() == "nimbus");
        return (account.GetProperty("email").GetString()!, account.GetProperty("password").GetString()!);
    }

    // The password of a new tenant's owner is printed once.
    static async Task<(string Email, string Password)> FoundedAsync(StringBuilder output, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            string printed;
            lock (output) printed = output.ToString();
            if (SignInLine().Match(printed) is { Success: true } line) return (line.Groups[1].Value, line.Groups[2].Value);
            if (tries == 300) throw new TimeoutException($"The host did not print an account:\n{printed}");
            await Task.Delay(100, cancellation);
        }
    }

    [GeneratedRegex(@"Sign in\s+(\S+@\S+)\s+(\S+)")]
    private static partial Regex SignInLine();

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }
}
