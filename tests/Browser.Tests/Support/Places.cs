using System.Reflection;

namespace SmartBlocks.Browser.Tests.Support;

/// <summary>Where the build put things.</summary>
static class Places
{
    /// <summary>The folder with the built host.</summary>
    public static string Silo => Metadata("SiloFolder");

    /// <summary>The root of the repository.</summary>
    public static string Repository => Metadata("Repository");

    /// <summary>Screenshots of every page, kept as artefacts.</summary>
    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Repository, "artifacts", "screenshots")).FullName;

    /// <summary>axe-core as the portal's packages installed it, or null when they are not installed.</summary>
    public static string? Axe
    {
        get
        {
            var file = Path.Combine(Repository, "src", "Portal", "node_modules", "axe-core", "axe.min.js");
            return File.Exists(file) ? file : null;
        }
    }

    /// <summary>A Chromium of the system, or null when there is none. <c>CHROMIUM</c> names another one.</summary>
    public static string? Chromium =>
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(file => file is { Length: > 0 } && File.Exists(file));

    static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
