using System.Globalization;
using System.Net.Sockets;

namespace SmartBlocks.Rig;

/// <summary>
/// Mosquitto with its persistence on, in a folder and on a port of its own: the broker that everybody knows, as a yardstick.
/// </summary>
public sealed class MosquittoProcess : IDisposable
{
    readonly ChildProcess process;

    MosquittoProcess(string folder)
    {
        Port = Ports.Free();
        var configuration = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllLines(configuration,
        [
            string.Create(CultureInfo.InvariantCulture, $"listener {Port} 127.0.0.1"),
            "allow_anonymous true",
            "persistence true",
            $"persistence_location {folder}/",
            // Saves after every thousand changes rather than every half an hour. It acknowledges before it has stored either way.
            "autosave_interval 1000",
            "autosave_on_changes true",
            "max_inflight_messages 0",
            "max_queued_messages 0",
            "log_type error",
            "user root",
        ]);
        var file = new[] { "/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto" }.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("mosquitto is not installed: run tests/setup.sh.");
        process = new ChildProcess(file, ["-c", configuration]);
    }

    /// <summary>Its port on the loopback interface.</summary>
    public int Port { get; }

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<MosquittoProcess> StartAsync(string folder)
    {
        var mosquitto = new MosquittoProcess(folder);
        for (var waited = 0; waited < 100; waited++)
        {
            if (mosquitto.process.HasExited) throw new InvalidOperationException($"mosquitto ended:\n{mosquitto.process.Output}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", mosquitto.Port);
                return mosquitto;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new TimeoutException("mosquitto does not listen.");
    }

    /// <inheritdoc />
    public void Dispose() => process.Dispose();
}
