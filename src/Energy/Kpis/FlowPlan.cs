using System.Collections.Immutable;

namespace SmartBlocks.Energy.Kpis;

/// <summary>The flows of a site.</summary>
public enum Flow
{
    /// <summary>Electricity from the grid, kWh.</summary>
    Import,

    /// <summary>Electricity into the grid, kWh.</summary>
    Export,

    /// <summary>Electricity generated on the site, kWh.</summary>
    Generation,

    /// <summary>The part of it from wind and sun, kWh.</summary>
    Renewable,

    /// <summary>Electricity into stores less that out of them, kWh.</summary>
    Storage,

    /// <summary>Electricity used, as metered, kWh.</summary>
    Use,

    /// <summary>Heat produced on the site or bought, kWh.</summary>
    HeatSupply,

    /// <summary>The part of it that was bought, kWh.</summary>
    HeatImport,

    /// <summary>Heat used, as metered, kWh.</summary>
    HeatUse,

    /// <summary>Gas in energy, kWh.</summary>
    Gas,

    /// <summary>Gas in volume, as metered, m³.</summary>
    GasVolume,

    /// <summary>Water, m³.</summary>
    Water,
}

/// <summary>A meter's part in a flow.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Flow">The flow.</param>
/// <param name="Factor">What its counts are multiplied with.</param>
/// <param name="Converts">Whether they are multiplied with calorific value and volume correction besides.</param>
public sealed record FlowPart(string Meter, Flow Flow, decimal Factor = 1, bool Converts = false);

/// <summary>Which meters of a site make which flow. Below a meter of the same commodity and direction a meter counts nothing new: its count is in that above it.</summary>
public static class FlowPlan
{
    /// <summary>The parts of the meters of one site.</summary>
    public static ImmutableArray<FlowPart> Of(IReadOnlyCollection<MeterPlace> meters)
    {
        var byId = meters.ToDictionary(m => m.Meter, StringComparer.Ordinal);
        var parts = ImmutableArray.CreateBuilder<FlowPart>();
        foreach (var meter in meters.OrderBy(m => m.Meter, StringComparer.Ordinal))
        {
            if (!IsCounted(meter, byId))
                parts.AddRange(PartsOf(meter));
        }
        return parts.ToImmutable();
    }

    private static IEnumerable<FlowPart> PartsOf(MeterPlace meter)
    {
        switch (meter.Commodity, meter.Direction)
        {
            case (Commodity.Electricity, Direction.Import):
                yield return new(meter.Meter, Flow.Import);
                break;
            case (Commodity.Electricity, Direction.Export):
                yield return new(meter.Meter, Flow.Export);
                break;
            case (Commodity.Electricity, Direction.Generation):
                yield return new(meter.Meter, Flow.Generation);
                if (meter.Source is MeterSource.Wind or MeterSource.Solar)
                    yield return new(meter.Meter, Flow.Renewable);
                break;
            case (Commodity.Electricity, Direction.Storage):
                yield return new(meter.Meter, Flow.Storage);
                break;
            case (Commodity.Electricity, Direction.Consumption):
                yield return new(meter.Meter, Flow.Use);
                break;
            case (Commodity.Heat, Direction.Consumption):
                yield return new(meter.Meter, Flow.HeatUse);
                break;
            case (Commodity.Heat, Direction.Generation):
                yield return new(meter.Meter, Flow.HeatSupply);
                break;
            case (Commodity.Heat, Direction.Import):
                yield return new(meter.Meter, Flow.HeatSupply);
                yield return new(meter.Meter, Flow.HeatImport);
                break;
            case (Commodity.Gas, Direction.Import) when meter.Unit == MeterUnit.KilowattHour:
                yield return new(meter.Meter, Flow.Gas);
                break;
            case (Commodity.Gas, Direction.Import):
                yield return new(meter.Meter, Flow.GasVolume);
                yield return new(meter.Meter, Flow.Gas, Converts: true);
                break;
            case (Commodity.Water, Direction.Import):
                yield return new(meter.Meter, Flow.Water, meter.Unit == MeterUnit.Litre ? 0.001m : 1m);
                break;
        }
    }

    private static bool IsCounted(MeterPlace meter, Dictionary<string, MeterPlace> byId)
    {
        // A parent is registered before its children, so this ends; the limit is for a directory that says otherwise.
        var above = meter.Parent;
        for (var depth = 0; above is not null && depth < 64 && byId.TryGetValue(above, out var parent); depth++)
        {
            if (parent.Commodity == meter.Commodity && parent.Direction == meter.Direction)
                return true;
            above = parent.Parent;
        }
        return false;
    }
}
