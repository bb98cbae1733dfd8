using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using SmartBlocks.Storage.Tests.Support;

[assembly: AssemblyFixture(typeof(Azurite))]

namespace SmartBlocks.Storage.Tests.Support;

/// <summary>A real Azurite (Microsoft's open emulator of Azure Storage, from npm), started when the first test needs it and stopped after the last.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // The emulator's published account; it opens nothing but the emulator.
    const string Account = "devstoreaccount1";
    const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    readonly SemaphoreSlim _turn = new(1, 1);
    string? _folder;
    Process? _process;
    string? _connectionString;

    /// <summary>The connection string of the running emulator; skips the test, visibly, where it is not installed.</summary>
    public async Task<string> ConnectAsync()
    {
        var program = FindProgram();
        Assert.SkipWhen(program is null, "Azurite is not installed (no tests/Storage.Tests/peers/node_modules); tests/setup.sh installs it.");
        await _turn.WaitAsync();
        try
        {
            return _connectionString ??= await StartAsync(program!);
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<string> StartAsync(string program)
    {
        _folder = Directory.CreateTempSubdirectory("smartblocks-azurite-").FullName;
        var port = PeerProcess.FreePort();
        _process = PeerProcess.Start("node", program, "--blobHost", "127.0.0.1", "--blobPort", port.ToString(CultureInfo.InvariantCulture),
            "--location", _folder, "--disableTelemetry", "--silent");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var deadline = DateTime.UtcNow.AddMinutes(1); !await AnswersAsync(port); await Task.Delay(50))
            if (_process.HasExited || DateTime.UtcNow > deadline)
                throw new InvalidOperationException("Azurite did not start listening.");
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/{Account};";
    }

    static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // The tests run from the build's output; the emulator is beside their source.
    static string? FindProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "tests/Storage.Tests/peers/node_modules/azurite/dist/src/blob/main.js");
            if (File.Exists(program))
                return program;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }
}
