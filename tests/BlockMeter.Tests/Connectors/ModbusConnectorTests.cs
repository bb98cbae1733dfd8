using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class ModbusConnectorTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly List<string> said = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Registers_of_a_real_server_are_read_in_every_order_and_type()
    {
        using var server = PythonServer.Start();
        var readings = await FirstAsync(new ModbusConnector(new()
        {
            Host = "127.0.0.1", Port = await server.PortAsync(), Unit = 7,
            Registers =
            [
                new() { Meter = "main", Address = 10, Scale = 0.001m },
                new() { Meter = "chp", Address = 20, Type = ModbusType.F32, Order = ModbusOrder.Cdab },
                new() { Meter = "heat", Address = 30, Type = ModbusType.U64, Scale = 0.01m, Offset = 5 },
                new() { Meter = "lost", Address = 40, Type = ModbusType.F32 },
                new() { Meter = "small", Address = 50, Type = ModbusType.S16 },
                new() { Meter = "wind", Table = ModbusTable.Input, Address = 5, Type = ModbusType.S32, Order = ModbusOrder.Dcba },
                new() { Meter = "gas", Table = ModbusTable.Input, Address = 60, Type = ModbusType.F64, Order = ModbusOrder.Badc },
            ],
        }, Context()));
        readings.ShouldBe(["main 1234.567", "chp 98.5", "heat 98765437.1", "small -12", "wind -70000", "gas 4321.125"]);
        said.ShouldHaveSingleItem().ShouldContain("lost: registers 7FC00000 at 40 hold no");
    }

    [Fact]
    public async Task What_a_real_server_refuses_is_said_and_asked_again()
    {
        using var server = PythonServer.Start();
        var connector = new ModbusConnector(
            new() { Host = "127.0.0.1", Port = await server.PortAsync(), Unit = 7, Registers = [new() { Meter = "main", Address = 5_000 }] }, Context());
        using var stop = new CancellationTokenSource();
        var reading = FirstAsync(connector, stop.Token);
        while (said.Count < 2)
            await Task.Delay(20);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);
        said.ShouldAllBe(sentence => sentence.Contains("illegal data address (2)"));
    }

    [Fact]
    public async Task A_period_is_read_once_also_after_a_restart()
    {
        using var server = PythonServer.Start();
        var settings = new ModbusSettings { Host = "127.0.0.1", Port = await server.PortAsync(), Unit = 7, EverySeconds = 86_400, Registers = [new() { Meter = "main", Address = 10 }] };
        (await FirstAsync(new ModbusConnector(settings, Context()))).ShouldBe(["main 1234567"]);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Should.ThrowAsync<OperationCanceledException>(() => FirstAsync(new ModbusConnector(settings, Context()), stop.Token));
    }

    [Fact]
    public async Task A_device_that_answers_nonsense_or_nothing_harms_nobody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            var answers = new Queue<byte[]>([[.. "HTTP/1.1 400 Bad Request\r\n\r\n"u8], [0, 1, 0, 0, 0, 3, 7, 3, 99], []]);
            while (answers.TryDequeue(out var answer))
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await client.GetStream().ReadAtLeastAsync(new byte[12], 12, cancellationToken: stop.Token);
                await client.GetStream().WriteAsync(answer, stop.Token);
            }
        });
        var connector = new ModbusConnector(
            new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Registers = [new() { Meter = "main", Address = 0 }] }, Context());
        var reading = FirstAsync(connector, stop.Token);
        while (said.Count < 3)
            await Task.Delay(20);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);
        said[0].ShouldContain("no Modbus answer");
        await serving;
    }

    [Theory]
    [InlineData("""{"host": "h", "registers": []}""", "registers is empty")]
    [InlineData("""{"host": "h", "registers": [{"meter": "M 1", "address": 0}]}""", "meter is 'M 1'")]
    [InlineData("""{"host": "h", "registers": [{"meter": "m", "address": 65535}]}""", "address is 65535")]
    [InlineData("""{"host": "h", "registers": [{"meter": "m", "address": 1}, {"meter": "m", "address": 3}]}""", "meter m is there twice")]
    [InlineData("""{"host": "h", "registers": [{"meter": "m", "address": 1, "scale": 0}]}""", "scale is 0")]
    [InlineData("""{"host": "h", "registers": [{"meter": "m", "address": 1, "type": "int24"}]}""", "registers[0].type")]
    [InlineData("""{"host": "h", "everySeconds": 0, "registers": [{"meter": "m", "address": 1}]}""", "everySeconds is 0")]
    [InlineData("""{"host": "h", "speed": 9600, "registers": [{"meter": "m", "address": 1}]}""", "has no setting speed")]
    [InlineData("""{"registers": [{"meter": "m", "address": 1}]}""", "lacks 'host'")]
    public void Settings_that_make_no_sense_are_said_in_a_sentence(string settings, string sentence) =>
        Should.Throw<AgentException>(() => ModbusConnector.Kind.Open(System.Text.Json.JsonDocument.Parse(settings).RootElement, Context())).Message.ShouldContain(sentence);

    private ConnectorContext Context() => new(new Positions(folder.File("positions.json")), said.Add, TimeProvider.System);

    private static async Task<List<string>> FirstAsync(ModbusConnector connector, CancellationToken cancellation = default)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        await foreach (var batch in connector.ReadAsync(both.Token))
        {
            batch.Taken?.Invoke();
            return [.. batch.Readings.Select(reading => string.Create(CultureInfo.InvariantCulture, $"{reading.Meter} {reading.Readings.Registers[0].Value / 1.000000000m}"))];
        }
        return [];
    }

    /// <summary>pymodbus in a process of its own, on a port that was free a moment ago.</summary>
    private sealed class PythonServer : IDisposable
    {
        private readonly Process process;
        private readonly int port;

        private PythonServer(Process process, int port) => (this.process, this.port) = (process, port);

        public static PythonServer Start()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            var script = Path.Combine(AppContext.BaseDirectory, "peers", "modbus_server.py");
            // Debian's Python has Debian's pymodbus; another one on the path need not.
            return new(Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, port.ToString(CultureInfo.InvariantCulture)]))!, port);
        }

        public async Task<int> PortAsync()
        {
            for (var tries = 0; tries < 1_000 && !process.HasExited; tries++)
            {
                try
                {
                    using var client = new TcpClient();
                    await client.ConnectAsync(IPAddress.Loopback, port);
                    return port;
                }
                catch (SocketException)
                {
                    await Task.Delay(20);
                }
            }
            throw new InvalidOperationException("the Modbus server did not start: tests/setup.sh installs python3-pymodbus");
        }

        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
