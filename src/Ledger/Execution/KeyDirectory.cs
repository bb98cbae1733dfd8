namespace SmartBlocks.Ledger;

/// <summary>Registered keys as an executor sees them: the entry is read from the state each time, decoding and importing happen once. Not thread safe.</summary>
internal sealed class KeyDirectory
{
    private const int MaxEntries = 32_768;

    private readonly Dictionary<string, (string Path, ReadOnlyMemory<byte> Value, KeyEntry Entry)> _entries = new(StringComparer.Ordinal);

    public PublicKeyCache Keys { get; } = new();

    /// <summary>The entry of <paramref name="kid"/> in <paramref name="state"/>, or null.</summary>
    public KeyEntry? Find(IStateReader state, string kid)
    {
        var isKnown = _entries.TryGetValue(kid, out var known);
        var path = isKnown ? known.Path : KeyEntry.Path(kid);
        if (state.Get(path) is not { } value)
            return null;
        if (isKnown && known.Value.Span.SequenceEqual(value.Span))
            return known.Entry;
        if (_entries.Count >= MaxEntries)
            _entries.Clear();
        var entry = KeyEntry.FromJson(kid, value);
        _entries[kid] = (path, value, entry);
        return entry;
    }

    /// <summary>The key of <paramref name="kid"/> in <paramref name="state"/>, or null.</summary>
    public PublicKey? Resolve(IStateReader state, string kid) =>
        Keys.TryGet(kid, out var key) ? key : Find(state, kid) is { } entry ? Keys.Get(entry) : null;
}
