using System.Buffers;
using System.Buffers.Binary;

namespace SmartBlocks.Ledger;

/// <summary>
/// A node of the trie. In the log (all numbers big-endian):
/// <code>
/// leaf   0x00 ‖ u16 path length ‖ path ‖ u32 value length ‖ value
/// inner  0x01 ‖ u16 bit ‖ left hash (32) ‖ u64 left position ‖ right hash (32) ‖ u64 right position      83 bytes
/// </code>
/// A leaf whose value was dropped under a retention transaction keeps its place and its hash, in as many bytes as it had:
/// <code>
/// dropped leaf   0x02 ‖ u16 path length ‖ path ‖ u32 value length ‖ SHA-256(value) ‖ zeros
/// </code>
/// Hashes, which leave the positions out so that the root depends on paths and values alone:
/// <code>
/// leaf   SHA-256(0x00 ‖ u16 path length ‖ path ‖ SHA-256(value))
/// inner  SHA-256(0x01 ‖ u16 bit ‖ left hash ‖ right hash)
/// </code>
/// </summary>
internal abstract class StateNode
{
    public const byte LeafTag = 0;
    public const byte InnerTag = 1;
    public const byte DroppedTag = 2;

    public required Hash256 Hash { get; init; }

    /// <summary>Roughly what it weighs in memory, in bytes.</summary>
    public abstract int Weight { get; }

    /// <summary>Bytes it takes in the log.</summary>
    public abstract int Length { get; }

    /// <summary>Reads a node; 0 when it is whole, else the bytes needed to try again, or -1 when no node looks like this.</summary>
    public static int TryDecode(ReadOnlySpan<byte> bytes, out StateNode? node)
    {
        node = null;
        if (bytes.Length < 3)
            return -1;
        var number = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
        if (bytes[0] == InnerTag)
        {
            if (bytes.Length < InnerNode.Size)
                return -1;
            node = InnerNode.Of(number,
                new NodeReference(new Hash256(bytes.Slice(3, 32)), BinaryPrimitives.ReadInt64BigEndian(bytes[35..])),
                new NodeReference(new Hash256(bytes.Slice(43, 32)), BinaryPrimitives.ReadInt64BigEndian(bytes[75..])));
            return 0;
        }
        var valueAt = 3 + number + 4;
        if (bytes[0] is not (LeafTag or DroppedTag) || number is 0 or > StatePath.MaxLength)
            return -1;
        if (bytes.Length < valueAt)
            return valueAt;
        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(3 + number)..]);
        if (length > StateTrie.MaxValueBytes || bytes[0] == DroppedTag && length < Hash256.Size)
            return -1;
        if (bytes.Length < valueAt + length)
            return valueAt + (int)length;
        var path = bytes.Slice(3, number).ToArray();
        node = bytes[0] == LeafTag
            ? LeafNode.Of(path, bytes.Slice(valueAt, (int)length).ToArray())
            : LeafNode.OfDropped(path, new Hash256(bytes.Slice(valueAt, Hash256.Size)), (int)length);
        return 0;
    }
}

/// <summary>A path and its value, or the value's hash alone where it was dropped.</summary>
internal sealed class LeafNode : StateNode
{
    public required byte[] Path { get; init; }

    /// <summary>Null when it was dropped.</summary>
    public required ReadOnlyMemory<byte>? Value { get; init; }

    public required int ValueLength { get; init; }

    public required Hash256 ValueHash { get; init; }

    public override int Weight => 220 + Path.Length + ValueLength;

    public override int Length => 3 + Path.Length + 4 + ValueLength;

    public static LeafNode Of(byte[] path, ReadOnlyMemory<byte> value)
    {
        var valueHash = Hash256.Of(value.Span);
        return new LeafNode { Path = path, Value = value, ValueLength = value.Length, ValueHash = valueHash, Hash = HashOf(path, valueHash) };
    }

    public static LeafNode OfDropped(byte[] path, Hash256 valueHash, int valueLength) =>
        new() { Path = path, Value = null, ValueLength = valueLength, ValueHash = valueHash, Hash = HashOf(path, valueHash) };

    public static Hash256 HashOf(ReadOnlySpan<byte> path, Hash256 valueHash)
    {
        Span<byte> bytes = stackalloc byte[3 + path.Length + Hash256.Size];
        bytes[0] = LeafTag;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)path.Length);
        path.CopyTo(bytes[3..]);
        valueHash.CopyTo(bytes[(3 + path.Length)..]);
        return Hash256.Of(bytes);
    }

    public void Write(IBufferWriter<byte> log)
    {
        var size = Length;
        var bytes = log.GetSpan(size)[..size];
        bytes[0] = Value is null ? DroppedTag : LeafTag;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)Path.Length);
        Path.CopyTo(bytes[3..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[(3 + Path.Length)..], (uint)ValueLength);
        var rest = bytes[(7 + Path.Length)..];
        if (Value is { } value)
            value.Span.CopyTo(rest);
        else
        {
            rest.Clear();
            ValueHash.CopyTo(rest);
        }
        log.Advance(size);
    }
}

/// <summary>A fork: the paths below share all bits before <see cref="Bit"/>; those with a 0 there are left, those with a 1 right.</summary>
internal sealed class InnerNode : StateNode
{
    public const int Size = 83;

    public required int Bit { get; init; }

    public required NodeReference Left { get; init; }

    public required NodeReference Right { get; init; }

    public override int Weight => 220;

    public override int Length => Size;

    public static InnerNode Of(int bit, NodeReference left, NodeReference right) =>
        new() { Bit = bit, Left = left, Right = right, Hash = HashOf(bit, left.Hash, right.Hash) };

    public static Hash256 HashOf(int bit, Hash256 left, Hash256 right)
    {
        Span<byte> bytes = stackalloc byte[3 + 2 * Hash256.Size];
        bytes[0] = InnerTag;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)bit);
        left.CopyTo(bytes[3..]);
        right.CopyTo(bytes[35..]);
        return Hash256.Of(bytes);
    }

    public NodeReference Child(ReadOnlySpan<byte> path) => StatePath.Bit(path, Bit) == 0 ? Left : Right;

    public void Write(IBufferWriter<byte> log)
    {
        var bytes = log.GetSpan(Size);
        bytes[0] = InnerTag;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[1..], (ushort)Bit);
        Left.Hash.CopyTo(bytes[3..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[35..], Left.Position);
        Right.Hash.CopyTo(bytes[43..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[75..], Right.Position);
        log.Advance(Size);
    }
}
