
namespace SmartBlocks.Ledger;

/// <summary>
/// The state at one root: a binary crit-bit Merkle trie (D. J. Bernstein's crit-bit trees, hashed as RFC 6962 trees are: leaves and inner
/// nodes in separate domains). Inner nodes stand exactly where paths part, so the shape, and the root, depend on the paths and values alone
/// and not on how they came. Nodes are appended to one log per ledger; older roots stay readable.
/// </summary>
public sealed class StateTrie : IStateReader
{
    /// <summary>Longest value, in bytes.</summary>
    public const int MaxValueBytes = 1024 * 1024;

    private readonly StateNodeReader _reader;

    /// <summary>The state at <paramref name="root"/>, read through a reader that may serve many roots.</summary>
    public StateTrie(StateRoot root, StateNodeReader reader)
    {
        Root = root;
        _reader = reader;
    }

    /// <summary>The state at <paramref name="root"/> in <paramref name="nodes"/>.</summary>
    public StateTrie(StateRoot root, IStateNodes nodes) : this(root, new StateNodeReader(nodes))
    {
    }

    /// <summary>The root this is the state at.</summary>
    public StateRoot Root { get; }

    internal StateNodeReader Reader => _reader;

    internal NodeReference? Top => Root.IsEmpty ? null : new NodeReference(Root.Hash, Root.Position);

    /// <inheritdoc/>
    /// <exception cref="StateCorruptException">When the log was changed.</exception>
    /// <exception cref="StateDroppedException">When the value was dropped under a retention transaction.</exception>
    public ReadOnlyMemory<byte>? Get(string path)
    {
        var key = StatePath.Encode(path);
        // Spelt out: in `… ? leaf.Value : null` the null would become an empty memory, which is a value.
        if (BestMatch(key) is { } leaf && leaf.Path.AsSpan().SequenceEqual(key))
            return leaf.Value ?? throw new StateDroppedException(path);
        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="StateCorruptException">When the log was changed.</exception>
    /// <exception cref="StateDroppedException">When a value was dropped under a retention transaction; <see cref="Leaves"/> passes such by.</exception>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Range(string prefix, string? after = null) =>
        Leaves(prefix, after).Select(leaf => new KeyValuePair<string, ReadOnlyMemory<byte>>(leaf.Path, leaf.Value ?? throw new StateDroppedException(leaf.Path)));

    /// <summary>As <see cref="Range"/>, with null for values that were dropped under a retention transaction.</summary>
    /// <exception cref="StateCorruptException">When the log was changed.</exception>
    public IEnumerable<StateLeaf> Leaves(string prefix, string? after = null)
    {
        var beginning = prefix.Length == 0 ? [] : StatePath.Encode(prefix);
        var past = after is null ? null : StatePath.Encode(after);
        var fromAfter = past is not null && past.AsSpan().SequenceCompareTo(beginning) >= 0;
        foreach (var leaf in From(fromAfter ? past! : beginning, including: !fromAfter))
        {
            if (!leaf.Path.AsSpan().StartsWith(beginning))
                yield break;
            yield return new StateLeaf(StatePath.Text(leaf.Path), leaf.Value);
        }
    }

    /// <summary>
    /// The trie with <paramref name="changes"/> applied (null: delete): the new root and the bytes the node log grows by, which are a
    /// pure function of this root and the changes. Nothing is written here. Work is proportional to the changes and the trie's depth.
    /// </summary>
    public StateAppend Commit(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes) => new StateCommit(this).Run(changes);

    /// <summary>A proof of what is at <paramref name="path"/>, or that nothing is.</summary>
    public StateProof Prove(string path)
    {
        var key = StatePath.Encode(path);
        var steps = new List<StateProofStep>();
        if (Top is not { } reference)
            return new StateProof([], null, default);
        while (_reader.Read(reference, key) is InnerNode inner)
        {
            var right = StatePath.Bit(key, inner.Bit) == 1;
            steps.Add(new StateProofStep(inner.Bit, right ? inner.Left.Hash : inner.Right.Hash));
            reference = right ? inner.Right : inner.Left;
        }
        var leaf = (LeafNode)_reader.Read(reference, key);
        return leaf.Path.AsSpan().SequenceEqual(key)
            ? new StateProof([.. steps], path, leaf.ValueHash, leaf.Value)
            : new StateProof([.. steps], StatePath.Text(leaf.Path), leaf.ValueHash);
    }

    /// <summary>
    /// Where in the node log the path's leaf was written, or null when the path has no value: the block that appended this position is the one that
    /// last changed it.
    /// </summary>
    /// <exception cref="StateCorruptException">When the node log is damaged.</exception>
    public long? Locate(string path)
    {
        var key = StatePath.Encode(path);
        if (Top is not { } reference)
            return null;
        StateNode node;
        while ((node = _reader.Read(reference, key)) is InnerNode inner)
            reference = inner.Child(key);
        return ((LeafNode)node).Path.AsSpan().SequenceEqual(key) ? reference.Position : null;
    }

    /// <summary>The leaf one reaches by following the path's own bits; null in an empty trie.</summary>
    internal LeafNode? BestMatch(ReadOnlySpan<byte> path)
    {
        if (Top is not { } reference)
            return null;
        var node = _reader.Read(reference, path);
        while (node is InnerNode inner)
            node = _reader.Read(inner.Child(path), path);
        return (LeafNode)node;
    }

    /// <summary>The leaves at or after <paramref name="path"/>, in order.</summary>
    private IEnumerable<LeafNode> From(byte[] path, bool including)
    {
        if (BestMatch(path) is not { } best)
            yield break;
        // All paths of a subtree whose bit is past the first difference share that difference, so they all lie on one side of `path`.
        var difference = StatePath.FirstDifference(path, best.Path);
        var waiting = new Stack<NodeReference>();
        var node = _reader.Read(Top!.Value, path);
        while (node is InnerNode inner && inner.Bit < difference)
        {
            var right = StatePath.Bit(path, inner.Bit) == 1;
            if (!right)
                waiting.Push(inner.Right);
            node = _reader.Read(right ? inner.Right : inner.Left, path);
        }
        if (difference == int.MaxValue ? including : StatePath.Bit(path, difference) == 0)
        {
            foreach (var leaf in Below(node, waiting, path))
                yield return leaf;
        }
        else if (waiting.TryPop(out var next))
        {
            foreach (var leaf in Below(_reader.Read(next, path), waiting, path))
                yield return leaf;
        }
    }

    private IEnumerable<LeafNode> Below(StateNode node, Stack<NodeReference> waiting, byte[] path)
    {
        while (true)
        {
            while (node is InnerNode inner)
            {
                waiting.Push(inner.Right);
                node = _reader.Read(inner.Left, path);
            }
            yield return (LeafNode)node;
            if (!waiting.TryPop(out var next))
                yield break;
            node = _reader.Read(next, path);
        }
    }
}

/// <summary>A path of the state and its value.</summary>
/// <param name="Path">The path.</param>
/// <param name="Value">The value; null when it was dropped under a retention transaction.</param>
public readonly record struct StateLeaf(string Path, ReadOnlyMemory<byte>? Value);
