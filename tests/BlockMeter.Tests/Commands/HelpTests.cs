using SmartBlocks.BlockMeter.Commands;

namespace SmartBlocks.BlockMeter.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("register")]
    [InlineData("simulate")]
    [InlineData("import")]
    [InlineData("p1")]
    [InlineData("run")]
    [InlineData("connectors")]
    [InlineData("keys")]
    [InlineData("outbox")]
    public async Task Help_teaches_with_lines_that_parse(string command)
    {
        var root = BlockMeterCommand.Create();
        using var output = new StringWriter();
        var help = root.Parse($"{command} --help");
        help.InvocationConfiguration.Output = output;
        (await help.InvokeAsync()).ShouldBe(0);
        var lines = output.ToString().Split('\n').Select(line => line.Trim()).SkipWhile(line => line != "Examples:").ToList();
        var examples = lines.Where(line => line.Contains("blockmeter ", StringComparison.Ordinal) && !line.StartsWith('#')).ToList();
        examples.ShouldNotBeEmpty();
        foreach (var example in examples)
            root.Parse(example[example.IndexOf("blockmeter ", StringComparison.Ordinal)..]["blockmeter ".Length..]).Errors.ShouldBeEmpty(example);
    }
}
