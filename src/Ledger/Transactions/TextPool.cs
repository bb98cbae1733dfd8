using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// Texts that many transactions share, such as their ledger, family and key id: each as one string while it stays in its place, rather than one a
/// transaction. Of two texts that meet in one place the later is kept. A pool a thread, so nobody waits.
/// </summary>
internal static class TextPool
{
    private const int Places = 4_096;

    /// <summary>Longest text that is kept: a key id has 43 characters, a ledger's id at most 64.</summary>
    private const int MaxLength = 64;

    [ThreadStatic]
    private static string?[]? s_texts;

    /// <summary>ASCII as text.</summary>
    public static string Get(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length is 0 or > MaxLength)
            return Encoding.ASCII.GetString(ascii);
        ref var place = ref (s_texts ??= new string?[Places])[Place(ascii)];
        if (place is null || !Ascii.Equals(ascii, place))
            place = Encoding.ASCII.GetString(ascii);
        return place;
    }

    // FNV-1a over the text's length and ends: nothing secret, and the same everywhere.
    private static uint Place(ReadOnlySpan<byte> ascii)
    {
        var hash = 2_166_136_261u ^ (uint)ascii.Length;
        foreach (var character in ascii[..Math.Min(8, ascii.Length)])
            hash = (hash ^ character) * 16_777_619u;
        foreach (var character in ascii[Math.Max(0, ascii.Length - 8)..])
            hash = (hash ^ character) * 16_777_619u;
        return (hash ^ (hash >> 16)) % Places;
    }
}
