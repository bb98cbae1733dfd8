using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using SmartBlocks.Grains.Stores;

namespace SmartBlocks.Storage.Blobs;

/// <summary>
/// Blobs as files of one folder, a name's segments as folders below <c>objects/</c>; what is being written is in <c>temp/</c>.
/// A write is durable when it returns: the file is fsynced, renamed into place, and its folder fsynced.
/// </summary>
/// <remarks>
/// The ETag is the file's time of writing and length; the time is made to grow with every rewrite of a name. Conditions are checked under a lock of
/// this process: one process writes to a folder. As in any file system, a name cannot also be the folder of another.
/// </remarks>
public sealed class FolderBlobStore : IBlobStore
{
    const int LockStripes = 64;

    readonly string _objects;
    readonly string _temp;
    readonly SemaphoreSlim[] _locks = [.. Enumerable.Range(0, LockStripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Opens a folder, creating it if need be; removes what unfinished writes left.</summary>
    public FolderBlobStore(string folder)
    {
        _objects = Path.Combine(Path.GetFullPath(folder), "objects");
        _temp = Path.Combine(Path.GetFullPath(folder), "temp");
        DurableFiles.CreateFolder(_objects);
        DurableFiles.CreateFolder(_temp);
        foreach (var leftover in Directory.EnumerateFiles(_temp))
            File.Delete(leftover);
    }

    /// <inheritdoc/>
    public async Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? condition = null, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        var temp = Path.Combine(_temp, Guid.NewGuid().ToString("n"));
        var turn = _locks[(uint)string.GetHashCode(name, StringComparison.Ordinal) % LockStripes];
        await turn.WaitAsync(cancellation);
        try
        {
            var present = File.Exists(path) ? new FileInfo(path) : null;
            if (condition is not null && condition != (present is null ? "" : ETag(present.LastWriteTimeUtc, present.Length)))
                return null;
            var written = DateTime.UtcNow;
            if (present is not null && written <= present.LastWriteTimeUtc)
                written = present.LastWriteTimeUtc.AddTicks(1);
            using (var file = File.OpenHandle(temp, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await RandomAccess.WriteAsync(file, content, 0, cancellation);
                File.SetLastWriteTimeUtc(file, written);
                RandomAccess.FlushToDisk(file);
                // As the file system keeps it, which may be coarser.
                written = File.GetLastWriteTimeUtc(file);
            }
            MoveIntoPlace(name, temp, path);
            return ETag(written, content.Length);
        }
        finally
        {
            turn.Release();
            File.Delete(temp);
        }
    }

    /// <inheritdoc/>
    public Task<BlobContent?> ReadAsync(string name, CancellationToken cancellation = default) => ReadRangeAsync(name, 0, int.MaxValue, cancellation);

    /// <inheritdoc/>
    public async Task<BlobContent?> ReadRangeAsync(string name, long offset, int length, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (Open(PathOf(name)) is not { } file)
            return null;
        using (file)
        {
            var total = RandomAccess.GetLength(file);
            var bytes = new byte[Math.Min(length, Math.Max(0, total - offset))];
            var read = 0;
            while (read < bytes.Length)
            {
                var count = await RandomAccess.ReadAsync(file, bytes.AsMemory(read), offset + read, cancellation);
                if (count == 0)
                    throw new IOException($"Blob '{name}' ended at byte {offset + read} of {total} while it was read.");
                read += count;
            }
            return new BlobContent(bytes, ETag(File.GetLastWriteTimeUtc(file), total), total);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation = default)
    {
        var path = PathOf(name);
        var turn = _locks[(uint)string.GetHashCode(name, StringComparison.Ordinal) % LockStripes];
        await turn.WaitAsync(cancellation);
        try
        {
            if (!File.Exists(path))
                return false;
            File.Delete(path);
            DurableFiles.SyncFolder(Path.GetDirectoryName(path)!);
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        BlobName.CheckPrefix(prefix);
        await Task.CompletedTask;
        var slash = prefix.LastIndexOf('/');
        var folder = prefix[..(slash + 1)];
        foreach (var name in Walk(folder, prefix[(slash + 1)..]))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return name;
        }
    }

    // Names of a folder in ordinal order of the whole name: a sub-folder sorts as its name with the '/' that follows it there.
    IEnumerable<string> Walk(string folder, string start)
    {
        var directory = new DirectoryInfo(Path.Combine(_objects, folder));
        if (!directory.Exists)
            yield break;
        var entries = directory.EnumerateFileSystemInfos()
            .Select(e => e is DirectoryInfo ? e.Name + "/" : e.Name)
            .Where(e => e.StartsWith(start, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToList();
        foreach (var entry in entries)
            if (entry.EndsWith('/'))
                foreach (var name in Walk(folder + entry, ""))
                    yield return name;
            else
                yield return folder + entry;
    }

    static void MoveIntoPlace(string name, string temp, string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        try
        {
            DurableFiles.CreateFolder(folder);
            File.Move(temp, path, overwrite: true);
        }
        catch (Exception exception) when ((exception is IOException or UnauthorizedAccessException) && (Directory.Exists(path) || !Directory.Exists(folder)))
        {
            throw new ArgumentException($"Blob '{name}' cannot be written: a blob's name cannot also be the folder of another's.", nameof(name), exception);
        }
        DurableFiles.SyncFolder(folder);
    }

    static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.Exists(path) ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // Deleted since the look.
        }
    }

    string PathOf(string name)
    {
        BlobName.Check(name);
        return Path.Combine(_objects, name);
    }

    static string ETag(DateTime written, long length) => string.Create(CultureInfo.InvariantCulture, $"\"{written.Ticks:x}-{length:x}\"");
}
