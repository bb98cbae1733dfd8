using SmartBlocks.Engine.Embedded;
using SmartBlocks.Engine.Tests.Support;

namespace SmartBlocks.Engine.Tests;

/// <summary>
/// Compares what Engine.Embedded declares in Orleans' namespaces with the listing of what Orleans declares (nullability aside). A grain
/// that compiles here then compiles there.
/// </summary>
public sealed class SurfaceTests
{
    static readonly string[] Listing = Read();

    static IEnumerable<Type> Types => typeof(EmbeddedEngine).Assembly.GetExportedTypes()
        .Where(type => type.Namespace is "Orleans" || type.Namespace?.StartsWith("Orleans.", StringComparison.Ordinal) == true);

    [Fact]
    public void Every_type_is_one_of_Orleans()
    {
        var heads = Listing.Where(line => !line.Contains(" |    ", StringComparison.Ordinal))
            .Select(line => line.Split(" : ")[0].Split("  [")[0].TrimEnd()).ToHashSet(StringComparer.Ordinal);
        Types.Count().ShouldBeGreaterThan(50);
        Types.Select(Signatures.Of).Where(head => !heads.Contains(head)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_member_has_Orleans_signature()
    {
        var members = Listing.Where(line => line.Contains(" |    ", StringComparison.Ordinal)).Select(line => line.Split("  //")[0].TrimEnd()).ToHashSet(StringComparer.Ordinal);
        var mine = Types.SelectMany(Signatures.Members).ToList();
        mine.Count.ShouldBeGreaterThan(150);
        mine.Where(member => !members.Contains(member)).ShouldBeEmpty();
    }

    [Fact]
    public void Orleans_base_types_are_kept()
    {
        var lines = Listing.Where(line => line.Contains(" : ", StringComparison.Ordinal)).ToDictionary(
            line => line.Split(" : ")[0], line => line.Split(" : ", 2)[1].Split("  [")[0], StringComparer.Ordinal);
        foreach (var type in Types.Where(type => type.IsInterface))
        {
            var orleans = lines.GetValueOrDefault(Signatures.Of(type), "");
            foreach (var found in type.GetInterfaces().Where(found => found.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true))
                orleans.ShouldContain(found.Name.Split('`')[0], customMessage: $"{type} extends {found}, Orleans' does not");
        }
    }

    [Fact]
    public void Nothing_public_is_outside_the_two_roots() =>
        typeof(EmbeddedEngine).Assembly.GetExportedTypes().Except(Types).ShouldAllBe(type => type.Namespace == "SmartBlocks.Engine.Embedded");

    static string[] Read()
    {
        using var stream = typeof(SurfaceTests).Assembly.GetManifestResourceStream("orleans-api.subset.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
