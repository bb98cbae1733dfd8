using SmartBlocks.Architecture.Fixture;
using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Arrows;

/// <summary>
/// Silo → Gateway → Grains → {Contracts, Market} → Energy → Ledger, in the project files and in what was compiled from them.
/// </summary>
public sealed class ArrowTests
{
    public static TheoryData<string> Rooms => [.. House.Projects.Keys];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_project_references_only_what_is_below_it(string room) =>
        RoomMap.ArrowsUp(room, House.ProjectReferences(room)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Rooms))]
    public void An_assembly_uses_only_what_is_below_it(string room)
    {
        using var assembly = new CompiledAssembly(House.AssemblyPath(room));

        RoomMap.ArrowsUp(room, RoomsOf(House.AssemblyReferences(assembly.Metadata))).ShouldBeEmpty();
    }

    [Fact]
    public void The_map_itself_points_down()
    {
        foreach (var (room, below) in RoomMap.Allowed)
            foreach (var other in below)
            {
                RoomMap.Allowed[other].ShouldNotContain(room, $"{room} and {other} stand on each other.");
                RoomMap.Allowed[other].ShouldBeSubsetOf(below, $"{room} stands on {other}, and so on all that is below it.");
            }
    }

    [Fact]
    public void An_arrow_up_is_found()
    {
        RoomMap.ArrowsUp("Ledger", ["Energy"]).ShouldBe(["Ledger → Energy"]);
        RoomMap.ArrowsUp("Grains", ["Ledger", "Storage"]).ShouldBe(["Grains → Storage"]);
        RoomMap.ArrowsUp("Validator", ["Energy", "Gateway"]).ShouldBe(["Validator → Gateway"]);
        RoomMap.ArrowsUp("Cellar", []).ShouldBe(["Cellar is not on the map of rooms"]);
    }

    [Fact]
    public void An_arrow_up_is_found_in_a_compiled_assembly()
    {
        using var assembly = new CompiledAssembly(typeof(SinAttribute).Assembly.Location);

        RoomMap.ArrowsUp("Mqtt", RoomsOf(House.AssemblyReferences(assembly.Metadata))).ShouldBe(["Mqtt → Ledger"]);
    }

    static IEnumerable<string> RoomsOf(IEnumerable<string> assemblies) =>
        from name in assemblies
        where House.RoomsByAssembly.ContainsKey(name)
        select House.RoomsByAssembly[name];
}
