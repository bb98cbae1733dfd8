using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// The JSON form of a state proof:
/// <code>{"value":"base64url","steps":[{"bit":22,"sibling":"…"},…],"leafPath":"a/2","leafValueHash":"…"}</code>
/// <c>value</c> is null where nothing is at the path, <c>leafPath</c> where the state is empty.
/// </summary>
public sealed partial record StateProof
{
    /// <summary>Forks of the longest way there can be: one for each bit of the longest path.</summary>
    private const int MaxSteps = (StatePath.MaxLength + 1) * 8;

    /// <summary>Writes the JSON form.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(1_024);
        using var writer = new Utf8JsonWriter(buffer);
        WriteTo(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the JSON form where a larger document wants it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Value is { } value)
            writer.WriteString("value", Base64Url.EncodeToString(value.Span));
        else
            writer.WriteNull("value");
        writer.WriteStartArray("steps");
        foreach (var (bit, sibling) in Steps)
        {
            writer.WriteStartObject();
            writer.WriteNumber("bit", bit);
            writer.WriteString("sibling", sibling.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("leafPath", LeafPath);
        writer.WriteString("leafValueHash", LeafValueHash.ToString());
        writer.WriteEndObject();
    }

    /// <summary>
    /// Reads the members of the JSON form from an object. Others are passed over, so that a proof is also read from within an answer that says
    /// besides what it is a proof of; nothing they say is believed here.
    /// </summary>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out StateProof? proof, [NotNullWhen(false)] out Rejection? why)
    {
        proof = null;
        try
        {
            var steps = ImmutableArray.CreateBuilder<StateProofStep>();
            foreach (var step in json.GetProperty("steps").EnumerateArray())
            {
                if (steps.Count == MaxSteps)
                    throw new FormatException($"steps must be at most {MaxSteps}");
                steps.Add(new StateProofStep(step.GetProperty("bit").GetInt32(), Digest(step, "sibling")));
            }
            var value = default(ReadOnlyMemory<byte>?);
            if (json.GetProperty("value").GetString() is { } text)
                value = StrictBase64Url.Decode(Encoding.UTF8.GetBytes(text)) ?? throw new FormatException("value must be base64url or null");
            proof = new StateProof(steps.ToImmutable(), json.GetProperty("leafPath").GetString(), Digest(json, "leafValueHash"), value);
            why = null;
            return true;
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            why = new Rejection("stateProof.form", $"The state proof cannot be read: {e.Message.TrimEnd('.')}.");
            return false;
        }
    }

    private static Hash256 Digest(JsonElement json, string name) => Hash256.TryParse(json.GetProperty(name).GetString(), out var hash)
        ? hash
        : throw new FormatException($"{name} must be a SHA-256 hash in base64url");
}
