using System.Text.Json;
using System.Text.Json.Serialization;
using SmartBlocks.BlockMeter.Agent;

namespace SmartBlocks.BlockMeter.Connectors;

/// <summary>What connectors share: the memory of how far they have come, a way to say what happens, and the clock.</summary>
/// <param name="Positions">How far each has come, on disk.</param>
/// <param name="Log">Told what happens, a sentence at a time.</param>
/// <param name="Time">Clock.</param>
public sealed record ConnectorContext(Positions Positions, Action<string> Log, TimeProvider Time);

/// <summary>A kind of connector, as an agent's file names it: one of <see cref="ConnectorKinds"/>.</summary>
/// <param name="Name">The word after <c>"kind":</c>.</param>
/// <param name="Summary">For people: what it reads, in a sentence.</param>
/// <param name="Example">Settings that could stand in a file, as a JSON object without <c>kind</c>.</param>
/// <param name="Open">Makes one from its settings.</param>
public sealed record ConnectorKind(string Name, string Summary, string Example, Func<JsonElement, ConnectorContext, IConnector> Open)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>A kind whose settings are read strictly into <typeparamref name="TSettings"/>: what is missing, unknown or of the wrong type is said.</summary>
    public static ConnectorKind Of<TSettings>(string name, string summary, string example, Func<TSettings, ConnectorContext, IConnector> open) => new(
        name, summary, example, (settings, context) => open(Read<TSettings>(settings), context));

    private static TSettings Read<TSettings>(JsonElement settings)
    {
        try
        {
            return settings.Deserialize<TSettings>(Json)!;
        }
        catch (JsonException e)
        {
            throw new AgentException(e.Path is { Length: > 1 } path ? $"{path[2..]}: {Plain(e.Message)}" : Plain(e.Message));
        }
    }

    /// <summary>The reader's words without type names and offsets, which mean nothing to whoever wrote the file.</summary>
    private static string Plain(string message)
    {
        if (message.Contains("could not be converted", StringComparison.Ordinal))
            return "has a value of the wrong type, or none of its words";
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return "lacks " + message[(message.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.');
        var quoted = message.Split('\'');
        return message.Contains("could not be mapped", StringComparison.Ordinal) && quoted.Length > 1 ? $"has no setting {quoted[1]}" : message;
    }
}
