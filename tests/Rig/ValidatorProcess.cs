using System.Globalization;
using System.Text.Json;

namespace SmartBlocks.Rig;

/// <summary><c>validator run</c> as its own process, with its own key and replica, so that it can be killed.</summary>
public sealed class ValidatorProcess : IDisposable
{
    readonly string[] arguments;
    ChildProcess process;

    /// <summary>Starts a validator.</summary>
    /// <param name="ledger">The ledger.</param>
    /// <param name="url">Its host.</param>
    /// <param name="key">Key file.</param>
    /// <param name="folder">Folder of the replica.</param>
    public ValidatorProcess(string ledger, string url, string key, string folder)
    {
        (Ledger, Folder, Port) = (ledger, folder, Ports.Free());
        arguments = ["run", "--ledger", ledger, "--url", url, "--key", key, "--data", folder, "--listen", Port.ToString(CultureInfo.InvariantCulture)];
        process = Launch();
    }

    /// <summary>The ledger.</summary>
    public string Ledger { get; }

    /// <summary>Folder of the replica.</summary>
    public string Folder { get; }

    /// <summary>Port of its own REST.</summary>
    public int Port { get; }

    /// <summary>The tail of what it said.</summary>
    public string Output => process.Output;

    /// <summary>True when it has ended, whoever ended it.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => process.Kill();

    /// <summary>Asks it to end, and waits.</summary>
    /// <returns>Its exit code.</returns>
    public int Stop()
    {
        process.Stop();
        return process.ExitCode;
    }

    /// <summary>Starts it again on the same folder, key and port.</summary>
    public void Restart()
    {
        process.Dispose();
        process = Launch();
    }

    /// <summary>What <c>/healthz</c> says; null when nobody answers.</summary>
    public Task<JsonElement?> HealthAsync() => GetAsync("/healthz");

    /// <summary>The replica's head; null when nobody answers, or the replica is empty.</summary>
    public Task<JsonElement?> HeadAsync() => GetAsync($"/api/v1/ledgers/{Ledger}");

    /// <inheritdoc />
    public void Dispose() => process.Dispose();

    async Task<JsonElement?> GetAsync(string path)
    {
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}")), Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await client.GetAsync(path);
            return answer.StatusCode is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.ServiceUnavailable
                ? JsonElement.Parse(await answer.Content.ReadAsStringAsync())
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    ChildProcess Launch() => new(Executables.Find("Validator", "validator"), arguments);
}
