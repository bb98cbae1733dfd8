using System.Collections.Frozen;

namespace SmartBlocks.Energy;

/// <summary>The words of one vocabulary: each value of an enumeration and how it is written in transactions and state.</summary>
internal sealed class Words<T>(params (T Value, string Text)[] pairs)
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, string> texts = pairs.ToFrozenDictionary(pair => pair.Value, pair => pair.Text);
    private readonly FrozenDictionary<string, T> values = pairs.ToFrozenDictionary(pair => pair.Text, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>All words, in the order in which they are defined, for error messages.</summary>
    public string List { get; } = string.Join(", ", pairs.Select(pair => pair.Text));

    public string Text(T value) => texts[value];

    public bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && values.TryGetValue(text, out value);
    }
}
