using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartBlocks.BlockMeter.Outbox;

/// <summary>A reading the ledger refused for good.</summary>
/// <param name="At">When the refusal arrived, UTC.</param>
/// <param name="Topic">Where the reading was published.</param>
/// <param name="Id">Transaction id.</param>
/// <param name="Code">Why, for programs.</param>
/// <param name="Detail">Why, for people.</param>
/// <param name="Field">The field it is about.</param>
/// <param name="Value">What was found there.</param>
/// <param name="Transaction">The signed transaction, so that nothing is lost.</param>
public sealed record RejectedReading(
    DateTimeOffset At, string Topic, string Id, string Code, string Detail, string? Field, string? Value, string Transaction);

/// <summary>Refused readings, one JSON object a line in <c>rejected.jsonl</c>; flushed before the reading leaves the outbox. Thread safe.</summary>
public sealed class RejectedLog(string folder)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string path = System.IO.Path.Combine(folder, "rejected.jsonl");

    private readonly Lock gate = new();

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Writes a refusal; when it returns it is on disk.</summary>
    public void Add(RejectedReading reading)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(reading, Json) + "\n");
        lock (gate)
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>All refusals on record, oldest first; a line cut short by a power loss is passed over.</summary>
    public IReadOnlyList<RejectedReading> Read()
    {
        if (!File.Exists(path))
            return [];
        var readings = new List<RejectedReading>();
        foreach (var line in File.ReadLines(path))
        {
            try
            {
                if (JsonSerializer.Deserialize<RejectedReading>(line, Json) is { } reading)
                    readings.Add(reading);
            }
            catch (JsonException)
            {
                continue;
            }
        }
        return readings;
    }
}
