using System.Text;

namespace SmartBlocks.Ledger;

/// <summary>
/// The trie's keys: paths of 1 to 512 printable ASCII characters without spaces. As bits, a path is its bytes, most significant bit first,
/// then a zero byte: no path is then a prefix of another, and the order of bits is the order of text.
/// </summary>
internal static class StatePath
{
    public const int MaxLength = 512;

    public static bool IsValid(string path) => path.Length is > 0 and <= MaxLength && !path.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E');

    /// <exception cref="ArgumentException">When it is empty, too long, or holds anything but 0x21…0x7E.</exception>
    public static byte[] Encode(string path)
    {
        Check(path);
        return Encoding.ASCII.GetBytes(path);
    }

    public static void Check(string path)
    {
        if (!IsValid(path))
            throw new ArgumentException($"A state path has 1 to {MaxLength} printable ASCII characters without spaces; '{path}' does not.", nameof(path));
    }

    public static string Text(ReadOnlySpan<byte> path) => Encoding.ASCII.GetString(path);

    /// <summary>Bit <paramref name="index"/> of the path followed by zeros.</summary>
    public static int Bit(ReadOnlySpan<byte> path, int index)
    {
        var at = index >> 3;
        return at < path.Length ? (path[at] >> (7 - (index & 7))) & 1 : 0;
    }

    /// <summary>The first bit in which two different paths differ; <see cref="int.MaxValue"/> when they are the same.</summary>
    public static int FirstDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var at = a.CommonPrefixLength(b);
        if (at == a.Length && at == b.Length)
            return int.MaxValue;
        var difference = (at < a.Length ? a[at] : 0) ^ (at < b.Length ? b[at] : 0);
        return at * 8 + System.Numerics.BitOperations.LeadingZeroCount((uint)difference) - 24;
    }
}
