using System.Buffers;

namespace SmartBlocks.Ledger;

/// <summary>
/// Applies one sorted set of changes to a trie. New nodes are written children first (left, right, node), so that the bytes are the same on
/// every machine. For each path to be put, the bit in which it differs from the leaf its own bits lead to is where it joins the trie
/// (the crit-bit property); knowing these, one walk down changes everything and writes no node that is not part of the result.
/// </summary>
internal sealed class StateCommit(StateTrie trie)
{
    private readonly record struct Change(byte[] Path, ReadOnlyMemory<byte>? Value, int Joins);

    private readonly List<Change> _changes = [];
    private ArrayBufferWriter<byte> _log = new();

    public StateAppend Run(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>?>> changes)
    {
        foreach (var (path, value) in changes)
            Add(path, value);
        _changes.Sort(static (a, b) => a.Path.AsSpan().SequenceCompareTo(b.Path));
        for (var i = 1; i < _changes.Count; i++)
        {
            if (_changes[i].Path.AsSpan().SequenceEqual(_changes[i - 1].Path))
                throw new ArgumentException($"The path '{StatePath.Text(_changes[i].Path)}' is changed twice in one commit.", nameof(changes));
        }
        var start = trie.Root.End;
        if (_changes.Count == 0)
            return new StateAppend(trie.Root, start, ReadOnlyMemory<byte>.Empty);
        // About what most commits come to: each change with its leaf and the forks above it that are its own.
        _log = new ArrayBufferWriter<byte>(_changes.Sum(static c => c.Path.Length + (c.Value?.Length ?? 0) + 4 * InnerNode.Size));
        var top = trie.Top is { } reference ? Update(reference, 0, _changes.Count) : Build(0, _changes.Count);
        var end = start + _log.WrittenCount;
        var root = top is { } node ? new StateRoot(node.Hash, node.Position, end) : StateRoot.Empty with { End = end };
        return new StateAppend(root, start, _log.WrittenMemory);
    }

    private void Add(string path, ReadOnlyMemory<byte>? value)
    {
        var key = StatePath.Encode(path);
        var best = trie.BestMatch(key);
        var joins = best is null ? 0 : StatePath.FirstDifference(key, best.Path);
        var present = best is not null && joins == int.MaxValue;
        if (value is null ? !present : present && best!.Value is { } standing && standing.Span.SequenceEqual(value.Value.Span))
            return;   // no change at all
        _changes.Add(new Change(key, value, joins));
    }

    /// <summary>Applies changes [from, to) to the subtree; null when nothing is left of it.</summary>
    private NodeReference? Update(NodeReference reference, int from, int to)
    {
        if (from == to)
            return reference;
        var node = trie.Reader.Read(reference, _changes[from].Path);
        var joins = int.MaxValue;
        for (var i = from; i < to; i++)
            joins = Math.Min(joins, _changes[i].Joins);
        if (node is InnerNode inner && inner.Bit < joins)
        {
            var middle = Split(from, to, inner.Bit);
            var left = Update(inner.Left, from, middle);
            var right = Update(inner.Right, middle, to);
            trie.Reader.Forget(reference.Position);
            return Fork(inner.Bit, left, right);
        }
        if (joins == int.MaxValue)
        {
            trie.Reader.Forget(reference.Position);
            return _changes[from].Value is { } value ? Leaf(_changes[from].Path, value) : null;
        }

        // A path joins above this node: the node's own paths lie on the other side of that bit.
        var at = Split(from, to, joins);
        var first = from;
        while (_changes[first].Joins != joins)
            first++;
        return StatePath.Bit(_changes[first].Path, joins) == 0
            ? Fork(joins, Build(from, at), Update(reference, at, to))
            : Fork(joins, Update(reference, from, at), Build(at, to));
    }

    /// <summary>A new subtree of changes [from, to), all of them to be put.</summary>
    private NodeReference Build(int from, int to)
    {
        if (to - from == 1)
            return Leaf(_changes[from].Path, _changes[from].Value!.Value);
        // Sorted, so the first and the last part earliest.
        var bit = StatePath.FirstDifference(_changes[from].Path, _changes[to - 1].Path);
        var middle = Split(from, to, bit);
        var left = Build(from, middle);
        var right = Build(middle, to);
        return Fork(bit, left, right)!.Value;
    }

    /// <summary>The first of the sorted changes [from, to) whose <paramref name="bit"/> is 1; they share all bits before it.</summary>
    private int Split(int from, int to, int bit)
    {
        while (from < to)
        {
            var middle = (from + to) >> 1;
            if (StatePath.Bit(_changes[middle].Path, bit) == 0)
                from = middle + 1;
            else
                to = middle;
        }
        return from;
    }

    private NodeReference? Fork(int bit, NodeReference? left, NodeReference? right)
    {
        if (left is null || right is null)
            return left ?? right;
        var node = InnerNode.Of(bit, left.Value, right.Value);
        var position = trie.Root.End + _log.WrittenCount;
        node.Write(_log);
        trie.Reader.Keep(position, node);
        return new NodeReference(node.Hash, position);
    }

    private NodeReference Leaf(byte[] path, ReadOnlyMemory<byte> value)
    {
        if (value.Length > StateTrie.MaxValueBytes)
            throw new ArgumentException($"The value at '{StatePath.Text(path)}' has {value.Length} bytes; at most {StateTrie.MaxValueBytes} are allowed.", nameof(value));
        var node = LeafNode.Of(path, value);
        var position = trie.Root.End + _log.WrittenCount;
        node.Write(_log);
        trie.Reader.Keep(position, node);
        return new NodeReference(node.Hash, position);
    }
}
