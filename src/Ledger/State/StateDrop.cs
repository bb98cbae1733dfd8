using System.Buffers;
using System.Buffers.Binary;

namespace SmartBlocks.Ledger;

/// <summary>Takes values out of a stored piece of a node log and leaves their hashes: in every leaf dropped, <c>SHA-256(value) ‖ zeros</c> stands where the value was.</summary>
public static class StateDrop
{
    /// <summary>Whether values of these nodes were dropped. Lengths alone are looked at, no hash is computed.</summary>
    /// <param name="nodes">Whole nodes, as one commit appended them; of what is none, only the beginning is looked at.</param>
    public static bool IsIn(ReadOnlySpan<byte> nodes)
    {
        for (var at = 0; at + 3 <= nodes.Length;)
        {
            if (nodes[at] == StateNode.DroppedTag)
                return true;
            var valueAt = at + 3 + BinaryPrimitives.ReadUInt16BigEndian(nodes[(at + 1)..]) + 4;
            if (nodes[at] == StateNode.InnerTag)
                at += InnerNode.Size;
            else if (nodes[at] == StateNode.LeafTag && valueAt <= nodes.Length && BinaryPrimitives.ReadUInt32BigEndian(nodes[(valueAt - 4)..]) is var length and <= StateTrie.MaxValueBytes)
                at = valueAt + (int)length;
            else
                return false;
        }
        return false;
    }

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
