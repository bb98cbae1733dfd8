using System.Text.Json;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>An agent's file: <c>{"connectors": [{"kind": …, settings …}]}</c>, with comments if one likes.</summary>
public static class ConnectorFile
{
    private static readonly JsonDocumentOptions Relaxed = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The connectors a file names.</summary>
    /// <exception cref="AgentException">The file cannot be read, or says something a connector cannot do; the message says which and why.</exception>
    public static IReadOnlyList<IConnector> Read(string path, ConnectorContext context)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Relaxed);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("connectors", out var list)
                || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
                throw new AgentException($"{path} must be an object with an array connectors of at least one");
            var connectors = list.EnumerateArray().Select((settings, index) => Open(settings, index, context)).ToList();
            var twice = connectors.SelectMany(connector => connector.Meters).GroupBy(meter => meter, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
            return twice is null ? connectors : throw new AgentException($"meter {twice.Key} is read by several connectors; a meter has one");
        }
        catch (JsonException e)
        {
            throw new AgentException($"{path} is no JSON: line {e.LineNumber + 1}");
        }
    }

    private static IConnector Open(JsonElement settings, int index, ConnectorContext context)
    {
        var name = settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("kind", out var kind) ? kind.ToString() : null;
        var found = ConnectorKinds.All.FirstOrDefault(one => one.Name == name)
            ?? throw new AgentException($"connector {index + 1}: kind is '{name}': must be one of {string.Join(", ", ConnectorKinds.All.Select(one => one.Name))}");
        var own = JsonSerializer.SerializeToElement(settings.EnumerateObject().Where(member => member.Name != "kind").ToDictionary(member => member.Name, member => member.Value));
        try
        {
            return found.Open(own, context);
        }
        catch (AgentException e)
        {
            throw new AgentException($"connector {index + 1} ({name}): {e.Message}");
        }
    }
}
