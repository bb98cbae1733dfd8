namespace SmartBlocks.Ledger;

/// <summary>
/// A point of edwards25519 in extended coordinates (RFC 8032 §5.1.4): x = X/Z, y = Y/Z, xy = T/Z. The formulas are complete: they hold for every pair of
/// points, so that nothing has to be asked about them.
/// </summary>
internal readonly struct EdwardsPoint
{
    private static readonly FieldElement D = -FieldElement.Of(121_665) * FieldElement.Of(121_666).Inverted();
    private static readonly FieldElement TwiceD = D + D;
    private static readonly FieldElement Root = FieldElement.RootOfMinusOne();

    private readonly FieldElement _x, _y, _z, _t;

    private EdwardsPoint(FieldElement x, FieldElement y, FieldElement z, FieldElement t) => (_x, _y, _z, _t) = (x, y, z, t);

    /// <summary>The neutral element.</summary>
    public static EdwardsPoint Neutral => new(FieldElement.Zero, FieldElement.One, FieldElement.One, FieldElement.Zero);

    /// <summary>B, the generator: y = 4/5, x positive.</summary>
    public static EdwardsPoint Generator { get; } = FromY(FieldElement.Of(4) * FieldElement.Of(5).Inverted(), 0)!.Value;

    /// <summary>RFC 8032 §5.1.3; null when the bytes are no point, or not written as the standard has it.</summary>
    public static EdwardsPoint? Read(ReadOnlySpan<byte> bytes)
    {
        var y = FieldElement.Read(bytes);
        Span<byte> canonical = stackalloc byte[FieldElement.Size];
        y.Write(canonical);
        var sign = bytes[^1] >> 7;
        canonical[^1] |= (byte)(sign << 7);
        return canonical.SequenceEqual(bytes) ? FromY(y, sign) : null;
    }

    /// <summary>RFC 8032 §5.1.2: y, and the sign of x in the topmost bit.</summary>
    public void Write(Span<byte> bytes)
    {
        var inverse = _z.Inverted();
        (_y * inverse).Write(bytes);
        bytes[FieldElement.Size - 1] |= (byte)((_x * inverse).Sign() << 7);
    }

    public static EdwardsPoint operator +(EdwardsPoint p, EdwardsPoint q)
    {
        var a = (p._y - p._x) * (q._y - q._x);
        var b = (p._y + p._x) * (q._y + q._x);
        var c = p._t * TwiceD * q._t;
        var zz = p._z * q._z;
        var d = zz + zz;
        var (e, f, g, h) = (b - a, d - c, d + c, b + a);
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    public static EdwardsPoint operator -(EdwardsPoint p) => new(-p._x, p._y, p._z, -p._t);

    public EdwardsPoint Doubled()
    {
        var (a, b, zz) = (_x.Squared(), _y.Squared(), _z.Squared());
        var h = a + b;
        var e = h - (_x + _y).Squared();
        var g = a - b;
        var f = zz + zz + g;
        return new EdwardsPoint(e * f, g * h, f * g, e * h);
    }

    /// <summary>scalar · this, 256 bits little-endian. Adds at every bit and then chooses: the scalar may be a secret.</summary>
    public EdwardsPoint Times(ReadOnlySpan<byte> scalar)
    {
        var sum = Neutral;
        for (var bit = 255; bit >= 0; bit--)
        {
            sum = sum.Doubled();
            sum = Choose(sum, sum + this, scalar[bit >> 3] >> (bit & 7) & 1);
        }
        return sum;
    }

    /// <summary>s · B + k · point. Its steps depend on s and k: they are no secrets where signatures are verified.</summary>
    public static EdwardsPoint Combine(ReadOnlySpan<byte> s, ReadOnlySpan<byte> k, EdwardsPoint point)
    {
        var both = Generator + point;
        var sum = Neutral;
        for (var bit = 255; bit >= 0; bit--)
        {
            sum = sum.Doubled();
            var (first, second) = (s[bit >> 3] >> (bit & 7) & 1, k[bit >> 3] >> (bit & 7) & 1);
            if ((first | second) == 1)
                sum += (first, second) switch { (1, 1) => both, (1, 0) => Generator, _ => point };
        }
        return sum;
    }

    private static EdwardsPoint Choose(EdwardsPoint zero, EdwardsPoint one, int bit) => new(
        FieldElement.Choose(zero._x, one._x, bit), FieldElement.Choose(zero._y, one._y, bit),
        FieldElement.Choose(zero._z, one._z, bit), FieldElement.Choose(zero._t, one._t, bit));

    private static EdwardsPoint? FromY(FieldElement y, int sign)
    {
        var yy = y.Squared();
        var (u, v) = (yy - FieldElement.One, D * yy + FieldElement.One);
        var v3 = v.Squared() * v;
        var x = u * v3 * (u * v3.Squared() * v).ToTheRoot();
        var check = v * x.Squared();
        if (!(check - u).IsZero())
        {
            if (!(check + u).IsZero())
                return null;
            x *= Root;
        }
        if (x.IsZero() && sign == 1)
            return null;
        if (x.Sign() != sign)
            x = -x;
        return new EdwardsPoint(x, y, FieldElement.One, x * y);
    }
}
