using System.Buffers;

namespace SmartBlocks.Ledger;

/// <summary>Takes values out of a stored piece of a node log and leaves their hashes: in every leaf dropped, <c>SHA-256(value) ‖ zeros</c> stands where the value was.</summary>
public static class StateDrop
{
    /// <summary>
    /// The same nodes with the values at some paths dropped, of the same length; null when there is none to drop. Hashes, positions, roots and proofs of
    /// everything else stay what they are. A value shorter than its hash stays too.
    /// </summary>
    /// <param name="nodes">Whole nodes, as one commit appended them.</param>
    /// <param name="path">Says of a path whether its value is to go.</param>
    /// <exception cref="InvalidDataException">The bytes are not whole nodes.</exception>
    public static byte[]? Values(ReadOnlySpan<byte> nodes, Func<string, bool> path)
    {
        var kept = new ArrayBufferWriter<byte>(Math.Max(1, nodes.Length));
        var dropped = false;
        for (var at = 0; at < nodes.Length;)
        {
            if (StateNode.TryDecode(nodes[at..], out var node) != 0)
                throw new InvalidDataException(FormattableString.Invariant($"Byte {at} of {nodes.Length} begins no whole state node."));
            if (node is LeafNode { Value: not null, ValueLength: >= Hash256.Size } leaf && path(StatePath.Text(leaf.Path)))
            {
                LeafNode.OfDropped(leaf.Path, leaf.ValueHash, leaf.ValueLength).Write(kept);
                dropped = true;
            }
            else
                kept.Write(nodes.Slice(at, node!.Length));
            at += node!.Length;
        }
        return dropped ? kept.WrittenSpan.ToArray() : null;
    }
}
