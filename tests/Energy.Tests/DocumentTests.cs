using System.Text;
using System.Text.RegularExpressions;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Tests;

/// <summary>What <c>docs/energy.md</c> shows is what happens.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_example_is_accepted_and_gives_the_state_it_says()
    {
        var ledger = new TestLedger();
        var examples = Example().Matches(Text("docs/energy.md"));
        examples.Count.ShouldBeGreaterThan(8);
        foreach (Match example in examples)
        {
            var (what, json) = (example.Groups[1].Value.Split(' '), example.Groups[2].Value.Replace("{{device key}}", TestLedger.DeviceKey.KeyId, StringComparison.Ordinal));
            if (what[0] == "state")
            {
                Encoding.UTF8.GetString(ledger.State.Get(what[1])!.Value.Span).ShouldBe(json);
                continue;
            }
            var (key, role) = what switch
            {
                ["site/1" or "meter/1" or "correction/1" or "virtual/1" or "tariff/1" or "series/1" or "weather/1" or "weather-forecast/1" or "forecast/1" or "retention/1"] => (TestLedger.OperatorKey, Roles.Operator),
                [_, "gateway"] => (TestLedger.GatewayKey, Roles.Gateway),
                _ => (TestLedger.DeviceKey, Roles.Device),
            };
            ledger.Apply(what[0], json, key, role).ShouldBeNull(json);
        }
    }

    [Fact]
    public void Every_code_that_is_used_is_in_the_table_and_the_other_way_round()
    {
        var root = Root();
        var used = Directory.EnumerateFiles(Path.Combine(root, "src", "Energy"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToHashSet();
        used.Count.ShouldBeGreaterThan(30);
        var table = Text("docs/energy.md")[Text("docs/energy.md").IndexOf("## Rejections", StringComparison.Ordinal)..];
        var documented = Documented().Matches(table).Select(match => match.Groups[1].Value).ToHashSet();
        used.Except(documented).ShouldBeEmpty();
        documented.Except(used).ShouldBeEmpty();
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Root(), path));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartBlocks.sln")))
            folder = folder.Parent;
        Assert.SkipWhen(folder is null, "not run from inside the repository");
        return folder!.FullName;
    }

    [GeneratedRegex("```json ([^\n]+)\n([^\n]+)\n```")]
    private static partial Regex Example();

    [GeneratedRegex("(?:Because|Fail)\\(\\s*\"([a-z0-9]+\\.[a-zA-Z0-9]+)\"")]
    private static partial Regex Code();

    [GeneratedRegex("`([a-z0-9]+\\.[a-zA-Z0-9]+)`")]
    private static partial Regex Documented();
}
