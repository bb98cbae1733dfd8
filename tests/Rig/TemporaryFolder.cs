namespace SmartBlocks.Rig;

/// <summary>A folder that is gone when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes a folder below the system's temporary one; <c>SMARTBLOCKS_RIG_DIR</c> names another disk to measure on.</summary>
    public TemporaryFolder(string purpose)
    {
        var root = Environment.GetEnvironmentVariable("SMARTBLOCKS_RIG_DIR") ?? System.IO.Path.GetTempPath();
        Path = Directory.CreateDirectory(System.IO.Path.Combine(root, $"smartblocks-{purpose}-{Guid.NewGuid():N}")).FullName;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <inheritdoc />
    public void Dispose()
    {
        // A process that was killed a moment ago may still hold a file; the system's temporary folder is cleaned by others then.
        try { Directory.Delete(Path, recursive: true); }
        catch (IOException) { Console.Error.WriteLine($"left behind: {Path}"); }
    }
}
