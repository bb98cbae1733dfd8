namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// Ridge regression (Hoerl and Kennard, 1970): least squares with a penalty on the coefficients of features brought to mean 0 and variance 1, so that features that say nearly the same
/// share what they explain. Solved by Cholesky's method; +, −, ×, ÷ and square root alone, in a fixed order.
/// </summary>
internal sealed class Ridge
{
    /// <summary>A feature that varies less than this against its size says nothing.</summary>
    private const double Constant = 1e-9;

    private readonly double[] coefficients;
    private readonly double intercept;

    private Ridge(double[] coefficients, double intercept) => (this.coefficients, this.intercept) = (coefficients, intercept);

    /// <summary>Fits rows of features to values.</summary>
    /// <param name="x">The rows' features, one row after the other.</param>
    /// <param name="y">The rows' values.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="penalty">Penalty per row.</param>
    public static Ridge Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int features, double penalty)
    {
        var n = y.Length;
        var (means, scales) = Standards(x, n, features);
        double mean = 0;
        foreach (var value in y)
            mean += value;
        mean /= n;
        var normal = new double[features * features];
        var right = new double[features];
        var z = new double[features];
        for (var row = 0; row < n; row++)
        {
            var from = x.Slice(row * features, features);
            for (var j = 0; j < features; j++)
                z[j] = (from[j] - means[j]) * scales[j];
            var deviation = y[row] - mean;
            for (var j = 0; j < features; j++)
            {
                right[j] += z[j] * deviation;
                var own = normal.AsSpan(j * features, j + 1);
                for (var k = 0; k < own.Length; k++)
                    own[k] += z[j] * z[k];
            }
        }
        for (var j = 0; j < features; j++)
            normal[j * features + j] += penalty * n;
        Solve(normal, right, features);
        var intercept = mean;
        for (var j = 0; j < features; j++)
        {
            right[j] *= scales[j];
            intercept -= right[j] * means[j];
        }
        return new Ridge(right, intercept);
    }

    /// <summary>What the model says of one row.</summary>
    public double Predict(ReadOnlySpan<double> features)
    {
        var value = intercept;
        for (var j = 0; j < coefficients.Length; j++)
            value += coefficients[j] * features[j];
        return value;
    }

    private static (double[] Means, double[] Scales) Standards(ReadOnlySpan<double> x, int n, int features)
    {
        var (means, scales) = (new double[features], new double[features]);
        for (var row = 0; row < n; row++)
            for (var j = 0; j < features; j++)
                means[j] += x[row * features + j];
        for (var j = 0; j < features; j++)
            means[j] /= n;
        for (var row = 0; row < n; row++)
            for (var j = 0; j < features; j++)
            {
                var deviation = x[row * features + j] - means[j];
                scales[j] += deviation * deviation;
            }
        for (var j = 0; j < features; j++)
        {
            var deviation = Math.Sqrt(scales[j] / n);
            scales[j] = deviation > Constant * Math.Abs(means[j]) && deviation > 0 ? 1 / deviation : 0;
        }
        return (means, scales);
    }

    /// <summary>Cholesky's method in place; the penalty makes the matrix positive definite.</summary>
    private static void Solve(double[] a, double[] b, int n)
    {
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k <= j; k++)
            {
                var sum = a[j * n + k];
                for (var m = 0; m < k; m++)
                    sum -= a[j * n + m] * a[k * n + m];
                a[j * n + k] = k == j ? Math.Sqrt(sum) : sum / a[k * n + k];
            }
        }
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < j; k++)
                b[j] -= a[j * n + k] * b[k];
            b[j] /= a[j * n + j];
        }
        for (var j = n - 1; j >= 0; j--)
        {
            for (var k = j + 1; k < n; k++)
                b[j] -= a[k * n + j] * b[k];
            b[j] /= a[j * n + j];
        }
    }
}
