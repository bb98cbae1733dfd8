using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Replica;

/// <summary>
/// A folder that one process of this program holds at a time: two that worked from copies of one record of what was signed would sign two things of which an honest
/// signer signs one.
/// </summary>
public sealed class HeldFolder : IDisposable
{
    const string LockName = "lock";

    readonly FileStream held;

    HeldFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Takes the folder, and makes it when it is missing.</summary>
    /// <exception cref="SourceException">Another process holds it, or it cannot be written.</exception>
    public static HeldFolder Open(string path)
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
            return new HeldFolder(path, new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The folder {path} is in use by another validator process, or cannot be written: {exception.Message}", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();
}
