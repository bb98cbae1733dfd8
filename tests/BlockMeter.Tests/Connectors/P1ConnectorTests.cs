using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.Energy.Formats;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class P1ConnectorTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_reading_is_taken_once_a_period_and_gas_when_it_is_new()
    {
        var file = folder.File("telegrams.txt");
        File.WriteAllBytes(file, [.. "half a telegram !12\r\n"u8, .. Enumerable.Range(0, 100).SelectMany(i => Telegram(i * 30))]);
        var batches = await ReadAsync(file);
        // 100 telegrams, 30 s apart, from 12:00:10 on: periods begin at 12:00, 12:15, 12:30 and 12:45.
        Values(batches, "house").ShouldBe(["12:00:10 100", "12:15:10 100.3", "12:30:10 100.6", "12:45:10 100.9"]);
        Values(batches, "house-gas").ShouldBe(["12:00:00 7.5"]);
        (await ReadAsync(file)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_damaged_telegram_is_passed_over_and_said()
    {
        var file = folder.File("telegrams.txt");
        var bad = Telegram(0);
        bad[40] ^= 1;
        File.WriteAllBytes(file, [.. bad, .. Telegram(30)]);
        var said = new List<string>();
        Values(await ReadAsync(file, said), "house").ShouldBe(["12:00:40 100.01"]);
        said.ShouldHaveSingleItem().ShouldContain("CRC");
    }

    [Fact]
    public async Task Telegrams_come_over_TCP_too_and_a_bridge_that_hangs_up_is_called_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var serving = Task.Run(async () =>
        {
            for (var i = 0; i < 2; i++)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await client.GetStream().WriteAsync(Telegram(i * 900), stop.Token);
            }
        });
        var connector = new P1Connector(new() { Source = $"127.0.0.1:{port}", Import = "house" }, new Positions(folder.File("p.json")));
        var batches = new List<ReadingBatch>();
        await foreach (var batch in connector.ReadAsync(stop.Token))
        {
            batches.Add(batch);
            batch.Taken?.Invoke();
            if (batches.Count == 2)
                break;
        }
        Values(batches, "house").ShouldBe(["12:00:10 100", "12:15:10 100.3"]);
        await serving;
    }

    [Fact]
    public void A_port_without_meters_is_refused() =>
        Should.Throw<AgentException>(() => new P1Connector(new() { Source = "x" }, new Positions(folder.File("p.json")))).Message.ShouldContain("--import");

    private async Task<List<ReadingBatch>> ReadAsync(string file, List<string>? said = null)
    {
        var connector = new P1Connector(
            new() { Source = file, Import = "house", Gas = "house-gas", Once = true }, new Positions(folder.File("positions.json")), said is null ? null : said.Add);
        var batches = new List<ReadingBatch>();
        await foreach (var batch in connector.ReadAsync(CancellationToken.None))
        {
            batches.Add(batch);
            batch.Taken?.Invoke();
        }
        return batches;
    }

    private static List<string> Values(IEnumerable<ReadingBatch> batches, string meter) =>
    [
        .. batches.SelectMany(batch => batch.Readings).Where(readings => readings.Meter == meter).SelectMany(readings => readings.Readings.Registers)
            .Select(register => string.Create(CultureInfo.InvariantCulture, $"{register.At:HH:mm:ss} {register.Value}")),
    ];

    private static byte[] Telegram(int second)
    {
        var at = new DateTime(2026, 11, 21, 13, 0, 10).AddSeconds(second);
        var energy = (100 + second / 3000m).ToString("000000.000", CultureInfo.InvariantCulture);
        var body = "/ISK5\\2MT382-1000\r\n\r\n0-0:1.0.0(" + at.ToString("yyMMddHHmmss", CultureInfo.InvariantCulture) + "W)\r\n1-0:1.8.1(" + energy + "*kWh)\r\n"
            + "0-1:24.1.0(003)\r\n0-1:24.2.1(261121130000W)(00007.500*m3)\r\n!";
        return Encoding.ASCII.GetBytes(body + Crc16.Of(Encoding.ASCII.GetBytes(body)).ToString("X4", CultureInfo.InvariantCulture) + "\r\n");
    }
}
