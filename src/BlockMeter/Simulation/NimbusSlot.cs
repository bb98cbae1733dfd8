namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>
/// One slot of the Nimbus site; kWh unless said otherwise. <c>Main = Load − Chp − Wind + Battery</c>, <c>Load = Hvac + Lighting + Plugs + Other</c> and
/// <c>Heat = ChpHeat + Boiler1 + Boiler2</c> hold to the last digit.
/// </summary>
/// <param name="Start">Start of the slot, UTC.</param>
/// <param name="Seconds">Length of the slot.</param>
/// <param name="Main">Taken from the grid.</param>
/// <param name="Hvac">Fans, pumps and chillers.</param>
/// <param name="Lighting">Lighting.</param>
/// <param name="Plugs">Sockets.</param>
/// <param name="Other">Servers and lifts, which no sub-meter counts.</param>
/// <param name="Chp">Electricity from the CHP.</param>
/// <param name="Wind">Electricity from the wind turbine.</param>
/// <param name="Battery">Into the battery; negative out of it.</param>
/// <param name="ChpHeat">Heat from the CHP.</param>
/// <param name="Boiler1">Heat from boiler 1.</param>
/// <param name="Boiler2">Heat from boiler 2.</param>
/// <param name="GasRegister">What the gas meter shows at the end of the slot, m³.</param>
/// <param name="StoredKwh">In the battery at the end of the slot.</param>
/// <param name="TemperatureC">Air temperature at the start, °C.</param>
/// <param name="WindSpeed">Wind at the start, m/s.</param>
public sealed record NimbusSlot(
    DateTimeOffset Start, int Seconds, decimal Main, decimal Hvac, decimal Lighting, decimal Plugs, decimal Other, decimal Chp, decimal Wind, decimal Battery,
    decimal ChpHeat, decimal Boiler1, decimal Boiler2, decimal GasRegister, double StoredKwh, double TemperatureC, double WindSpeed)
{
    /// <summary>End of the slot.</summary>
    public DateTimeOffset End => Start.AddSeconds(Seconds);

    /// <summary>Electricity the building used.</summary>
    public decimal Load => Hvac + Lighting + Plugs + Other;

    /// <summary>Heat the building used.</summary>
    public decimal Heat => ChpHeat + Boiler1 + Boiler2;

    /// <summary>The value of a meter of <see cref="NimbusSite.Meters"/>: the slot's energy, or for the gas meter what its register shows at the end.</summary>
    /// <exception cref="ArgumentException">There is no such meter on the site.</exception>
    public decimal Value(string meter) => meter switch
    {
        NimbusSite.MainMeter => Main,
        NimbusSite.LoadMeter => Load,
        NimbusSite.HvacMeter => Hvac,
        NimbusSite.LightingMeter => Lighting,
        NimbusSite.PlugsMeter => Plugs,
        NimbusSite.ChpMeter => Chp,
        NimbusSite.WindMeter => Wind,
        NimbusSite.BatteryMeter => Battery,
        NimbusSite.HeatMeter => Heat,
        NimbusSite.ChpHeatMeter => ChpHeat,
        NimbusSite.Boiler1Meter => Boiler1,
        NimbusSite.Boiler2Meter => Boiler2,
        NimbusSite.GasMeter => GasRegister,
        _ => throw new ArgumentException($"'{meter}' is not a meter of the Nimbus site", nameof(meter)),
    };
}
