using System.Numerics;
using System.Runtime.Intrinsics;
using SmartBlocks.Energy;

namespace SmartBlocks.Storage.Sql;

public static partial class HourBlock
{
    /// <summary>Unpacks a block into columns, a place for every hour of the fortnight. False when its numbers have no room there: <see cref="Unpack"/> reads it then.</summary>
    /// <param name="start">Start of the block.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="hours">Columns with room for <see cref="Hours"/> hours.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a block.</exception>
    public static bool TryUnpack(long start, ReadOnlySpan<byte> bytes, HourColumns hours)
    {
        if (bytes.Length < 3 + PresenceBytes || bytes[0] != Version || bytes[2] > Nine)
            throw Broken(start);
        if ((bytes[1] & Wide) != 0)
            return false;
        try
        {
            return TryUnpackCore(start, bytes, hours);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw Broken(start, e);
        }
    }

    static bool TryUnpackCore(long start, ReadOnlySpan<byte> bytes, HourColumns hours)
    {
        hours.Begin(start, Hours);
        var presence = bytes.Slice(3, PresenceBytes);
        var count = Spread(presence, hours.Covered);
        var reader = new Reader(bytes[(3 + PresenceBytes)..]);
        reader.Number();
        var unit = Powers[Nine - bytes[2]];
        var values = hours.Values;
        var highest = reader.Signed(values[..count], unit);
        if ((bytes[1] & Peaks) != 0)
        {
            hours.HasPeaks = true;
            var peaks = hours.Peaks;
            highest += reader.Signed(peaks[..count], unit) + 1;
            for (var i = 0; i < count; i++)
                peaks[i] += values[i];
            Part(peaks, hours.Covered, count);
        }
        // One more than what was read, for the numbers below zero; a fourth of what 64 bits hold is far more than any meter counts.
        if (((UInt128)highest + 1) * (ulong)unit > long.MaxValue / 4)
            return false;
        hours.Highest = (long)(highest + 1) * unit;
        Part(values, hours.Covered, count);
        if (reader.Number() is > 0 and var exceptions)
            Exceptions(ref reader, exceptions, presence, count, hours);
        return true;
    }

    // Sets the covered seconds of the hours that are there to a whole hour, those of the others to none; how many are there.
    static int Spread(ReadOnlySpan<byte> presence, Span<short> covered)
    {
        var bits = Vector128.Create((short)1, 2, 4, 8, 16, 32, 64, 128);
        var whole = Vector128.Create((short)MeteredHour.Length);
        var count = 0;
        for (var i = 0; i < presence.Length; i++)
        {
            count += BitOperations.PopCount(presence[i]);
            var there = Vector128.Equals(Vector128.Create((short)presence[i]) & bits, bits);
            (there & whole).CopyTo(covered[(8 * i)..]);
        }
        return count;
    }

    // Moves numbers that stand one after another to the places of their hours; those of the others become zero.
    static void Part(Span<long> numbers, ReadOnlySpan<short> covered, int count)
    {
        var end = numbers.Length;
        while (count < end)
        {
            var there = covered[..end].LastIndexOfAnyExcept((short)0) + 1;
            numbers[there..end].Clear();
            var first = covered[..there].LastIndexOf((short)0) + 1;
            count -= there - first;
            if (count == first)
                return;
            numbers.Slice(count, there - first).CopyTo(numbers[first..]);
            end = first;
        }
    }

    static void Exceptions(ref Reader reader, ulong exceptions, ReadOnlySpan<byte> presence, int count, HourColumns hours)
    {
        Span<ushort> places = stackalloc ushort[Hours];
        var next = 0;
        for (var i = 0; i < Hours; i++)
            if ((presence[i >> 3] & (1 << (i & 7))) != 0)
                places[next++] = (ushort)i;
        for (; exceptions > 0; exceptions--)
        {
            var place = places[..count][(int)reader.Number()];
            hours.Covered[place] = (short)reader.Number();
            var (estimated, corrected) = ((short)reader.Number(), (short)reader.Number());
            reader.Number();
            reader.Number();
            if ((estimated | corrected) == 0)
                continue;
            if (!hours.Altered)
            {
                hours.Altered = true;
                hours.Estimated.Clear();
                hours.Corrected.Clear();
            }
            (hours.Estimated[place], hours.Corrected[place]) = (estimated, corrected);
        }
    }
}
