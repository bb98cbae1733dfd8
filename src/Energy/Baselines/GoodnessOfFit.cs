namespace SmartBlocks.Energy.Baselines;

/// <summary>
/// How well predicted energies match observed ones, in the totals of their periods, rounded to 9 digits. A figure is null when it has no meaning, such as with a
/// mean of zero.
/// </summary>
/// <param name="Count">Number of periods compared.</param>
/// <param name="Slopes">Parameters of the model beside the intercept.</param>
/// <param name="ObservedMean">Mean of the observed energies' absolute values.</param>
/// <param name="ObservedVariance">Population variance of the observed energies.</param>
/// <param name="RSquared">Square of the correlation of observed and predicted.</param>
/// <param name="Rmse">Root of the mean squared error, unit of the energies.</param>
/// <param name="RmseAdjusted">The same with the parameters taken from the number of periods.</param>
/// <param name="CvRmse">RMSE by the mean.</param>
/// <param name="CvRmseAdjusted">Adjusted RMSE by the mean: the CV(RMSE) of ASHRAE Guideline 14.</param>
/// <param name="Nmbe">Sum of predicted less observed, by the sum of observed: above zero when the model says too much.</param>
/// <param name="Autocorrelation">Correlation of each residual with the one before.</param>
public sealed record GoodnessOfFit(
    int Count,
    int Slopes,
    decimal? ObservedMean,
    decimal? ObservedVariance,
    decimal? RSquared,
    decimal? Rmse,
    decimal? RmseAdjusted,
    decimal? CvRmse,
    decimal? CvRmseAdjusted,
    decimal? Nmbe,
    decimal? Autocorrelation)
{
    /// <summary>Compares two series of energies.</summary>
    internal static GoodnessOfFit Of(double[] observed, double[] predicted, int slopes)
    {
        var numbers = FitNumbers.Of(observed, predicted, slopes);
        return new GoodnessOfFit(
            numbers.Count, slopes, Figures.Parameter(numbers.Mean), Figures.Parameter(numbers.Variance), Figures.Ratio(numbers.RSquared), Figures.Parameter(numbers.Rmse),
            Figures.Parameter(numbers.RmseAdjusted), Figures.Ratio(numbers.Rmse / numbers.Mean), Figures.Ratio(numbers.RmseAdjusted / numbers.Mean),
            Figures.Ratio(numbers.Nmbe), Figures.Ratio(numbers.Autocorrelation));
    }
}
