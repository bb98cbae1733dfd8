namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Exponential, logarithm, sine, cosine and arc cosine from +, −, ×, ÷ and square root alone: those of the platform's mathematics library may differ in the last bit from machine to machine.
/// Good to 12 digits, which is more than a forecast has.
/// </summary>
internal static class Elementary
{
    public const double Pi = 3.141592653589793;

    private const double LogarithmOfTwo = 0.6931471805599453;

    /// <summary>e to the power of x.</summary>
    public static double Exp(double x)
    {
        // x = n·ln 2 + r with |r| at most half of ln 2; Taylor's series of r, then n doublings.
        var n = (int)Math.Round(x / LogarithmOfTwo, MidpointRounding.ToEven);
        var r = x - n * LogarithmOfTwo;
        double term = 1, sum = 1;
        for (var k = 1; k <= 18; k++)
        {
            term *= r / k;
            sum += term;
        }
        for (; n > 0; n--)
            sum *= 2;
        for (; n < 0; n++)
            sum /= 2;
        return sum;
    }

    /// <summary>Natural logarithm of a number above zero.</summary>
    public static double Log(double x)
    {
        var doublings = 0;
        for (; x > 1.5; doublings++)
            x /= 2;
        for (; x < 0.75; doublings--)
            x *= 2;
        // ln x = 2·artanh((x − 1)/(x + 1))
        var y = (x - 1) / (x + 1);
        double power = y, sum = 0;
        for (var k = 1; k <= 41; k += 2)
        {
            sum += power / k;
            power *= y * y;
        }
        return 2 * sum + doublings * LogarithmOfTwo;
    }

    /// <summary>A number above zero to some power.</summary>
    public static double Pow(double x, double power) => Exp(power * Log(x));

    /// <summary>Sine of an angle in radians.</summary>
    public static double Sin(double x)
    {
        x -= 2 * Pi * Math.Round(x / (2 * Pi), MidpointRounding.ToEven);
        if (x > Pi / 2)
            x = Pi - x;
        else if (x < -Pi / 2)
            x = -Pi - x;
        double term = x, sum = x;
        for (var k = 2; k <= 24; k += 2)
        {
            term *= -x * x / (k * (k + 1));
            sum += term;
        }
        return sum;
    }

    /// <summary>Cosine of an angle in radians.</summary>
    public static double Cos(double x) => Sin(x + Pi / 2);
}
