using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>Reading of forecasts from the state.</summary>
public static class ForecastState
{
    /// <summary>The forecast that begins on a local day; null when there is none.</summary>
    public static ForecastPayload? Forecast(this IStateReader state, string meter, ForecastHorizon horizon, DateOnly first) =>
        state.Get(EnergyPaths.Forecast(meter, horizon, first)) is { } entry ? ForecastPayload.Parse(entry) : null;

    /// <summary>The forecasts that begin on local days from one to another, which is not included, in order of time.</summary>
    public static IEnumerable<ForecastPayload> Forecasts(this IStateReader state, string meter, ForecastHorizon horizon, DateOnly from, DateOnly to)
    {
        var prefix = EnergyPaths.Forecasts(meter, horizon);
        var end = LocalDay.Format(to);
        // The first day's own entry is wanted too: what follows the day before it.
        foreach (var entry in state.Range(prefix, prefix + LocalDay.Format(from.AddDays(-1))))
        {
            if (string.CompareOrdinal(entry.Key[prefix.Length..], end) >= 0)
                yield break;
            yield return ForecastPayload.Parse(entry.Value);
        }
    }
}
