using SmartBlocks.Energy.Baselines;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>
/// How good a forecast was: a function of what is on the ledger, counted by whoever asks. It is no transaction, because readings come late and are corrected, and a score that was written down
/// would not know.
/// </summary>
/// <param name="Slots">Slots of the forecast.</param>
/// <param name="Measured">Slots that were measured as a whole, which the rest is counted over.</param>
/// <param name="Expected">Sum of the forecast.</param>
/// <param name="Observed">Sum of what was counted.</param>
/// <param name="MeanError">Mean absolute error, meter's unit a slot.</param>
/// <param name="Mape">Mean absolute error as a share of what was counted, over slots that counted anything.</param>
/// <param name="CvRmse">Root mean squared error by the mean counted.</param>
/// <param name="Bias">Forecast less counted, as a share of it: above zero when too much was expected.</param>
/// <param name="Within">Share of slots within the band.</param>
/// <param name="WeekBefore">Mean absolute error of the same slots a week before, over those where that is known; null when nowhere.</param>
public sealed record ForecastScore(
    int Slots, int Measured, decimal Expected, decimal Observed, decimal? MeanError, decimal? Mape, decimal? CvRmse, decimal? Bias, decimal? Within, decimal? WeekBefore)
{
    /// <summary>Scores a forecast.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="observed">What was counted in its slots and in those of the week before, on slots of the same length.</param>
    public static ForecastScore Of(ForecastPayload forecast, MeterSeries observed)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(observed);
        decimal expected = 0, counted = 0, apart = 0, shares = 0, before = 0;
        double squares = 0;
        int measured = 0, within = 0, compared = 0, shared = 0;
        for (var i = 0; i < forecast.Values.Length; i++)
        {
            var at = forecast.Start.AddSeconds((long)i * forecast.Seconds);
            if (observed.At(at) is not { } value)
                continue;
            var error = forecast.Values[i] - value;
            measured++;
            expected += forecast.Values[i];
            counted += value;
            apart += Math.Abs(error);
            squares += (double)error * (double)error;
            within += value >= forecast.Lower[i] && value <= forecast.Upper[i] ? 1 : 0;
            if (value != 0)
            {
                shares += Math.Abs(error / value);
                shared++;
            }
            if (observed.At(at.AddDays(-7)) is { } weekBefore)
            {
                before += Math.Abs(value - weekBefore);
                compared++;
            }
        }
        if (measured == 0)
            return new(forecast.Values.Length, 0, 0, 0, null, null, null, null, null, null);
        return new(
            forecast.Values.Length, measured, expected, counted, Rounded(apart / measured), shared == 0 ? null : Rounded(shares / shared),
            counted == 0 ? null : Figures.Ratio(Math.Sqrt(squares / measured) / (double)(counted / measured)), counted == 0 ? null : Rounded((expected - counted) / counted),
            Rounded((decimal)within / measured), compared == 0 ? null : Rounded(before / compared));
    }

    private static decimal Rounded(decimal value) => decimal.Round(value, 6, MidpointRounding.ToEven);
}
