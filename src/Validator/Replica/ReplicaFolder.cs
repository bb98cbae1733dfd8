using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>
/// The folder of one validator: its replica, its votes and the evidence it kept. It is held by one process at a time: two that voted from
/// copies of one vote record would sign two blocks at a height.
/// </summary>
public sealed class ReplicaFolder : IDisposable
{
    const string LockName = "lock";

    readonly FileStream held;

    ReplicaFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The database file.</summary>
    public string Database => System.IO.Path.Combine(Path, "replica.db");

    /// <summary>The folder of evidence files.</summary>
    public string Evidence => System.IO.Path.Combine(Path, "evidence");

    /// <summary>Takes the folder, and makes it when it is missing.</summary>
    /// <exception cref="SourceException">Another process holds it, or it cannot be written.</exception>
    public static ReplicaFolder Open(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SourceException($"Cannot use the folder {path}: {exception.Message}", exception);
        }

        try
        {
            // Released by the operating system however the process ends.
            return new ReplicaFolder(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The folder {path} is in use by another validator, or cannot be written: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();
}
