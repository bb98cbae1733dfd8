using System.Collections.Immutable;

namespace SmartBlocks.Ledger;

/// <summary>One fork on the way from the root: the bit it asks, and the hash of the child the way does not take.</summary>
public readonly record struct StateProofStep(int Bit, Hash256 Sibling);

/// <summary>
/// Proof of what is at a path under a state root. Present: the leaf with that path and its value. Absent: the leaf that the path's own bits
/// lead to is another one (or the trie is empty); since inner nodes stand exactly where paths part, the path itself would be nowhere else.
/// </summary>
/// <param name="Steps">Forks from the root down, their bits increasing.</param>
/// <param name="LeafPath">Path of the leaf reached; null in an empty trie.</param>
/// <param name="LeafValueHash">SHA-256 of that leaf's value.</param>
/// <param name="Value">The value, when the leaf is the one asked for; null otherwise.</param>
public sealed partial record StateProof(
    ImmutableArray<StateProofStep> Steps, string? LeafPath, Hash256 LeafValueHash, ReadOnlyMemory<byte>? Value = null)
{
    /// <summary>True when the proof holds under <paramref name="root"/>; <paramref name="value"/> is then what is at the path, null for nothing.</summary>
    public bool Verify(Hash256 root, string path, out ReadOnlyMemory<byte>? value)
    {
        value = null;
        var key = StatePath.Encode(path);
        if (LeafPath is null)
            return Steps.IsEmpty && Value is null && LeafValueHash == default && root == Hash256.OfNothing;
        if (!StatePath.IsValid(LeafPath))
            return false;
        var leaf = StatePath.Encode(LeafPath);
        var hash = LeafNode.HashOf(leaf, LeafValueHash);
        var below = int.MaxValue;
        for (var i = Steps.Length - 1; i >= 0; i--)
        {
            var (bit, sibling) = Steps[i];
            if (bit < 0 || bit >= below || bit >= (StatePath.MaxLength + 1) * 8 || StatePath.Bit(key, bit) != StatePath.Bit(leaf, bit))
                return false;
            below = bit;
            hash = StatePath.Bit(key, bit) == 0 ? InnerNode.HashOf(bit, hash, sibling) : InnerNode.HashOf(bit, sibling, hash);
        }
        if (hash != root)
            return false;
        if (!leaf.AsSpan().SequenceEqual(key))
            return Value is null;
        if (Value is not { } present || Hash256.Of(present.Span) != LeafValueHash)
            return false;
        value = present;
        return true;
    }
}
