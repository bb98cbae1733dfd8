using System.Collections.Immutable;
using SmartBlocks.Energy;

namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>The Nimbus site and its meters as they are registered on a ledger, parents before their children.</summary>
public static class NimbusSite
{
    public const string Identifier = "nimbus";
    public const string TimeZone = "Europe/Dublin";

    public const string MainMeter = "nimbus-main";
    public const string LoadMeter = "nimbus-load";
    public const string HvacMeter = "nimbus-hvac";
    public const string LightingMeter = "nimbus-lighting";
    public const string PlugsMeter = "nimbus-plugs";
    public const string ChpMeter = "nimbus-chp";
    public const string WindMeter = "nimbus-wind";
    public const string BatteryMeter = "nimbus-battery";
    public const string HeatMeter = "nimbus-heat";
    public const string ChpHeatMeter = "nimbus-chp-heat";
    public const string Boiler1Meter = "nimbus-boiler-1";
    public const string Boiler2Meter = "nimbus-boiler-2";
    public const string GasMeter = "nimbus-gas";

    /// <summary>The site, near Cork.</summary>
    public static SiteRegistration Site { get; } = new(Identifier, "Nimbus building", TimeZone, 51.885m, -8.533m, 4200m);

    /// <summary>The meters, without keys: give each its own with <c>meter with { Key = … }</c>.</summary>
    public static ImmutableArray<MeterRegistration> Meters { get; } =
    [
        Electric(MainMeter, "Main incomer", Direction.Import, null, MeterSource.Grid, 200),
        Electric(LoadMeter, "Building load", Direction.Consumption, MainMeter, MeterSource.Load, 120),
        Electric(HvacMeter, "Heating, ventilation and cooling", Direction.Consumption, LoadMeter, MeterSource.Load, 60),
        Electric(LightingMeter, "Lighting", Direction.Consumption, LoadMeter, MeterSource.Load, 25),
        Electric(PlugsMeter, "Sockets", Direction.Consumption, LoadMeter, MeterSource.Load, 45),
        Electric(ChpMeter, "CHP, electricity", Direction.Generation, MainMeter, MeterSource.Chp, 50),
        Electric(WindMeter, "Wind turbine", Direction.Generation, MainMeter, MeterSource.Wind, 10),
        Electric(BatteryMeter, "Battery", Direction.Storage, MainMeter, MeterSource.Battery, 30),
        Heat(HeatMeter, "Heat to the building", Direction.Consumption, null, MeterSource.Load, 320),
        Heat(ChpHeatMeter, "CHP, heat", Direction.Generation, HeatMeter, MeterSource.Chp, 80),
        Heat(Boiler1Meter, "Gas boiler 1", Direction.Generation, HeatMeter, MeterSource.Boiler, 120),
        Heat(Boiler2Meter, "Gas boiler 2", Direction.Generation, HeatMeter, MeterSource.Boiler, 120),
        new(GasMeter, Identifier, "Gas incomer", Commodity.Gas, MeterUnit.CubicMetre, Direction.Import, MeterKind.Register, null, null, null, MeterSource.Grid, null, 900),
    ];

    private static MeterRegistration Electric(string meter, string name, Direction direction, string? parent, MeterSource source, decimal kilowatts) =>
        new(meter, Identifier, name, Commodity.Electricity, MeterUnit.KilowattHour, direction, MeterKind.Interval, parent, null, kilowatts, source, null, 900);

    private static MeterRegistration Heat(string meter, string name, Direction direction, string? parent, MeterSource source, decimal kilowatts) =>
        new(meter, Identifier, name, Commodity.Heat, MeterUnit.KilowattHour, direction, MeterKind.Interval, parent, null, kilowatts, source, null, 900);
}
