using System.Buffers;
using System.Buffers.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// base64url as JWS has it (RFC 7515 §2, RFC 4648 §5): no padding, no white space, and canonical (RFC 4648 §3.5): the unused bits
/// of the last character are zero. One byte string so has exactly one text, and a flipped bit is never silently ignored.
/// </summary>
public static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>Bytes that <paramref name="characters"/> characters decode to, or -1 when no text has that length.</summary>
    public static int DecodedLength(int characters) => (characters & 3) switch
    {
        0 => characters / 4 * 3,
        2 => characters / 4 * 3 + 1,
        3 => characters / 4 * 3 + 2,
        _ => -1,
    };

    /// <summary>True when <paramref name="text"/> holds only characters of the alphabet.</summary>
    public static bool IsAlphabet(ReadOnlySpan<byte> text) => !text.ContainsAnyExcept(Alphabet);

    /// <summary>Decodes into <paramref name="destination"/>, whose length must be exactly the decoded length.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        if (DecodedLength(text.Length) != destination.Length || !IsAlphabet(text))
            return false;
        if (text.IsEmpty)
            return true;
        if (Base64Url.DecodeFromUtf8(text, destination, out _, out var written) != OperationStatus.Done || written != destination.Length)
            return false;
        return HasNoStrayBits(text, destination);
    }

    /// <summary>Decodes into a new array; null when the text is not canonical base64url.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var length = DecodedLength(text.Length);
        if (length < 0)
            return null;
        var bytes = new byte[length];
        return TryDecode(text, bytes) ? bytes : null;
    }

    private static bool HasNoStrayBits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes)
    {
        var tail = text.Length & 3;
        if (tail == 0)
            return true;
        Span<byte> again = stackalloc byte[4];
        Base64Url.EncodeToUtf8(bytes[^(tail - 1)..], again, out _, out _);
        return again[..tail].SequenceEqual(text[^tail..]);
    }
}
