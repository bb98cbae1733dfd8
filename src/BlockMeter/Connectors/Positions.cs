using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;
using SmartBlocks.BlockMeter.Outbox;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>How far connectors have come, in a small JSON file that is replaced as a whole and flushed: after a power loss it is the old one or the new one.</summary>
public sealed class Positions
{
    private readonly string path;
    private readonly Dictionary<string, string> values;
    private readonly Lock gate = new();

    /// <exception cref="AgentException">The file cannot be read.</exception>
    public Positions(string path)
    {
        this.path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        try
        {
            values = File.Exists(path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(path)) ?? [] : [];
        }
        catch (JsonException)
        {
            throw new AgentException($"{path} is not the JSON that blockmeter writes; move it away to start anew");
        }
    }

    public string? this[string name]
    {
        get
        {
            lock (gate)
                return values.GetValueOrDefault(name);
        }
    }

    /// <summary>Remembers a position; when it returns it is on disk.</summary>
    public void Set(string name, string value)
    {
        lock (gate)
        {
            values[name] = value;
            var temporary = path + ".new";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                JsonSerializer.Serialize(file, values);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            FolderSync.Flush(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        }
    }
}
