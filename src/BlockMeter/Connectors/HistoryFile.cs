using System.IO.Compression;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>A file of history, plain or gzip by its name.</summary>
internal static class HistoryFile
{
    /// <summary>Its content, unpacked.</summary>
    /// <exception cref="AgentException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new AgentException($"cannot read {path}: {e.Message}");
        }
    }
}
