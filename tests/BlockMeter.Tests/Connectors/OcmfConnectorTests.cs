using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class OcmfConnectorTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Connecting connecting;

    public OcmfConnectorTests() => connecting = new(folder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Records_are_taken_verbatim_and_once_and_the_rest_is_said()
    {
        File.WriteAllText(Log, Record("M1", 1) + "\n\nnonsense\n" + Record("M2", 2) + "\n" + Record("M9", 3) + "\n");
        var found = await Connecting.ReadAsync(Open());
        found.Select(line => line.Split(' ')[0]).ShouldBe(["charger-1", "charger-2"]);
        connecting.Said.Count.ShouldBe(2);
        connecting.Said[1].ShouldContain("record of meter M9 was passed over");
        (await Connecting.ReadAsync(Open())).ShouldBeEmpty();
        File.AppendAllText(Log, Record("M1", 4));
        (await Connecting.ReadAsync(Open())).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Records_in_the_outbox_but_not_remembered_give_the_same_transactions()
    {
        File.WriteAllText(Log, Record("M1", 1) + "\n");
        var before = await Connecting.ReadAsync(Open(), most: 1, taken: false);
        await Task.Delay(1_100);
        (await Connecting.ReadAsync(Open(), most: 1)).ShouldBe(before);
    }

    [Fact]
    public void Meters_that_share_a_file_need_serial_numbers() => Should.Throw<AgentException>(() => connecting.Open(
        OcmfConnector.Kind, """{"file": "x", "meters": [{"meter": {"meter": "a"}}, {"meter": {"meter": "b"}, "serial": "1"}]}""")).Message.ShouldContain("meter a: serial is required");

    private string Log => folder.File("station.ocmf");

    private IConnector Open() => connecting.Open(OcmfConnector.Kind, $$"""
        {"file": "{{Log}}", "once": true, "meters": [
            {"meter": {"meter": "charger-1", "kind": "register"}, "serial": "M1"}, {"meter": {"meter": "charger-2", "kind": "register"}, "serial": "M2"}]}
        """);

    private static string Record(string serial, int page) =>
        $$"""OCMF|{"FV":"1.0","GS":"gateway","PG":"T{{page}}","MS":"{{serial}}","RD":[{"TM":"2026-11-21T10:15:00,000+0100 S","TX":"B","RV":{{100 + page}}.5,"RI":"1-b:1.8.0","RU":"kWh","ST":"G"}]}|{"SD":"3045022100aa"}""";
}
