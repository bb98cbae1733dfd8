using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SmartBlocks.Storage.Blobs;

/// <summary>
/// Makes names durable: on POSIX a new or renamed file survives a power loss only after its folder, too, is fsynced
/// (fsync(2): "does not necessarily ensure that the entry in the directory containing the file has also reached disk").
/// Windows writes folder entries through its journal and has no such call.
/// </summary>
internal static partial class DurableFiles
{
    /// <summary>Creates a folder and those above it, each name durable.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(parent))
            CreateFolder(parent);
        Directory.CreateDirectory(path);
        if (!string.IsNullOrEmpty(parent))
            SyncFolder(parent);
    }

    /// <summary>Writes the names in a folder to the disk.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(path, flags: 0 /* O_RDONLY */);
        if (descriptor < 0)
            throw Failed("opened", path);
        try
        {
            if (Fsync(descriptor) != 0)
                throw Failed("synced", path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    static IOException Failed(string what, string path) =>
        new($"Folder '{path}' cannot be {what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
