namespace SmartBlocks.Ledger;

/// <summary>
/// Numbers modulo L = 2^252 + 27742317777372353535851937790883648493, the order of edwards25519's generator, 32 bytes little-endian. The reduction is that of
/// TweetNaCl (Bernstein, van Gastel, Janssen, Lange, Schwabe, Smetsers; public domain): it takes the same steps for every number.
/// </summary>
internal static class EdwardsScalar
{
    public const int Size = 32;

    private static ReadOnlySpan<byte> L =>
    [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];

    /// <summary>Is it below L? RFC 8032 §5.1.7 demands it of a signature, so that one signature has one form.</summary>
    public static bool IsReduced(ReadOnlySpan<byte> scalar)
    {
        for (var i = Size - 1; i >= 0; i--)
        {
            if (scalar[i] != L[i])
                return scalar[i] < L[i];
        }
        return false;
    }

    /// <summary>64 bytes modulo L.</summary>
    public static void Reduce(ReadOnlySpan<byte> wide, Span<byte> result)
    {
        Span<long> x = stackalloc long[2 * Size];
        for (var i = 0; i < x.Length; i++)
            x[i] = wide[i];
        Reduce(x, result);
    }

    /// <summary>a · b + c modulo L.</summary>
    public static void MultiplyAdd(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, Span<byte> result)
    {
        Span<long> x = stackalloc long[2 * Size];
        x.Clear();
        for (var i = 0; i < Size; i++)
        {
            x[i] += c[i];
            for (var j = 0; j < Size; j++)
                x[i + j] += (long)a[i] * b[j];
        }
        Reduce(x, result);
    }

    private static void Reduce(Span<long> x, Span<byte> result)
    {
        for (var i = 2 * Size - 1; i >= Size; i--)
        {
            long carry = 0;
            for (var j = i - 32; j < i - 12; j++)
            {
                x[j] += carry - 16 * x[i] * L[j - (i - 32)];
                carry = (x[j] + 128) >> 8;
                x[j] -= carry << 8;
            }
            x[i - 12] += carry;
            x[i] = 0;
        }
        var borrow = 0L;
        for (var j = 0; j < Size; j++)
        {
            x[j] += borrow - (x[31] >> 4) * L[j];
            borrow = x[j] >> 8;
            x[j] &= 255;
        }
        for (var j = 0; j < Size; j++)
            x[j] -= borrow * L[j];
        for (var i = 0; i < Size; i++)
        {
            x[i + 1] += x[i] >> 8;
            result[i] = (byte)x[i];
        }
    }
}
