using System.Globalization;
using System.Net.Http.Headers;

namespace SmartBlocks.Rig;

/// <summary>A silo as its own process with the demo's accounts, on free ports, so that it can be killed and its memory be read.</summary>
public sealed class SiloProcess : IDisposable
{
    readonly string data;
    readonly string[] more;
    ChildProcess process;

    SiloProcess(string data, string[] more)
    {
        this.data = data;
        this.more = more;
        HttpPort = Ports.Free();
        MqttPort = Ports.Free();
        process = Launch();
    }

    /// <summary>Port of portal and REST.</summary>
    public int HttpPort { get; }

    /// <summary>Port of the MQTT endpoint.</summary>
    public int MqttPort { get; }

    /// <summary><c>http://localhost:PORT</c>.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{HttpPort}");

    /// <summary>What the demo wrote about itself.</summary>
    public DemoFile Demo => DemoFile.Read(Path.Combine(data, "demo.json"));

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes => process.ResidentBytes;

    /// <summary>True when the silo has ended, whoever ended it.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>The tail of what it logged.</summary>
    public string Output => process.Output;

    /// <summary>Starts a silo on a data folder and waits until it is ready.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<SiloProcess> StartAsync(string data, params string[] more)
    {
        var silo = new SiloProcess(data, more);
        await silo.WaitUntilReadyAsync();
        return silo;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to end and waits.</summary>
    public void Stop() => process.Stop();

    /// <summary>Starts it again on the same folder and ports.</summary>
    public async Task RestartAsync()
    {
        process.Dispose();
        process = Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>A client of the REST interface with the demo's API key, or that of one of its ledgers.</summary>
    public HttpClient Client(string? ledger = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ledger is null ? Demo.ApiKey : Demo.Ledgers.First(l => l.Id == ledger).ApiKey);
        return client;
    }

    /// <inheritdoc />
    public void Dispose() => process.Dispose();

    ChildProcess Launch() => new(Executables.Find("Silo", "smartblocks"),
        ["--demo", "--data", data, "--http-port", Text(HttpPort), "--mqtt-port", Text(MqttPort), .. more],
        environment: new Dictionary<string,
            string> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Logging__LogLevel__Default"] = "Warning",
            // A device that is told to come back says so itself, thousands of times.
            ["Logging__LogLevel__SmartBlocks.Gateway"] = "Error",
            // What is measured should not share the machine with a year of history.
            ["Silo__DemoYear"] = "false" });

    async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = 0; ; waited++)
        {
            if (process.HasExited) throw new InvalidOperationException($"The silo ended with code {process.ExitCode}:\n{process.Output}");
            try
            {
                using var answer = await client.GetAsync($"{Url}/healthz");
                if (answer.IsSuccessStatusCode && File.Exists(Path.Combine(data, "demo.json"))) return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                if (waited > 1200) throw new TimeoutException($"The silo is not ready after two minutes:\n{process.Output}", exception);
            }

            await Task.Delay(100);
        }
    }

    static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
