using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartBlocks.Validator.Node;

/// <summary>
/// What a node keeps when the host serves something else than the replica holds: one JSON file each, written once and never changed, to be
/// shown to others.
/// </summary>
public sealed class EvidenceFolder(string path)
{
    static readonly JsonSerializerOptions indented = new() { WriteIndented = true };

    /// <summary>Keeps a file, synced. The same thing seen again is the same file.</summary>
    /// <returns>Where it is.</returns>
    public string Keep(string name, JsonNode content)
    {
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, name + ".json");
        if (File.Exists(file)) return file;
        var draft = file + ".partial";
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true })) content.WriteTo(json, indented);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
        return file;
    }

    /// <summary>All that was kept, the oldest first.</summary>
    public IReadOnlyList<KeptEvidence> List() => !Directory.Exists(path) ? []
        : [.. new DirectoryInfo(path).EnumerateFiles("*.json").OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => new KeptEvidence(Path.GetFileNameWithoutExtension(file.Name), file.LastWriteTimeUtc, JsonNode.Parse(File.ReadAllBytes(file.FullName))))];

    /// <summary>A name that sorts by height: <c>block-000000042-divergence</c>.</summary>
    public static string NameOf(long number, string what) => string.Create(CultureInfo.InvariantCulture, $"block-{number:000000000}-{what}");
}

/// <summary>One kept file.</summary>
/// <param name="Id">Its name.</param>
/// <param name="FoundAt">When it was written.</param>
/// <param name="File">Its content.</param>
public sealed record KeptEvidence(string Id, DateTime FoundAt, JsonNode? File);
