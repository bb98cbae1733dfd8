using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>The families of this room, for a registry.</summary>
public static class EnergyFamilies
{
    public static ImmutableArray<IFamily> All { get; } =
        [new SiteFamily(), new MeterFamily(), new IntervalFamily(), new RegisterFamily(), new OcmfFamily(), new CorrectionFamily(),
            new VirtualMeterFamily(), new TariffFamily(), new SeriesFamily(), new WeatherFamily(), new BaselineFamily(), new AdjustmentFamily(), new ForecastFamily(), new RetentionFamily(),
            new WeatherForecastFamily()];
}
