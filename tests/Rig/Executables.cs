namespace SmartBlocks.Rig;

/// <summary>Programs of the solution, built beside this one: <c>artifacts/ENGINE/bin/PROJECT/CONFIGURATION/</c>.</summary>
public static class Executables
{
    /// <summary>The path of a project's program in this program's own configuration.</summary>
    public static string Find(string project, string name)
    {
        var own = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, name);
        return File.Exists(path) ? path : throw new FileNotFoundException($"Build the solution first: {path} is missing.");
    }
}
