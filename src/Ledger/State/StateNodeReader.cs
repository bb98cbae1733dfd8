namespace SmartBlocks.Ledger;

/// <summary>
/// Reads nodes, checks each against the hash that led to it, and keeps those recently touched. Bounded by weight: when the young
/// generation is full it becomes the old one, and nodes nobody touched since are dropped. Not thread safe.
/// </summary>
public sealed class StateNodeReader
{
    /// <summary>Weight of one generation in bytes; two generations at most are held. More saves reads from a large state.</summary>
    public const int DefaultGenerationBytes = 24 * 1024 * 1024;

    private const int FirstRead = 512;

    private readonly IStateNodes _nodes;
    private readonly int _generationBytes;
    private Dictionary<long, StateNode> _young = [];
    private Dictionary<long, StateNode> _old = [];
    private int _weight;

    /// <summary>A reader above <paramref name="nodes"/>.</summary>
    public StateNodeReader(IStateNodes nodes, int generationBytes = DefaultGenerationBytes)
    {
        _nodes = nodes;
        _generationBytes = generationBytes;
    }

    /// <exception cref="StateCorruptException">When the log holds something else there.</exception>
    internal StateNode Read(NodeReference reference, ReadOnlySpan<byte> path)
    {
        // The hash is compared also here: a proposal that was given up leaves nodes at positions that others take later.
        if (_young.TryGetValue(reference.Position, out var node) && node.Hash == reference.Hash)
            return node;
        if (!_old.TryGetValue(reference.Position, out node) || node.Hash != reference.Hash)
            node = Load(reference, path);
        Keep(reference.Position, node);
        return node;
    }

    internal void Keep(long position, StateNode node)
    {
        if (_weight >= _generationBytes)
        {
            _old = _young;
            _young = new Dictionary<long, StateNode>(_old.Count);
            _weight = 0;
        }
        _young[position] = node;
        _weight += node.Weight;
    }

    /// <summary>Lets go of a node that a newer state has no more: who asks for the older one reads it from the log again.</summary>
    internal void Forget(long position)
    {
        if (_young.Remove(position, out var node))
            _weight -= node.Weight;
        else
            _old.Remove(position);
    }

    private StateNode Load(NodeReference reference, ReadOnlySpan<byte> path)
    {
        Span<byte> first = stackalloc byte[FirstRead];
        var read = _nodes.Read(reference.Position, first);
        var needed = StateNode.TryDecode(first[..read], out var node);
        while (needed > 0)
        {
            var whole = new byte[needed];
            if (_nodes.Read(reference.Position, whole) < needed)
                break;
            needed = StateNode.TryDecode(whole, out node);
        }
        if (node is null)
            throw new StateCorruptException(reference.Position, StatePath.Text(path), "is not a whole node");
        if (node.Hash != reference.Hash)
            throw new StateCorruptException(reference.Position, StatePath.Text(path), $"has the hash {node.Hash} where {reference.Hash} is expected");
        return node;
    }
}
