namespace SmartBlocks.Energy.Baselines;

/// <summary>The statistics of a fit as numbers; not a number where a division has no meaning.</summary>
/// <param name="Count">Number of periods.</param>
/// <param name="Slopes">Parameters beside the intercept.</param>
/// <param name="Mean">Mean of the absolute observed values.</param>
/// <param name="Variance">Population variance of the observed values.</param>
/// <param name="RSquared">Square of the correlation.</param>
/// <param name="Rmse">Root of the mean squared residual.</param>
/// <param name="RmseAdjusted">The same, divided by the periods less the slopes.</param>
/// <param name="Nmbe">Sum of the residuals by the sum observed.</param>
/// <param name="Autocorrelation">Correlation of the residuals at lag one.</param>
internal sealed record FitNumbers(
    int Count, int Slopes, double Mean, double Variance, double RSquared, double Rmse, double RmseAdjusted, double Nmbe, double Autocorrelation)
{
    public static FitNumbers Of(double[] observed, double[] predicted, int slopes)
    {
        var n = observed.Length;
        double absolute = 0, sum = 0, squares = 0, bias = 0;
        var residuals = new double[n];
        for (var i = 0; i < n; i++)
        {
            residuals[i] = predicted[i] - observed[i];
            absolute += Math.Abs(observed[i]);
            sum += observed[i];
            squares += residuals[i] * residuals[i];
            bias += residuals[i];
        }
        double variance = 0;
        for (var i = 0; i < n; i++)
            variance += (observed[i] - sum / n) * (observed[i] - sum / n);
        var correlation = Correlation(predicted, observed);
        var lagged = n > 1 ? Correlation(residuals.AsSpan(0, n - 1), residuals.AsSpan(1)) : double.NaN;
        var adjusted = n > slopes ? Math.Sqrt(squares / (n - slopes)) : double.NaN;
        return new(n, slopes, absolute / n, variance / n, correlation * correlation, Math.Sqrt(squares / n), adjusted, bias / sum, lagged);
    }

    /// <summary>Pearson's correlation; not a number when either side does not vary.</summary>
    private static double Correlation(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double meanA = 0, meanB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            meanA += a[i];
            meanB += b[i];
        }
        meanA /= a.Length;
        meanB /= b.Length;
        double aa = 0, bb = 0, ab = 0;
        for (var i = 0; i < a.Length; i++)
        {
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
            ab += (a[i] - meanA) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : double.NaN;
    }
}
