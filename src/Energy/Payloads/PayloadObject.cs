using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// Strict reading of a payload from outside: one JSON object, no duplicate or unknown fields, every value of the type it must have. The first
/// thing that is wrong becomes <see cref="Problem"/>; what is read after it is default and not used.
/// </summary>
internal sealed class PayloadObject : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    private readonly JsonDocument? document;
    private readonly JsonElement root;
    private readonly string prefix;
    private readonly string[] fields;
    private readonly JsonElement[] values;   // of the fields, in their order; undefined where one is not there

    /// <param name="json">The payload.</param>
    /// <param name="fields">The fields it may have.</param>
    public PayloadObject(ReadOnlyMemory<byte> json, string[] fields)
    {
        (prefix, this.fields, values) = ("", fields, new JsonElement[fields.Length]);
        try
        {
            document = JsonDocument.Parse(json, Strict);
            root = document.RootElement;
        }
        catch (JsonException e)
        {
            Problem = Reject.Because("payload.json", "payload", null, $"must be one JSON object ({Where(e)})");
            return;
        }
        ReadFields();
    }

    private PayloadObject(JsonElement element, string prefix, string[] fields)
    {
        (root, this.prefix, this.fields, values) = (element, prefix, fields, new JsonElement[fields.Length]);
        ReadFields();
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public Rejection? Problem { get; private set; }

    public void Dispose() => document?.Dispose();

    /// <summary>A field's whole name, with the objects it stands in.</summary>
    public string PathOf(string field) => prefix + field;

    /// <summary>Records a rule broken by a value that had the right type.</summary>
    public void Fail(Rejection? why) => Problem ??= why;

    /// <summary>Whether a field is there at all.</summary>
    public bool Has(string field) => TryGet(field, out _);

    /// <summary>A required string of 1 to <paramref name="maxLength"/> characters.</summary>
    public string Text(string field, int maxLength) => OptionalText(field, maxLength) ?? Missing<string>(field) ?? "";

    /// <summary>A string of 1 to <paramref name="maxLength"/> characters; absent and null are the same.</summary>
    public string? OptionalText(string field, int maxLength)
    {
        if (!TryGet(field, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.String)
            return Wrong<string>(field, value, "a string");
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The document is read without checking UTF-8 inside strings; taking the string is what checks it.
            return Wrong<string>(field, default, "a string of valid UTF-8");
        }
        if (text.Length == 0 || text.Length > maxLength)
            Problem ??= Reject.Because("payload.length", prefix + field, text, $"must have 1 to {maxLength} characters");
        return text;
    }

    public string Identifier(string field)
    {
        var text = Text(field, Identifiers.MaxLength);
        if (Problem is null)
            Problem = Identifiers.Check(prefix + field, text);
        return text;
    }

    public string? OptionalIdentifier(string field) => TryGet(field, out _) ? Identifier(field) : null;

    public DateTimeOffset Time(string field)
    {
        var text = Text(field, 40);
        if (Problem is not null)
            return default;
        UtcTime.TryParse(text, prefix + field, out var value, out var why);
        Fail(why);
        return value;
    }

    /// <summary>A required local day.</summary>
    public DateOnly Date(string field)
    {
        var text = Text(field, 10);
        if (Problem is not null)
            return default;
        LocalDay.TryParse(text, prefix + field, out var value, out var why);
        Fail(why);
        return value;
    }

    public decimal Number(string field, bool negativeAllowed) => OptionalNumber(field, negativeAllowed) ?? Missing<decimal?>(field) ?? 0;

    /// <summary>A decimal number in a string.</summary>
    public decimal? OptionalNumber(string field, bool negativeAllowed) =>
        TryGet(field, out var value) ? ReadNumber(value, prefix + field, negativeAllowed) : null;

    public int Integer(string field) => OptionalInteger(field) ?? Missing<int?>(field) ?? 0;

    public int? OptionalInteger(string field)
    {
        if (!TryGet(field, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : Wrong<int?>(field, value, "a whole number");
    }

    /// <summary>A required word of a vocabulary.</summary>
    public T Word<T>(string field, Words<T> words) where T : struct, Enum => OptionalWord(field, words) ?? Missing<T?>(field) ?? default;

    public T? OptionalWord<T>(string field, Words<T> words) where T : struct, Enum
    {
        if (OptionalText(field, 40) is not { } text)
            return null;
        if (words.TryParse(text, out var value))
            return value;
        Fail(Reject.Because("payload.word", prefix + field, text, $"must be one of {words.List}"));
        return null;
    }

    /// <summary>A required array of decimal numbers in strings.</summary>
    public ImmutableArray<decimal> Numbers(string field, int maxCount, bool negativeAllowed)
    {
        if (!Array(field, maxCount, out var array))
            return [];
        var values = ImmutableArray.CreateBuilder<decimal>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            values.Add(IsNumber(element, negativeAllowed, out var value) ? value : ReadNumber(element, $"{prefix}{field}[{values.Count}]", negativeAllowed));
            if (Problem is not null)
                return [];
        }
        return values.MoveToImmutable();
    }

    /// <summary>A required array of objects.</summary>
    public IEnumerable<PayloadObject> Objects(string field, int maxCount, string[] fields)
    {
        if (!Array(field, maxCount, out var array))
            yield break;
        var index = 0;
        foreach (var element in array.EnumerateArray())
        {
            var item = new PayloadObject(element, $"{prefix}{field}[{index++}].", fields);
            yield return item;
            if (item.Problem is not null)
            {
                Fail(item.Problem);
                yield break;
            }
        }
    }

    /// <summary>The text of a required object, exactly as it was sent.</summary>
    public string RawObject(string field)
    {
        if (!TryGet(field, out var value))
            return Missing<string>(field) ?? "{}";
        return value.ValueKind == JsonValueKind.Object ? value.GetRawText() : Wrong<string>(field, value, "an object") ?? "{}";
    }

    /// <summary>An object inside this one; null when absent.</summary>
    public PayloadObject? OptionalObject(string field, string[] fields) =>
        TryGet(field, out var value) ? new PayloadObject(value, $"{prefix}{field}.", fields) : null;

    private bool Array(string field, int maxCount, out JsonElement array)
    {
        if (!TryGet(field, out array))
            Missing<object>(field);
        else if (array.ValueKind != JsonValueKind.Array)
            Wrong<object>(field, array, "an array");
        else if (array.GetArrayLength() == 0)
            Fail(Reject.Because("reading.empty", prefix + field, null, "must not be empty"));
        else if (array.GetArrayLength() > maxCount)
            Fail(Reject.Because("payload.length", prefix + field, null, $"must have at most {maxCount} elements, has {array.GetArrayLength()}"));
        return Problem is null;
    }

    /// <summary>Whether it is what nearly every one is: a number in a string without escapes. What it otherwise is, <see cref="ReadNumber"/> says.</summary>
    private static bool IsNumber(JsonElement element, bool negativeAllowed, out decimal value)
    {
        value = 0;
        return element.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(element) is var quoted && DecimalText.TryParse(quoted[1..^1], out value) && (negativeAllowed || value >= 0);
    }

    private decimal ReadNumber(JsonElement element, string path, bool negativeAllowed)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            Fail(Reject.Because("reading.notNumber", path, Raw(element), "must be a decimal number in a string, such as \"1.234\""));
            return 0;
        }
        string text;
        try
        {
            text = element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            text = "";
        }
        DecimalText.TryParse(text, path, negativeAllowed, out var value, out var why);
        Fail(why);
        return value;
    }

    private bool TryGet(string field, out JsonElement value)
    {
        var index = System.Array.IndexOf(fields, field);
        value = Problem is null && index >= 0 ? values[index] : default;
        return value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
    }

    private void ReadFields()
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Fail(Reject.Type(prefix.Length == 0 ? "payload" : prefix.TrimEnd('.'), Raw(root), "a JSON object"));
            return;
        }
        var next = 0;
        foreach (var property in root.EnumerateObject())
        {
            // Senders mostly keep the order in which they are documented.
            var index = next < fields.Length && property.NameEquals(fields[next]) ? next : IndexOf(property);
            if (index < 0)
            {
                Fail(Reject.Unknown(prefix + Reject.Quote(NameOf(property)), string.Join(", ", fields)));
                return;
            }
            // Which of two would count is a matter of taste between parsers, so neither does.
            if (values[index].ValueKind != JsonValueKind.Undefined)
            {
                Fail(Reject.Because("payload.json", prefix + fields[index], null, "is there twice"));
                return;
            }
            values[index] = property.Value;
            next = index + 1;
        }
    }

    private int IndexOf(JsonProperty property)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (property.NameEquals(fields[i]))
                return i;
        }
        return -1;
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }

    private T? Missing<T>(string field)
    {
        Fail(Reject.Missing(prefix + field));
        return default;
    }

    private T? Wrong<T>(string field, JsonElement value, string expected)
    {
        Fail(Reject.Type(prefix + field, Raw(value), expected));
        return default;
    }

    private static string? Raw(JsonElement value) => value.ValueKind is JsonValueKind.Undefined ? null : value.GetRawText();

    private static string Where(JsonException e) => e.BytePositionInLine is { } position ? $"line {e.LineNumber + 1}, byte {position + 1}" : "unreadable";
}
