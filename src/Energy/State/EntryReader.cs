using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SmartBlocks.Energy;

/// <summary>
/// Reads state entries that this room wrote itself: quick and trusting, since the state's own hashes vouch for the bytes. Payloads from
/// outside go through <c>PayloadObject</c> instead.
/// </summary>
internal ref struct EntryReader
{
    private Utf8JsonReader json;

    public EntryReader(ReadOnlySpan<byte> bytes)
    {
        json = new Utf8JsonReader(bytes);
        Expect(JsonTokenType.StartObject);
    }

    /// <summary>Moves to the next field of the object; false at its end.</summary>
    public bool Next()
    {
        Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return false;
        return json.TokenType == JsonTokenType.PropertyName ? true : throw Broken();
    }

    /// <summary>Whether the current field has this name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => json.ValueTextEquals(name);

    public string Text()
    {
        Expect(JsonTokenType.String);
        return json.GetString()!;
    }

    public decimal Number()
    {
        Expect(JsonTokenType.String);
        return CurrentNumber();
    }

    public int Integer()
    {
        Expect(JsonTokenType.Number);
        return json.GetInt32();
    }

    public DateTimeOffset Time()
    {
        Expect(JsonTokenType.String);
        Span<char> text = stackalloc char[20];
        return json.ValueSpan.Length == 20 && Encoding.UTF8.TryGetChars(json.ValueSpan, text, out _) && UtcTime.TryParse(text, out var value) ? value : throw Broken();
    }

    /// <summary>Seconds after midnight, from <c>"10:15"</c> or <c>"10:15:07"</c>.</summary>
    public int TimeOfDay()
    {
        Expect(JsonTokenType.String);
        return CurrentTimeOfDay();
    }

    public void StartArray() => Expect(JsonTokenType.StartArray);

    public void StartObject() => Expect(JsonTokenType.StartObject);

    /// <summary>Moves to the next element of an array; false at its end.</summary>
    public bool NextElement()
    {
        Read();
        return json.TokenType != JsonTokenType.EndArray;
    }

    public readonly decimal CurrentNumber()
    {
        var bytes = json.HasValueSequence ? json.ValueSequence.ToArray() : json.ValueSpan;
        return DecimalText.Parse(bytes);
    }

    public readonly string CurrentText() => json.GetString()!;

    public readonly int CurrentTimeOfDay()
    {
        var text = json.ValueSpan;
        if (text.Length is not (5 or 8))
            throw Broken();
        var seconds = Two(text) * 3600 + Two(text[3..]) * 60;
        return text.Length == 8 ? seconds + Two(text[6..]) : seconds;
    }

    public void Skip()
    {
        Read();
        json.Skip();
    }

    public static string Required(string? value) => value ?? throw Broken();

    private static int Two(ReadOnlySpan<byte> digits) => (digits[0] - '0') * 10 + digits[1] - '0';

    private void Expect(JsonTokenType type)
    {
        Read();
        if (json.TokenType != type)
            throw Broken();
    }

    private void Read()
    {
        try
        {
            if (json.Read())
                return;
        }
        catch (JsonException e)
        {
            throw new FormatException("state entry is not JSON", e);
        }
        throw Broken();
    }

    private static FormatException Broken() => new("state entry has an unexpected shape");
}
