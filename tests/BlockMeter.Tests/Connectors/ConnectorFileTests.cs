using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Connectors;

namespace SmartBlocks.BlockMeter.Tests.Connectors;

public sealed class ConnectorFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_examples_that_help_shows_are_settings_that_open()
    {
        File.WriteAllText(folder.File("usage.xml"), "");
        foreach (var kind in ConnectorKinds.All)
        {
            // What cannot be here is a file, a folder or a secret of the example; its settings themselves must be right.
            var why = Record.Exception(() => (kind.Open(JsonDocument.Parse(kind.Example).RootElement, Context()) as IDisposable)?.Dispose());
            (why is null || why.Message.StartsWith("there is no folder", StringComparison.Ordinal) || why.Message.StartsWith("cannot read", StringComparison.Ordinal)
                || why.Message.StartsWith("the environment has no", StringComparison.Ordinal)).ShouldBeTrue($"{kind.Name}: {why?.Message}");
        }
    }

    [Fact]
    public void A_file_may_name_many_connectors()
    {
        var connectors = Read("""
            {"connectors": [
                {"kind": "p1", "source": "/dev/ttyUSB0", "import": "house"}, // the cellar
                {"kind": "modbus", "host": "10.0.0.9", "registers": [{"meter": "chp", "address": 4}]},
            ]}
            """);
        connectors.Select(connector => connector.Name).ShouldBe(["P1 /dev/ttyUSB0", "Modbus 10.0.0.9:502 unit 1"]);
    }

    [Theory]
    [InlineData("[]", "must be an object with an array connectors")]
    [InlineData("""{"connectors": []}""", "must be an object with an array connectors")]
    [InlineData("{\n\"connectors\":\n oops}", "is no JSON: line 3")]
    [InlineData("""{"connectors": [{"kind": "mbus"}]}""", "connector 1: kind is 'mbus': must be one of p1, modbus, senml, rest, folder, greenbutton, ocmf")]
    [InlineData("""{"connectors": [{"kind": "p1", "source": "x"}]}""", "connector 1 (p1): a P1 port needs at least one meter")]
    [InlineData("""{"connectors": [{"kind": "p1", "source": "x", "import": "a"}, {"kind": "p1", "source": "y", "import": "a"}]}""", "meter a is read by several connectors")]
    public void What_is_wrong_with_a_file_is_said(string text, string sentence) => Should.Throw<AgentException>(() => Read(text)).Message.ShouldContain(sentence);

    private IReadOnlyList<IConnector> Read(string text)
    {
        File.WriteAllText(folder.File("agent.json"), text);
        return ConnectorFile.Read(folder.File("agent.json"), Context());
    }

    private ConnectorContext Context() => new(new Positions(folder.File("positions.json")), _ => { }, TimeProvider.System);
}
