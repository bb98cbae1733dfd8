using System.Buffers.Binary;
using System.Buffers.Text;

namespace SmartBlocks.Storage.Sql.Transactions;

/// <summary>A transaction id: SHA-256, in text base64url of 43 characters. Ordered as its bytes are.</summary>
internal readonly record struct TransactionId(ulong A, ulong B, ulong C, ulong D) : IComparable<TransactionId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Bytes = 32;

    const int TextLength = 43;

    /// <summary>The 43rd character carries four bits of the id and two that must be zero; otherwise one id would have four spellings.</summary>
    const string LastCharacters = "AEIMQUYcgkosw048";

    /// <summary>Reads the text form; false when it is not the base64url of 32 bytes.</summary>
    public static bool TryParse(string text, out TransactionId id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        if (text.Length == TextLength && LastCharacters.Contains(text[^1], StringComparison.Ordinal) && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Bytes)
        {
            id = Read(bytes);
            return true;
        }
        id = default;
        return false;
    }

    /// <summary>Reads 32 bytes.</summary>
    public static TransactionId Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>Writes 32 bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], D);
    }

    /// <inheritdoc/>
    public int CompareTo(TransactionId other)
    {
        var order = A.CompareTo(other.A);
        if (order == 0)
            order = B.CompareTo(other.B);
        if (order == 0)
            order = C.CompareTo(other.C);
        return order != 0 ? order : D.CompareTo(other.D);
    }
}
