using System.Runtime.InteropServices;

namespace SmartBlocks.Ledger;

/// <summary>
/// The state after a ledger's newest block, with the values that recent blocks read and wrote at hand: most of what the next block asks for, which so
/// needs no walk down the trie. It belongs to one root; at another it begins anew. Bounded by weight; not thread safe.
/// </summary>
internal sealed class RecentState(StateNodeReader nodes, int maxBytes) : IStateReader
{
    private const int EntryBytes = 160;

    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _values = new(StringComparer.Ordinal);
    private StateTrie _trie = new(StateRoot.Empty, nodes);
    private long _weight;

    /// <summary>The state at <paramref name="root"/>.</summary>
    public RecentState At(StateRoot root)
    {
        if (root != _trie.Root)
            Begin(root);
        return this;
    }

    /// <summary>The state at <paramref name="root"/>, which is this one with <paramref name="changes"/>.</summary>
    public void Advance(StateRoot root, IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> changes)
    {
        _trie = new StateTrie(root, nodes);
        foreach (var (path, value) in changes)
            Keep(path, value);
        if (_weight > maxBytes)
            Begin(root);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Get(string path)
    {
        if (!_values.TryGetValue(path, out var value))
            Keep(path, value = _trie.Get(path));
        return value;
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Range(string prefix, string? after = null) => _trie.Range(prefix, after);

    private void Begin(StateRoot root)
    {
        _trie = new StateTrie(root, nodes);
        _values.Clear();
        _weight = 0;
    }

    private void Keep(string path, ReadOnlyMemory<byte>? value)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, path, out var isKnown);
        _weight += (value?.Length ?? 0) + (isKnown ? -(place?.Length ?? 0) : EntryBytes + 2 * path.Length);
        place = value;
    }
}
