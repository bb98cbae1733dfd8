using System.Text.Json;

namespace SmartBlocks.Ledger;

/// <summary>
/// A family's payload, read member by member. The first broken rule is kept in <see cref="Rejection"/> and everything read after it is
/// empty, so that a family reads all it needs and asks once. Duplicate members are refused; <see cref="End"/> refuses unknown ones.
/// </summary>
public sealed class Payload : IDisposable
{
    private readonly JsonDocument? _document;
    private readonly JsonElement? _root;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    private Payload(JsonDocument? document, JsonElement? root, Rejection? rejection)
    {
        _document = document;
        _root = root;
        Rejection = rejection;
    }

    /// <summary>The first broken rule.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>Opens a payload, which must be a JSON object.</summary>
    public static Payload Open(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Payload(document, document.RootElement, null)
                : new Payload(document, null, new Rejection("payload.json", "The payload must be a JSON object."));
        }
        catch (JsonException e)
        {
            return new Payload(null, null, new Rejection("payload.json", "The payload is not JSON: " + e.Message));
        }
    }

    /// <summary>Reads an object within a payload.</summary>
    internal static Payload Of(JsonElement part) => part.ValueKind == JsonValueKind.Object
        ? new Payload(null, part, null)
        : new Payload(null, null, new Rejection("payload.json", "It must be a JSON object."));

    /// <summary>A text that must be there.</summary>
    public string Text(string name, int maxLength = 256)
    {
        var text = OptionalText(name, maxLength);
        if (text is null)
            Reject(name, null, "must be there, as text");
        return text ?? "";
    }

    /// <summary>A text, or null when the member is missing or null.</summary>
    public string? OptionalText(string name, int maxLength = 256)
    {
        if (Optional(name) is not { } element)
            return null;
        if (element.ValueKind != JsonValueKind.String)
        {
            Reject(name, element.GetRawText(), "must be text");
            return null;
        }
        try
        {
            var text = element.GetString()!;
            if (text.Length <= maxLength)
                return text;
            Reject(name, string.Concat(text.AsSpan(0, Math.Min(32, text.Length)), "…"), FormattableString.Invariant($"must have at most {maxLength} characters"));
        }
        catch (InvalidOperationException)   // half a surrogate pair, or bytes that are no UTF-8
        {
            Reject(name, null, "must be Unicode text");
        }
        return null;
    }

    /// <summary>A slug that must be there (<see cref="Names.IsSlug"/>).</summary>
    public string Slug(string name)
    {
        var text = Text(name);
        if (Rejection is null && !Names.IsSlug(text))
            Reject(name, text, "must be 1 to 64 of a-z, 0-9 and -");
        return text;
    }

    /// <summary>A whole number that must be there.</summary>
    public long Whole(string name, long min, long max)
    {
        if (Element(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetInt64(out var number) && number >= min && number <= max)
            return number;
        Reject(name, null, FormattableString.Invariant($"must be a whole number from {min} to {max}"));
        return min;
    }

    /// <summary>A member that must be there; undefined when it is not.</summary>
    public JsonElement Element(string name)
    {
        if (Optional(name) is { } element)
            return element;
        Reject(name, null, "must be there");
        return default;
    }

    /// <summary>A member, or null when it is missing or null.</summary>
    public JsonElement? Optional(string name)
    {
        _read.Add(name);
        return _root is { } root && root.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null
            ? element
            : null;
    }

    /// <summary>Refuses members nobody asked for; answers the first broken rule, if any.</summary>
    public Rejection? End()
    {
        if (_root is { } root && Rejection is null)
        {
            foreach (var member in root.EnumerateObject())
            {
                if (!_read.Contains(member.Name))
                    Reject(member.Name, null, "is not a member of this payload", "payload.member");
            }
        }
        return Rejection;
    }

    /// <summary>Keeps a broken rule, unless one is kept already.</summary>
    public void Reject(string name, string? value, string rule, string? code = null) =>
        Rejection ??= new Rejection(code ?? "payload." + name, value is null ? $"{name} {rule}." : $"{name} is '{value}'; it {rule}.", name, value);

    /// <inheritdoc/>
    public void Dispose() => _document?.Dispose();
}
