namespace SmartBlocks.Ledger;

/// <summary>
/// Changes above a state that are not in it yet. Overlays stack: a block's above the trie, a batch's above the block's; a refused batch's
/// overlay is simply dropped. The lowest one remembers what it read, so that a path is looked up in the trie once a block.
/// </summary>
public sealed class StateOverlay : IState
{
    private const int WorthKeeping = 256;

    private readonly IStateReader _below;
    private readonly Dictionary<string, ReadOnlyMemory<byte>?>? _reads;
    private Dictionary<string, ReadOnlyMemory<byte>?> _changes = new(StringComparer.Ordinal);

    /// <summary>An overlay without changes above <paramref name="below"/>.</summary>
    public StateOverlay(IStateReader below)
    {
        _below = below;
        _reads = below is StateOverlay or RecentState ? null : new Dictionary<string, ReadOnlyMemory<byte>?>(StringComparer.Ordinal);
    }

    /// <summary>The changes; null means deleted.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> Changes => _changes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Get(string path)
    {
        if (_changes.TryGetValue(path, out var value))
            return value;
        if (_reads is null)
            return _below.Get(path);
        if (!_reads.TryGetValue(path, out value))
            _reads[path] = value = _below.Get(path);
        return value;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Range(string prefix, string? after = null)
    {
        if (prefix.Length > 0)
            StatePath.Check(prefix);
        var mine = _changes.Keys
            .Where(p => p.StartsWith(prefix, StringComparison.Ordinal) && (after is null || string.CompareOrdinal(p, after) > 0))
            .Order(StringComparer.Ordinal).ToArray();
        var next = 0;
        foreach (var entry in _below.Range(prefix, after))
        {
            for (; next < mine.Length && string.CompareOrdinal(mine[next], entry.Key) < 0; next++)
            {
                if (_changes[mine[next]] is { } added)
                    yield return new(mine[next], added);
            }
            if (next == mine.Length || !string.Equals(mine[next], entry.Key, StringComparison.Ordinal))
                yield return entry;
        }
        for (; next < mine.Length; next++)
        {
            if (_changes[mine[next]] is { } added)
                yield return new(mine[next], added);
        }
    }

    /// <inheritdoc/>
    public void Set(string path, ReadOnlySpan<byte> value)
    {
        StatePath.Check(path);
        if (value.Length > StateTrie.MaxValueBytes)
            throw new ArgumentException($"The value at '{path}' has {value.Length} bytes; at most {StateTrie.MaxValueBytes} are allowed.", nameof(value));
        _changes[path] = value.ToArray();
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        StatePath.Check(path);
        _changes[path] = null;
    }

    /// <summary>Forgets all changes.</summary>
    internal void Clear()
    {
        // A dictionary is cleared in the time its largest content took.
        if (_changes.Capacity > WorthKeeping)
            _changes = new(StringComparer.Ordinal);
        else
            _changes.Clear();
    }

    /// <summary>Takes over the changes of an overlay above this one.</summary>
    internal void Merge(StateOverlay above)
    {
        foreach (var (path, value) in above._changes)
            _changes[path] = value;
    }
}
