using System.Reflection.Metadata;
using System.Xml.Linq;

namespace SmartBlocks.Architecture.Tests.Metadata;

/// <summary>Where the rooms are: their projects in the source tree, and their compiled assemblies beside this one.</summary>
public static class House
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every room that has a project: the name of its folder, and its project file.</summary>
    public static IReadOnlyDictionary<string, string> Projects { get; } =
        Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => path, StringComparer.Ordinal);

    /// <summary>The rooms which a room's project file references.</summary>
    public static IReadOnlyList<string> ProjectReferences(string room) =>
        [.. XDocument.Load(Projects[room]).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];

    /// <summary>The name of a room's assembly, as its project file says.</summary>
    public static string AssemblyName(string room) =>
        XDocument.Load(Projects[room]).Descendants("AssemblyName").Select(name => name.Value).SingleOrDefault() ?? room;

    /// <summary>
    /// A room's compiled assembly, of the same configuration as this one. With <c>UseArtifactsOutput</c> the outputs lie side by side:
    /// <c>artifacts/ENGINE/bin/PROJECT/CONFIGURATION/</c>.
    /// </summary>
    public static string AssemblyPath(string room)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.Combine(own.Parent!.Parent!.FullName, room, own.Name, AssemblyName(room) + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{room} is not built for {own.Name}: {path}");
    }

    /// <summary>The rooms' assembly names, from name to room.</summary>
    public static IReadOnlyDictionary<string, string> RoomsByAssembly { get; } =
        Projects.Keys.ToDictionary(AssemblyName, room => room, StringComparer.OrdinalIgnoreCase);

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartBlocks.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException($"No SmartBlocks.sln above {AppContext.BaseDirectory}.");
    }

    /// <summary>The simple names of the assemblies that a compiled assembly references.</summary>
    public static IReadOnlyList<string> AssemblyReferences(MetadataReader metadata) =>
        [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
}
