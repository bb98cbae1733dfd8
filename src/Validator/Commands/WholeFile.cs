using System.IO.Compression;
using SmartBlocks.Validator.Export;

namespace SmartBlocks.Validator.Commands;

/// <summary>Writes a file that is there whole or not at all: a half one never bears the name of a whole one.</summary>
static class WholeFile
{
    /// <summary>Writes beside and moves into place; compressed when the name ends in <c>.gz</c>.</summary>
    /// <exception cref="SourceException">It cannot be written.</exception>
    public static async Task WriteAsync(FileInfo target, Func<Stream, Task> write)
    {
        var partial = target.FullName + ".partial";
        try
        {
            await using (var file = OpenForWriting(partial, compressed: target.Extension == ".gz")) await write(file);
            File.Move(partial, target.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    static Stream OpenForWriting(string path, bool compressed)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 128 * 1024);
            return compressed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"Cannot write {path}: {exception.Message}", exception);
        }
    }
}
