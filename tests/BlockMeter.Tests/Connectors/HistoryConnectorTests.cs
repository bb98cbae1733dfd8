using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;
using SmartBlocks.BlockMeter.Mqtt;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Formats;
using SmartBlocks.Ledger;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class HistoryConnectorTests : IDisposable
{
    private static readonly SigningKey Key = SigningKey.FromECDsa(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_broken_off_import_sends_every_transaction_once()
    {
        var file = Write(hours: 3_000);
        await using var broker = new TestBroker();
        // Positions are lost after the outbox took the batch: the worst moment to lose power.
        for (var round = 0; round < 3; round++)
        {
            await RunAsync(broker, Connector(file));
            var positions = folder.File("positions.json");
            var text = File.ReadAllText(positions);
            File.WriteAllText(positions, text.Replace(" 30\"", $" {10 * round}\"", StringComparison.Ordinal));
        }
        await RunAsync(broker, Connector(file));
        broker.Committed.Count.ShouldBe(30);
        broker.Redelivered.ShouldBeGreaterThan(0);
        broker.MessageSizes.Max().ShouldBeGreaterThan(1);
        var values = broker.Committed.Values.Sum(transaction => IntervalPayload.TryParse(transaction.Payload, out var payload, out _) ? payload.Values.Length : 0);
        values.ShouldBe(3_000);
    }

    [Fact]
    public void Zeros_are_skipped_and_counted()
    {
        var connector = Connector(Write(hours: 240, zeroEvery: 24));
        connector.History.ZeroGaps.ShouldBe(10);
        connector.History.Intervals.Length.ShouldBe(230);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_said_in_a_sentence()
    {
        Should.Throw<AgentException>(() => Connector(folder.File("nothing.csv"))).Message.ShouldContain("cannot read");
        File.WriteAllText(folder.File("bad.csv"), "time,v\nyesterday,1\n");
        Should.Throw<AgentException>(() => Connector(folder.File("bad.csv"))).Message.ShouldContain("line 2, time is 'yesterday'");
        File.WriteAllText(folder.File("bad.csv.gz"), "not gzip");
        Should.Throw<AgentException>(() => Connector(folder.File("bad.csv.gz"))).Message.ShouldContain("cannot read");
    }

    private string Write(int hours, int zeroEvery = int.MaxValue)
    {
        var text = new StringBuilder("datetime,equipment load [kWh]\n");
        var start = new DateTime(2018, 1, 1);
        for (var i = 1; i <= hours; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{start.AddHours(i - 1):yyyy-MM-dd HH:mm:ss},{(i % zeroEvery == 0 ? 0m : i % 100 + 0.5m)}\n");
        var path = folder.File("building.csv.gz");
        using var file = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        file.Write(Encoding.ASCII.GetBytes(text.ToString()));
        return path;
    }

    private HistoryConnector Connector(string file) => new(
        file, "b97", new CsvHistoryOptions(ZeroIsGap: true), 100, new Positions(folder.File("positions.json")));

    private async Task RunAsync(TestBroker broker, HistoryConnector connector)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var agent = new MeterAgent(new()
        {
            Tenant = "t", Ledger = "l", DataFolder = folder.Path, Keys = _ => Key, Connectors = [connector], StopWhenDelivered = true,
            Mqtt = new MqttClientOptions { Host = "127.0.0.1", Port = broker.Port },
        });
        await agent.RunAsync(limit.Token);
        connector.Done.ShouldBe(connector.Transactions);
    }
}
