namespace SmartBlocks.Energy.Formats;

/// <summary>
/// Units that formats write – SenML (RFC 8428 §12.1, RFC 8798), DLMS, OCMF – and their conversion to a meter's unit. Where a conversion
/// does not end, it is rounded half-even to nine fraction digits: a micro-watt-hour.
/// </summary>
internal static class PhysicalUnits
{
    /// <summary>Converts to the meter's unit; false when the unit measures something else.</summary>
    /// <exception cref="OverflowException">The value is beyond what a decimal holds.</exception>
    public static bool TryConvert(decimal value, string unit, MeterUnit target, out decimal converted)
    {
        (var factor, var divisor) = (target, unit) switch
        {
            (MeterUnit.KilowattHour, "kWh") => (1m, 1m),
            (MeterUnit.KilowattHour, "Wh") => (1m, 1_000m),
            (MeterUnit.KilowattHour, "MWh") => (1_000m, 1m),
            (MeterUnit.KilowattHour, "J") => (1m, 3_600_000m),
            (MeterUnit.KilowattHour, "kJ") => (1m, 3_600m),
            (MeterUnit.KilowattHour, "MJ") => (1m, 3.6m),
            (MeterUnit.KilowattHour, "GJ") => (1_000m, 3.6m),
            (MeterUnit.CubicMetre, "m3") => (1m, 1m),
            (MeterUnit.CubicMetre, "l") => (1m, 1_000m),
            (MeterUnit.Litre, "l") => (1m, 1m),
            (MeterUnit.Litre, "m3") => (1_000m, 1m),
            _ => (0m, 1m),
        };
        converted = divisor == 1 ? value * factor : decimal.Round(value * factor / divisor, DecimalText.MaxFractionDigits);
        return factor != 0;
    }
}
