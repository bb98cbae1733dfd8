namespace SmartBlocks.Validator.Tests.Samples;

/// <summary>A folder for the files of one test.</summary>
public sealed class SampleFiles : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("smartblocks-validator-").FullName;

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    /// <summary>The path of a file.</summary>
    public string Path(string name) => System.IO.Path.Combine(folder, name);

    /// <inheritdoc />
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
