using System.Buffers.Binary;

namespace SmartBlocks.Ledger;

/// <summary>
/// An integer modulo 2^255 − 19 (RFC 8032 §5.1.1) in five limbs of 51 bits, as in D. J. Bernstein et al., "High-speed high-security signatures" (2011).
/// Every operation runs through the same instructions whatever the value: no branch and no table index depends on it. What the just-in-time compiler and
/// the processor make of them is not under this code's control.
/// </summary>
internal readonly struct FieldElement
{
    public const int Size = 32;

    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _a, _b, _c, _d, _e;   // below 2^52 each, except within an operation

    private FieldElement(ulong a, ulong b, ulong c, ulong d, ulong e) => (_a, _b, _c, _d, _e) = (a, b, c, d, e);

    public static FieldElement Zero => default;

    public static FieldElement One => Of(1);

    /// <summary>A small number.</summary>
    public static FieldElement Of(uint value) => new(value, 0, 0, 0, 0);

    /// <summary>Reads 255 bits, little-endian; the topmost bit of the last byte is passed over.</summary>
    public static FieldElement Read(ReadOnlySpan<byte> bytes)
    {
        var (w0, w1) = (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        var (w2, w3) = (BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        return new FieldElement(
            w0 & Mask, (w0 >> 51 | w1 << 13) & Mask, (w1 >> 38 | w2 << 26) & Mask, (w2 >> 25 | w3 << 39) & Mask, w3 >> 12 & Mask);
    }

    /// <summary>Writes the one number below 2^255 − 19, little-endian.</summary>
    public void Write(Span<byte> bytes)
    {
        var x = Carried().Carried();
        // One more than the modulus may be in it: adding 19 carries out of bit 255 exactly then.
        var quotient = (x._a + 19) >> 51;
        quotient = (x._b + quotient) >> 51;
        quotient = (x._c + quotient) >> 51;
        quotient = (x._d + quotient) >> 51;
        quotient = (x._e + quotient) >> 51;
        var (a, b, c, d, e) = (x._a + 19 * quotient, x._b, x._c, x._d, x._e);
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        (a, b, c, d, e) = (a & Mask, b & Mask, c & Mask, d & Mask, e & Mask);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a | b << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], b >> 13 | c << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], c >> 26 | d << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], d >> 39 | e << 12);
    }

    public static FieldElement operator +(FieldElement x, FieldElement y) =>
        new FieldElement(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d, x._e + y._e).Carried();

    // Four times the modulus is added, so that no limb goes below zero.
    public static FieldElement operator -(FieldElement x, FieldElement y) => new FieldElement(
        x._a + 0x1FFFFFFFFFFFB4 - y._a, x._b + 0x1FFFFFFFFFFFFC - y._b, x._c + 0x1FFFFFFFFFFFFC - y._c,
        x._d + 0x1FFFFFFFFFFFFC - y._d, x._e + 0x1FFFFFFFFFFFFC - y._e).Carried();

    public static FieldElement operator -(FieldElement x) => Zero - x;

    public static FieldElement operator *(FieldElement x, FieldElement y)
    {
        var (b19, c19, d19, e19) = (19 * y._b, 19 * y._c, 19 * y._d, 19 * y._e);
        Sum r0 = default, r1 = default, r2 = default, r3 = default, r4 = default;
        r0.Add(x._a, y._a); r0.Add(x._b, e19); r0.Add(x._c, d19); r0.Add(x._d, c19); r0.Add(x._e, b19);
        r1.Add(x._a, y._b); r1.Add(x._b, y._a); r1.Add(x._c, e19); r1.Add(x._d, d19); r1.Add(x._e, c19);
        r2.Add(x._a, y._c); r2.Add(x._b, y._b); r2.Add(x._c, y._a); r2.Add(x._d, e19); r2.Add(x._e, d19);
        r3.Add(x._a, y._d); r3.Add(x._b, y._c); r3.Add(x._c, y._b); r3.Add(x._d, y._a); r3.Add(x._e, e19);
        r4.Add(x._a, y._e); r4.Add(x._b, y._d); r4.Add(x._c, y._c); r4.Add(x._d, y._b); r4.Add(x._e, y._a);
        r1.Add(r0.Carry);
        r2.Add(r1.Carry);
        r3.Add(r2.Carry);
        r4.Add(r3.Carry);
        var a = r0.Limb + 19 * r4.Carry;
        return new FieldElement(a & Mask, r1.Limb + (a >> 51), r2.Limb, r3.Limb, r4.Limb);
    }

    public FieldElement Squared() => this * this;

    /// <summary>1/x; 0 for 0.</summary>
    public FieldElement Inverted() => Power(0xEB, 0x7F);

    /// <summary>x^((p − 5)/8), from which square roots are made.</summary>
    public FieldElement ToTheRoot() => Power(0xFD, 0x0F);

    /// <summary>A square root of −1: 2^((p − 1)/4).</summary>
    public static FieldElement RootOfMinusOne() => Of(2).Power(0xFB, 0x1F);

    /// <summary>The number as it is written, all 32 bytes zero?</summary>
    public bool IsZero()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        var all = 0;
        foreach (var one in bytes)
            all |= one;
        return all == 0;
    }

    /// <summary>The sign of RFC 8032: the lowest bit of the number as it is written.</summary>
    public int Sign()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return bytes[0] & 1;
    }

    /// <summary><paramref name="one"/> when <paramref name="bit"/> is 1, <paramref name="zero"/> when it is 0.</summary>
    public static FieldElement Choose(FieldElement zero, FieldElement one, int bit)
    {
        var mask = 0UL - (ulong)(uint)bit;
        return new FieldElement(
            zero._a ^ mask & (zero._a ^ one._a), zero._b ^ mask & (zero._b ^ one._b), zero._c ^ mask & (zero._c ^ one._c),
            zero._d ^ mask & (zero._d ^ one._d), zero._e ^ mask & (zero._e ^ one._e));
    }

    private FieldElement Carried()
    {
        var (a, b, c, d, e) = (_a, _b, _c, _d, _e);
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        return new FieldElement((a & Mask) + 19 * (e >> 51), b & Mask, c & Mask, d & Mask, e & Mask);
    }

    /// <summary>A fixed power whose exponent is, little-endian, one byte, thirty of 0xFF, and one byte.</summary>
    private FieldElement Power(int lowest, int highest)
    {
        var power = One;
        for (var bit = 255; bit >= 0; bit--)
        {
            power = power.Squared();
            var part = bit < 8 ? lowest : bit < 248 ? 0xFF : highest;
            if ((part >> (bit & 7) & 1) == 1)   // the exponent is no secret
                power *= this;
        }
        return power;
    }

    /// <summary>A sum of products in 128 bits.</summary>
    private struct Sum
    {
        private ulong _high, _low;

        public readonly ulong Limb => _low & Mask;

        public readonly ulong Carry => _high << 13 | _low >> 51;

        public void Add(ulong x, ulong y)
        {
            _high += Math.BigMul(x, y, out var low);
            Add(low);
        }

        public void Add(ulong x)
        {
            _low += x;
            _high += _low < x ? 1UL : 0UL;
        }
    }
}
