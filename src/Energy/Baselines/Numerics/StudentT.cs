namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// Student's t distribution for whole degrees of freedom by its finite series (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4),
/// which need no function of the platform's mathematics library.
/// </summary>
internal static class StudentT
{
    private const double HalfPi = 1.5707963267948966;
    private const int MostDegreesOfFreedom = 100_000;
    private const int Bisections = 80;

    /// <summary>The t that a variable of this distribution stays below with the given probability.</summary>
    /// <param name="probability">At least one half and below one.</param>
    /// <param name="degreesOfFreedom">At least one; beyond 100,000 the distribution no longer changes in the digits used here.</param>
    public static double Quantile(double probability, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(probability, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1.0);
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        var freedom = Math.Min(degreesOfFreedom, MostDegreesOfFreedom);
        var within = 2 * probability - 1;
        double low = 0, high = 1;
        while (Within(high, freedom) < within && high < 1e12)
            high *= 2;
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            if (Within(middle, freedom) < within)
                low = middle;
            else
                high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>The probability of lying between −t and t.</summary>
    public static double Within(double t, int degreesOfFreedom)
    {
        double n = degreesOfFreedom;
        var tangent = t / Math.Sqrt(n);
        var cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        var sine = tangent * cosine;
        var even = degreesOfFreedom % 2 == 0;
        if (degreesOfFreedom == 1)
            return ArcTangent(tangent) / HalfPi;
        var term = even ? 1.0 : cosine;
        var sum = term;
        for (var k = even ? 2 : 3; k <= degreesOfFreedom - 2; k += 2)
        {
            term *= cosine * cosine * (k - 1) / k;
            sum += term;
            if (term < sum * 1e-18)
                break;
        }
        return even ? sine * sum : (ArcTangent(tangent) + sine * sum) / HalfPi;
    }

    /// <summary>Arc tangent of a value not below zero: halve the angle until the series converges at once.</summary>
    private static double ArcTangent(double x)
    {
        var doublings = 1.0;
        while (x > 0.05)
        {
            x /= 1 + Math.Sqrt(1 + x * x);
            doublings *= 2;
        }
        double power = x, sum = 0, square = x * x;
        for (var k = 1; k <= 25; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -power / k;
            power *= square;
        }
        return doublings * sum;
    }
}
