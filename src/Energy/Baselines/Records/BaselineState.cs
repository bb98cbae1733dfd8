using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Baselines;

/// <summary>Reading of baselines from the state.</summary>
public static class BaselineState
{
    /// <summary>A baseline of a meter; null when there is none of this name.</summary>
    public static BaselinePayload? Baseline(this IStateReader state, string meter, string baseline) =>
        state.Get(EnergyPaths.Baseline(meter, baseline)) is { } entry ? BaselinePayload.Parse(entry) : null;

    /// <summary>The baselines of a meter, in order of their names.</summary>
    public static IEnumerable<BaselinePayload> Baselines(this IStateReader state, string meter) =>
        state.Range(EnergyPaths.Baselines(meter)).Select(entry => BaselinePayload.Parse(entry.Value));

    /// <summary>The non-routine adjustments of a baseline, in order of their names.</summary>
    public static ImmutableArray<AdjustmentPayload> Adjustments(this IStateReader state, string meter, string baseline) =>
        [.. state.Range(EnergyPaths.Adjustments(meter, baseline)).Select(entry => AdjustmentPayload.Parse(entry.Value))];

    /// <summary>Savings against a baseline over days or hours that lie wholly in a range, with its adjustments.</summary>
    /// <param name="state">The state.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="baseline">Its baseline.</param>
    /// <param name="from">Midnight UTC.</param>
    /// <param name="to">Midnight UTC, which is not included.</param>
    /// <param name="confidence">Two-sided confidence of the uncertainty.</param>
    public static MeteredSavings Savings(
        this IStateReader state, MeterRegistration meter, BaselinePayload baseline, DateTimeOffset from, DateTimeOffset to, decimal confidence = MeteredSavings.UsualConfidence)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        var data = BaselineData.Of(state, meter, from, to);
        var temperatures = data.Temperatures.CelsiusToFahrenheit();
        var model = baseline.Model;
        var savings = model.Daily is { } daily
            ? MeteredSavings.Of(daily, data.Days(), temperatures, confidence)
            : model.Hourly!.Savings(data.Hours(), temperatures);
        return state.Adjustments(baseline.Meter, baseline.Baseline).Aggregate(savings, (sum, adjustment) => sum.With(adjustment.ToAdjustment()));
    }
}
