using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class FolderConnectorTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Connecting connecting;
    private readonly string inbox;

    public FolderConnectorTests()
    {
        connecting = new(folder);
        inbox = Directory.CreateDirectory(folder.File("in")).FullName;
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_are_taken_in_order_and_moved_away_and_bad_ones_say_why()
    {
        Put("b-2.csv", "start,kWh\n2026-11-02 00:00:00,2.5\n2026-11-02 01:00:00,\n");
        Put("b-1.csv", "start,kWh\n2026-11-01 00:00:00,1.5\n2026-11-01 01:00:00,1.25\n");
        Put("b-bad.csv", "start,kWh\nyesterday,1\n");
        Put("gas.senml", """[{"bn":"gas","bt":1793491200,"u":"m3","v":17.5}]""");
        Put("other.txt", "left alone");
        (await Connecting.ReadAsync(Open())).ShouldBe(["b 01 00:00 1.5", "b 01 01:00 1.25", "b 02 00:00 2.5", "gas 01 00:00:00 17.5"]);
        Names("in").ShouldBe(["other.txt"]);
        Names("in/done").ShouldBe(["b-1.csv", "b-2.csv", "gas.senml"]);
        Names("in/failed").ShouldBe(["b-bad.csv", "b-bad.csv.reason.txt"]);
        File.ReadAllText(folder.File("in/failed/b-bad.csv.reason.txt")).ShouldContain("line 2, time is 'yesterday'");
    }

    [Fact]
    public async Task A_file_is_left_until_nobody_writes_to_it_any_more()
    {
        Put("b-1.csv", "start,kWh\n2026-11-01 00:00:00,1.5\n", DateTime.UtcNow.AddSeconds(60));
        var reading = Connecting.ReadAsync(Open(), most: 1);
        await Task.Delay(300);
        reading.IsCompleted.ShouldBeFalse();
        File.SetLastWriteTimeUtc(Path.Combine(inbox, "b-1.csv"), DateTime.UtcNow.AddMinutes(-1));
        (await reading).ShouldBe(["b 01 00:00 1.5"]);
    }

    [Fact]
    public async Task A_file_that_was_not_moved_before_the_power_went_gives_the_same_transactions()
    {
        Put("b-1.csv", "start,kWh\n2026-11-01 00:00:00,1.5\n");
        var first = await FirstAsync(Open());
        (await FirstAsync(Open())).ShouldBe(first);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_said() =>
        Should.Throw<AgentException>(() => connecting.Open(FolderConnector.Kind, """{"folder": "/nowhere", "files": []}""")).Message.ShouldBe("there is no folder /nowhere");

    private static async Task<(string? Nonce, DateTimeOffset? At)> FirstAsync(IConnector connector)
    {
        await foreach (var batch in connector.ReadAsync(CancellationToken.None))
            return (batch.Readings[0].Nonce, batch.Readings[0].IssuedAt);
        return default;
    }

    private IConnector Open() => connecting.Open(FolderConnector.Kind, $$$$"""
        {"folder": "{{{{inbox}}}}", "once": true, "everySeconds": 1, "files": [
            {"pattern": "b-*.csv", "content": {"format": "csv", "meter": {"meter": "b", "resolutionSeconds": 3600}}},
            {"pattern": "*.senml", "content": {"format": "senml", "meter": {"meter": "gas", "commodity": "gas", "unit": "m3", "kind": "register"}}}]}
        """);

    private List<string> Names(string of) => [.. Directory.EnumerateFiles(folder.File(of)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private void Put(string name, string content, DateTime? written = null)
    {
        File.WriteAllText(Path.Combine(inbox, name), content);
        File.SetLastWriteTimeUtc(Path.Combine(inbox, name), written ?? DateTime.UtcNow.AddMinutes(-1));
    }
}
