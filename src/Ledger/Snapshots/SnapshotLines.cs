using System.Buffers.Text;
using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// Writes a snapshot (<c>sb-snapshot/1</c>): the state after a block with all that is needed to go on from there, as lines of JSON.
/// <code>
/// {"format":"sb-snapshot/1",…}             the header, see <see cref="SnapshotHeader"/>
/// {"ids":"…"}                              ids of all transactions up to the block in history order, 32 bytes each, any number a line
/// {"at":123,"nodes":"…"}                   the state's nodes where the node log has them, ascending; neighbours together, nodes never cut
/// </code>
/// Only nodes that the state needs are there, each at its offset in the whole log: what a later block appends is then byte for byte what it is on a ledger that
/// was executed from its genesis. Children stand before their parents, so that a reader verifies a snapshot of any size as it comes.
/// </summary>
public static class SnapshotLines
{
    /// <summary>Bytes of nodes in a line at most, unless a single node is longer.</summary>
    public const int MaxRunBytes = 64 * 1024;

    /// <summary>Ids in a line at most.</summary>
    public const int MaxIds = 4_096;

    private readonly record struct Place(long Position, int Length);

    /// <summary>The header and the nodes of the state after a block; the ids' lines belong between the two.</summary>
    /// <param name="genesis">Id of block 0.</param>
    /// <param name="block">The block.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="nodes">The ledger's node log.</param>
    /// <param name="tiles">The ledger's history tiles.</param>
    /// <exception cref="StateCorruptException">The node log is damaged.</exception>
    public static (SnapshotHeader Header, IEnumerable<byte[]> Nodes) Write(string genesis, Block block, StateRoot state, IStateNodes nodes, IHistoryTiles tiles)
    {
        var places = Reachable(state, nodes);
        var header = new SnapshotHeader(genesis, block, state.Position, state.End, places.Count, SnapshotHeader.EdgesOf(tiles, block.Header.Size));
        return (header, Runs(places, nodes));
    }

    /// <summary>A line of ids, without its end.</summary>
    public static byte[] Ids(IReadOnlyCollection<Hash256> ids)
    {
        var bytes = new byte[ids.Count * Hash256.Size];
        var at = 0;
        foreach (var id in ids)
        {
            id.CopyTo(bytes.AsSpan(at));
            at += Hash256.Size;
        }
        return Encoding.ASCII.GetBytes($$"""{"ids":"{{Base64Url.EncodeToString(bytes)}}"}""");
    }

    private static List<Place> Reachable(StateRoot state, IStateNodes nodes)
    {
        var places = new List<Place>();
        var reader = new StateNodeReader(nodes);
        var waiting = new Stack<NodeReference>();
        if (!state.IsEmpty)
            waiting.Push(new NodeReference(state.Hash, state.Position));
        while (waiting.TryPop(out var reference))
        {
            var node = reader.Read(reference, "snapshot"u8);
            places.Add(new Place(reference.Position, node.Length));
            if (node is not InnerNode inner)
                continue;
            waiting.Push(inner.Right);
            waiting.Push(inner.Left);
        }
        places.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        return places;
    }

    private static IEnumerable<byte[]> Runs(List<Place> places, IStateNodes nodes)
    {
        for (var first = 0; first < places.Count;)
        {
            var (start, end) = (places[first].Position, places[first].Position + places[first].Length);
            var next = first + 1;
            for (; next < places.Count && places[next].Position == end && end + places[next].Length - start <= MaxRunBytes; next++)
                end += places[next].Length;
            yield return Run(start, (int)(end - start), nodes);
            first = next;
        }
    }

    private static byte[] Run(long start, int length, IStateNodes nodes)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = nodes.Read(start + read, bytes.AsSpan(read));
            if (count == 0)
                throw new StateCorruptException(start + read, "snapshot", "is not there any more");
            read += count;
        }
        return Encoding.ASCII.GetBytes(FormattableString.Invariant($$"""{"at":{{start}},"nodes":"{{Base64Url.EncodeToString(bytes)}}"}"""));
    }
}
