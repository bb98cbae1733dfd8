using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SmartBlocks.Energy;

namespace SmartBlocks.Storage.Sql;

/// <summary>
/// A fortnight of a meter's hours (336 from midnight UTC, fortnights counted from 1970) as bytes, about three an hour. A year of ten thousand
/// meters so is a quarter of a million rows of a kilobyte that are read one after another; twice as long would not fit into a page with others.
/// <code>
/// version 1 | flags | digits after the point | presence, 42 bytes, a bit an hour | readings an hour (varint)
/// | values of the present hours: zigzag varints, or 16 bytes each in billionths when flag Wide is set
/// | peaks likewise, as differences to the values, when flag Peaks is set
/// | number of exceptions | for each: hour, seconds, estimated, corrected, shared, count (varints)
/// </code>
/// An hour that is no exception is covered for 3,600 s, measured, by the common number of readings. Varints are LEB128.
/// </summary>
public static partial class HourBlock
{
    /// <summary>Hours in a block.</summary>
    public const int Hours = 336;

    /// <summary>Seconds in a block: its start is a multiple of them.</summary>
    public const long Seconds = Hours * (long)MeteredHour.Length;

    const byte Version = 1, Wide = 1, Peaks = 2;
    const int PresenceBytes = Hours / 8;
    const int LongestHour = 16 + 16 + 6 * 5;

    /// <summary>The block that a moment falls in.</summary>
    public static long StartOf(long seconds) => seconds - seconds % Seconds;

    /// <summary>Packs hours of one block.</summary>
    /// <param name="start">Start of the block.</param>
    /// <param name="hours">Its hours, in order, on whole UTC hours.</param>
    public static byte[] Pack(long start, ReadOnlySpan<MeteredHour> hours)
    {
        var writer = new Writer(new byte[3 + PresenceBytes + 10 + hours.Length * LongestHour]);
        var scale = 0;
        var wide = false;
        var peaks = false;
        foreach (ref readonly var hour in hours)
        {
            scale = Math.Max(scale, Math.Max(Digits(hour.ValueBillionths, scale), Digits(hour.PeakBillionths, scale)));
            peaks |= hour.PeakBillionths != hour.ValueBillionths;
        }
        foreach (ref readonly var hour in hours)
            wide |= !Fits(hour.ValueBillionths, scale) || !Fits(hour.PeakBillionths - hour.ValueBillionths, scale);
        writer.Byte(Version);
        writer.Byte((byte)((wide ? Wide : 0) | (peaks ? Peaks : 0)));
        writer.Byte((byte)scale);
        Presence(start, hours, writer.Take(PresenceBytes));
        var common = CommonCount(hours);
        writer.Number((ulong)common);
        foreach (ref readonly var hour in hours)
            writer.Value(hour.ValueBillionths, scale, wide);
        for (var i = 0; peaks && i < hours.Length; i++)
            writer.Value(hours[i].PeakBillionths - hours[i].ValueBillionths, scale, wide);
        Exceptions(ref writer, start, hours, common);
        return writer.Written;
    }

    /// <summary>Unpacks a block.</summary>
    /// <param name="start">Start of the block.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="hours">Room for <see cref="Hours"/> hours.</param>
    /// <returns>How many hours it has.</returns>
    /// <exception cref="InvalidDataException">The bytes are not such a block.</exception>
    public static int Unpack(long start, ReadOnlySpan<byte> bytes, Span<MeteredHour> hours)
    {
        if (bytes.Length < 3 + PresenceBytes || bytes[0] != Version || bytes[2] > Nine)
            throw Broken(start);
        try
        {
            return UnpackCore(start, bytes, hours);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or EndOfStreamException or ArgumentException or OverflowException)
        {
            throw Broken(start, e);
        }
    }

    static int UnpackCore(long start, ReadOnlySpan<byte> bytes, Span<MeteredHour> hours)
    {
        var wide = (bytes[1] & Wide) != 0;
        var scale = bytes[2];
        var presence = bytes.Slice(3, PresenceBytes);
        var reader = new Reader(bytes[(3 + PresenceBytes)..]);
        var common = (int)reader.Number();
        var unit = Powers[Nine - scale];
        Span<ushort> places = stackalloc ushort[Hours];
        var count = 0;
        for (var i = 0; i < Hours; i++)
            if ((presence[i >> 3] & (1 << (i & 7))) != 0)
                places[count++] = (ushort)i;
        for (var i = 0; i < count; i++)
        {
            var value = wide ? reader.Wide() : (Int128)reader.Signed() * unit;
            hours[i] = new MeteredHour(start + places[i] * MeteredHour.Length, value, MeteredHour.Length, 0, 0, 0, common, value);
        }
        for (var i = 0; (bytes[1] & Peaks) != 0 && i < count; i++)
        {
            var value = hours[i].ValueBillionths;
            var peak = value + (wide ? reader.Wide() : (Int128)reader.Signed() * unit);
            hours[i] = new MeteredHour(hours[i].Start, value, MeteredHour.Length, 0, 0, 0, common, peak);
        }
        for (var exceptions = reader.Number(); exceptions > 0; exceptions--)
        {
            ref var hour = ref hours[(int)reader.Number()];
            hour = hour with
            {
                Seconds = (ushort)reader.Number(),
                Estimated = (ushort)reader.Number(),
                Corrected = (ushort)reader.Number(),
                Shared = (ushort)reader.Number(),
                Count = (ushort)reader.Number(),
            };
        }
        return count;
    }

    static void Presence(long start, ReadOnlySpan<MeteredHour> hours, Span<byte> bits)
    {
        foreach (ref readonly var hour in hours)
        {
            var place = (hour.Start - start) / MeteredHour.Length;
            if (place is < 0 or >= Hours || (hour.Start - start) % MeteredHour.Length != 0)
                throw new ArgumentException($"The hour at {hour.Start} is none of the block at {start}.", nameof(hours));
            bits[(int)place >> 3] |= (byte)(1 << ((int)place & 7));
        }
    }

    static void Exceptions(ref Writer writer, long start, ReadOnlySpan<MeteredHour> hours, int common)
    {
        var count = 0;
        foreach (ref readonly var hour in hours)
            count += IsPlain(hour, common) ? 0 : 1;
        writer.Number((ulong)count);
        for (var i = 0; i < hours.Length; i++)
        {
            ref readonly var hour = ref hours[i];
            if (IsPlain(hour, common))
                continue;
            writer.Number((ulong)i);
            writer.Number((ulong)hour.Seconds);
            writer.Number((ulong)hour.Estimated);
            writer.Number((ulong)hour.Corrected);
            writer.Number((ulong)hour.Shared);
            writer.Number((ulong)hour.Count);
        }
    }

    static bool IsPlain(in MeteredHour hour, int common) =>
        hour is { Seconds: MeteredHour.Length, Estimated: 0, Corrected: 0, Shared: 0 } && hour.Count == common;

    static int CommonCount(ReadOnlySpan<MeteredHour> hours)
    {
        var counts = new Dictionary<int, int>();
        foreach (ref readonly var hour in hours)
            counts[hour.Count] = counts.GetValueOrDefault(hour.Count) + 1;
        return counts.Count == 0 ? 0 : counts.MaxBy(c => (c.Value, c.Key)).Key;
    }

    // Digits after the point that a number needs, if more than are needed anyway.
    static int Digits(Int128 billionths, int least)
    {
        var digits = least;
        while (digits < Nine && billionths % Powers[Nine - digits] != 0)
            digits++;
        return digits;
    }

    static bool Fits(Int128 billionths, int scale) => billionths / Powers[Nine - scale] is var scaled && scaled >= long.MinValue / 2 && scaled <= long.MaxValue / 2;

    const int Nine = 9;

    static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    static InvalidDataException Broken(long start, Exception? inner = null) => new($"The hours from {start} in the store are no block of version {Version}.", inner);

    ref struct Writer(byte[] buffer)
    {
        int length;

        public readonly byte[] Written => buffer.AsSpan(0, length).ToArray();

        public void Byte(byte value) => buffer[length++] = value;

        public Span<byte> Take(int count)
        {
            length += count;
            return buffer.AsSpan(length - count, count);
        }

        public void Number(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
                Byte((byte)(value | 0x80));
            Byte((byte)value);
        }

        public void Value(Int128 billionths, int scale, bool wide)
        {
            if (wide)
            {
                BinaryPrimitives.WriteInt128BigEndian(Take(16), billionths);
                return;
            }
            var scaled = (long)(billionths / Powers[Nine - scale]);
            Number((ulong)((scaled << 1) ^ (scaled >> 63)));
        }
    }

    ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        readonly ReadOnlySpan<byte> bytes = bytes;
        int at;

        /// <summary>
        /// Reads zigzag varints, multiplied by a unit; what comes back is no smaller than the greatest of them before that. Eight bytes are looked at together, of which the
        /// high bits say where numbers end: two of up to four bytes cost little more than one.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public ulong Signed(Span<long> into, long unit)
        {
            const ulong ends = 0x8080_8080_8080_8080;
            ulong any = 0;
            var i = 0;
            while (i < into.Length)
            {
                ulong zigzag;
                if (at > bytes.Length - 8)
                {
                    zigzag = Number();
                }
                else
                {
                    var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
                    var last = ~word & ends;
                    if (last == 0)
                    {
                        zigzag = LongNumber();
                    }
                    else
                    {
                        var low = last ^ (last - 1);
                        zigzag = Compact(word, low);
                        var rest = last & (last - 1);
                        if (rest == 0 || i + 1 == into.Length)
                        {
                            at += (BitOperations.TrailingZeroCount(last) + 1) >> 3;
                        }
                        else
                        {
                            any |= zigzag;
                            into[i++] = ((long)(zigzag >> 1) ^ -(long)(zigzag & 1)) * unit;
                            zigzag = Compact(word, (rest ^ (rest - 1)) & ~low);
                            at += (BitOperations.TrailingZeroCount(rest) + 1) >> 3;
                        }
                    }
                }
                any |= zigzag;
                into[i++] = ((long)(zigzag >> 1) ^ -(long)(zigzag & 1)) * unit;
            }
            return any >> 1;
        }

        // The low seven bits of some bytes that follow each other, put together.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Compact(ulong word, ulong mask)
        {
            if (Bmi2.X64.IsSupported)
                return Bmi2.X64.ParallelBitExtract(word, mask & 0x7F7F_7F7F_7F7F_7F7F);
            var x = (word & mask & 0x7F7F_7F7F_7F7F_7F7F) >> BitOperations.TrailingZeroCount(mask);
            x = (x & 0x007F_007F_007F_007F) | ((x & 0x7F00_7F00_7F00_7F00) >> 1);
            x = (x & 0x0000_3FFF_0000_3FFF) | ((x & 0x3FFF_0000_3FFF_0000) >> 2);
            return (x & 0x0000_0000_0FFF_FFFF) | ((x & 0x0FFF_FFFF_0000_0000) >> 4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Number()
        {
            // Most numbers are small.
            if (at + 1 < bytes.Length && bytes[at + 1] < 0x80)
            {
                ulong low = bytes[at];
                return low < 0x80 ? bytes[at++] : (low & 0x7F) | (ulong)bytes[(at += 2) - 1] << 7;
            }
            return LongNumber();
        }

        ulong LongNumber()
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var part = bytes[at++];
                value |= (ulong)(part & 0x7F) << shift;
                if (part < 0x80)
                    return value;
            }
            throw new EndOfStreamException();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long Signed()
        {
            var zigzag = Number();
            return (long)(zigzag >> 1) ^ -(long)(zigzag & 1);
        }

        public Int128 Wide()
        {
            at += 16;
            return at <= bytes.Length ? BinaryPrimitives.ReadInt128BigEndian(bytes[(at - 16)..]) : throw new EndOfStreamException();
        }
    }
}
