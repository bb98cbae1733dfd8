using SmartBlocks.Architecture.Tests.Arrows;
using SmartBlocks.Architecture.Tests.Metadata;

namespace SmartBlocks.Architecture.Tests.Purity;

/// <summary>The rooms that a stakeholder's validator re-executes do nothing that could differ on its machine.</summary>
public sealed class PureRoomsTests
{
    public static TheoryData<string> PureRooms => [.. RoomMap.PureRooms.Where(House.Projects.ContainsKey)];

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_pure_room_gives_the_same_bytes_on_every_machine(string room)
    {
        var findings = Inspection.Of(House.AssemblyPath(room))
            .Where(finding => !Excuse.All.Any(excuse => excuse.Covers(room, finding)));

        string.Join('\n', findings)
            .ShouldBeEmpty($"{room} is a pure room: no input and output, clock, randomness, environment or culture.");
    }

    [Fact]
    public void Every_excuse_is_still_needed()
    {
        foreach (var excuse in Excuse.All)
            Inspection.Of(House.AssemblyPath(excuse.Room))
                .ShouldContain(finding => excuse.Covers(excuse.Room, finding), $"Remove the excuse: {excuse}");
    }

    [Theory]
    [MemberData(nameof(PureRooms))]
    public void A_pure_room_stands_on_the_base_library_and_other_pure_rooms_alone(string room)
    {
        using var assembly = new CompiledAssembly(House.AssemblyPath(room));
        var foreign = House.AssemblyReferences(assembly.Metadata)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("mscorlib" or "netstandard")
                && !RoomMap.PureLibraries.ContainsKey(name))
            .Where(name => !House.RoomsByAssembly.TryGetValue(name, out var other) || !RoomMap.PureRooms.Contains(other));

        foreign.ShouldBeEmpty();
    }
}
