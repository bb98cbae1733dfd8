using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Baselines;

/// <summary>A fitted model as it is written on a ledger: one of both is there.</summary>
/// <param name="Daily">The daily baseline.</param>
/// <param name="Hourly">The hourly baseline.</param>
public sealed record BaselineResult(UsagePerDayBaseline? Daily, HourlyBaseline? Hourly)
{
    /// <summary>How the model fits the data it was made from.</summary>
    public GoodnessOfFit? Fit => Daily?.Fit ?? Hourly?.Fit;

    /// <summary>What falls short of the method's demands on the data.</summary>
    public System.Collections.Immutable.ImmutableArray<BaselineWarning> Warnings => Daily?.Warnings ?? Hourly?.Warnings ?? [];

    /// <summary>Fits a model; gas and heat are not used for cooling (CalTRACK 3.2.3), so only electricity is tried for it.</summary>
    public static bool TryFit(BaselineMethod method, MeterRegistration meter, BaselineData data, [NotNullWhen(true)] out BaselineResult? result, out Rejection? why)
    {
        ArgumentNullException.ThrowIfNull(meter);
        ArgumentNullException.ThrowIfNull(data);
        result = null;
        why = CheckValues(meter, data);
        if (why is not null)
            return false;
        var temperatures = data.Temperatures.CelsiusToFahrenheit();
        var (daily, hourly) = method == BaselineMethod.Daily
            ? (UsagePerDayBaseline.Of(data.Days(), temperatures, UsagePerDayMethod.Daily, meter.Commodity == Commodity.Electricity), null)
            : ((UsagePerDayBaseline?)null, HourlyBaseline.Of(data.Hours(), temperatures));
        var fitted = new BaselineResult(daily, hourly);
        if ((daily?.Status ?? hourly!.Status) != BaselineStatus.Fitted || fitted.Fit is null)
            why = Reject.Because("baseline.noModel", "from", UtcTime.Format(data.From), "has no model: the range needs readings and temperatures of the same time on the ledger");
        else
            result = fitted;
        return result is not null;
    }

    /// <summary>Canonical JSON.</summary>
    public string ToJson() => BaselineJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static BaselineResult Parse(BaselineMethod method, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return BaselineJson.Read(method, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException("not a fitted baseline", e);
        }
    }

    /// <summary>The regressions count with 16 digits: sums of squares of larger energies would lose those after the point.</summary>
    private static Rejection? CheckValues(MeterRegistration meter, BaselineData data)
    {
        foreach (var interval in data.Intervals)
        {
            if (Math.Abs(interval.Value) > 10_000_000m)
            {
                return Reject.Because(
                    "baseline.value", "meter", meter.Meter, $"counted {DecimalText.Format(interval.Value)} in one slot: a baseline is fitted to at most 10000000");
            }
        }
        return null;
    }
}
