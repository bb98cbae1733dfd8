using System.Buffers.Binary;
using SmartBlocks.Ledger;

namespace SmartBlocks.Validator.Replica;

/// <summary>The batches of a block in one piece: each a big-endian 32-bit length and its JSON.</summary>
static class BatchPack
{
    /// <summary>Packs batches.</summary>
    public static byte[] Write(IEnumerable<Batch> batches)
    {
        var parts = batches.Select(batch => batch.ToJson()).ToList();
        var bytes = new byte[parts.Sum(part => sizeof(uint) + part.Length)];
        var rest = bytes.AsSpan();
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, part.Length);
            part.CopyTo(rest[sizeof(uint)..]);
            rest = rest[(sizeof(uint) + part.Length)..];
        }

        return bytes;
    }

    /// <summary>The JSON of each batch.</summary>
    /// <exception cref="InvalidDataException">The replica is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = bytes.Length < sizeof(uint) ? -1 : BinaryPrimitives.ReadInt32BigEndian(bytes.Span);
            if (length < 0 || length > bytes.Length - sizeof(uint)) throw new InvalidDataException("A block's batches in the replica are cut short.");
            yield return bytes.Slice(sizeof(uint), length);
            bytes = bytes[(sizeof(uint) + length)..];
        }
    }
}
