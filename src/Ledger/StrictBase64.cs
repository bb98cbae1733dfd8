namespace SmartBlocks.Ledger;

/// <summary>
/// Base 64 as the C2SP formats have it (RFC 4648 §4): padded, no white space, and canonical (§3.5), so that one byte string has exactly one text.
/// </summary>
internal static class StrictBase64
{
    /// <summary>Decodes; null when the text is not what encoding its bytes gives.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        if (!Convert.TryFromBase64String(text, bytes, out var written))
            return null;
        Array.Resize(ref bytes, written);
        return Convert.ToBase64String(bytes) == text ? bytes : null;
    }

    /// <summary>Decodes a SHA-256 digest.</summary>
    public static bool TryDecode(string text, out Hash256 hash)
    {
        hash = default;
        if (text.Length != 44 || Decode(text) is not { Length: Hash256.Size } bytes)
            return false;
        hash = new Hash256(bytes);
        return true;
    }
}
