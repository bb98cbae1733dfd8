using System.Text.RegularExpressions;
using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Arrows;

/// <summary>What belongs where, beyond who references whom.</summary>
public sealed partial class PlaceTests
{
    const string Stores = "SmartBlocks.Grains.Stores";

    public static TheoryData<string> Rooms =>
        [.. House.Projects.Keys.Where(room => room is not ("Engine.Embedded" or "System.IO.Hashing"))];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_rooms_types_live_under_its_own_name(string room)
    {
        using var assembly = new CompiledAssembly(House.AssemblyPath(room));
        var strangers = assembly.Types().Where(type => !IsUnder(type, $"SmartBlocks.{room}") && !IsCompilerMade(type));

        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void Every_store_that_the_grains_declare_is_implemented_in_Storage()
    {
        using var grains = new CompiledAssembly(House.AssemblyPath("Grains"));
        using var storage = new CompiledAssembly(House.AssemblyPath("Storage"));
        var implemented = storage.Implementations().Select(pair => pair.Interface).ToHashSet(StringComparer.Ordinal);

        grains.Interfaces(Stores).ShouldBeSubsetOf(implemented);
    }

    [Fact]
    public void The_engine_shows_in_no_grain()
    {
        var switches = SourceFiles("Grains").Where(path => EngineSwitch().IsMatch(File.ReadAllText(path)));

        switches.ShouldBeEmpty("A grain is written once for both engines.");
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("Gateway")]
    public void Code_after_await_stays_in_the_grains_turn(string room)
    {
        using var assembly = new CompiledAssembly(House.AssemblyPath(room));

        assembly.Uses().Where(use => use.Member == "ConfigureAwait").Select(use => use.User).ShouldBeEmpty();
    }

    static string[] SourceFiles(string room) =>
        Directory.GetFiles(Path.GetDirectoryName(House.Projects[room])!, "*.cs", SearchOption.AllDirectories);

    static bool IsUnder(string type, string space) => type.StartsWith(space + ".", StringComparison.Ordinal);

    // Top-level statements, and what the compiler embeds: attributes, inline arrays, regular expressions.
    static bool IsCompilerMade(string type) =>
        type is "Program" || type.StartsWith("Program/", StringComparison.Ordinal)
        || type.StartsWith("System.", StringComparison.Ordinal) || type.StartsWith("Microsoft.", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*#\s*(if|elif)\b.*\bORLEANS\b", RegexOptions.Multiline)]
    private static partial Regex EngineSwitch();
}
