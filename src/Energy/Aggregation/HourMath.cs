using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartBlocks.Energy;

/// <summary>Sums and bounds of columns of hours, as many hours at a time as the processor takes; whole numbers, so the result is the same on every machine.</summary>
internal static class HourMath
{
    /// <summary>Each number or that beside it, whichever is less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Least(Span<short> into, ReadOnlySpan<short> of)
    {
        of = of[..into.Length];
        var i = 0;
        for (; i <= into.Length - Vector<short>.Count; i += Vector<short>.Count)
            Vector.Min(new Vector<short>(into[i..]), new Vector<short>(of[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++)
            into[i] = Math.Min(into[i], of[i]);
    }

    /// <summary>Each number or that beside it, whichever is more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Most(Span<short> into, ReadOnlySpan<short> of)
    {
        of = of[..into.Length];
        var i = 0;
        for (; i <= into.Length - Vector<short>.Count; i += Vector<short>.Count)
            Vector.Max(new Vector<short>(into[i..]), new Vector<short>(of[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++)
            into[i] = Math.Max(into[i], of[i]);
    }

    /// <summary>Adds one column to another; nothing may overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<long> into, ReadOnlySpan<long> of)
    {
        of = of[..into.Length];
        var i = 0;
        for (; i <= into.Length - Vector<long>.Count; i += Vector<long>.Count)
            (new Vector<long>(into[i..]) + new Vector<long>(of[i..])).CopyTo(into[i..]);
        for (; i < into.Length; i++)
            into[i] += of[i];
    }

    /// <summary>The sum, in 64 bits; it must fit, and so must that of any part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Sum(ReadOnlySpan<long> of)
    {
        var several = Vector<long>.Zero;
        foreach (var part in MemoryMarshal.Cast<long, Vector<long>>(of))
            several += part;
        var sum = Vector.Sum(several);
        foreach (var value in of[(of.Length - of.Length % Vector<long>.Count)..])
            sum += value;
        return sum;
    }

    /// <summary>The sum of at most half a million numbers, none beyond an hour.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long Sum(ReadOnlySpan<short> of)
    {
        var several = Vector<int>.Zero;
        foreach (var part in MemoryMarshal.Cast<short, Vector<short>>(of))
        {
            Vector.Widen(part, out var low, out var high);
            several += low + high;
        }
        long sum = Vector.Sum(several);
        foreach (var value in of[(of.Length - of.Length % Vector<short>.Count)..])
            sum += value;
        return sum;
    }
}

/// <summary>A sum of up to two billion 64-bit numbers in two halves, which is exact and does without 128 bits on the way.</summary>
internal struct LongSum
{
    private long high;
    private long low;

    /// <summary>Adds a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long value)
    {
        high += value >> 32;
        low += (uint)value;
    }

    /// <summary>The sum.</summary>
    public readonly Int128 Total => ((Int128)high << 32) + low;
}
