namespace SmartBlocks.BlockMeter.Simulation;

/// <summary>
/// What stands on the Nimbus site and how it behaves from minute to minute. Energies are whole tenths of a watt-hour, so that every balance
/// holds to the last digit.
/// </summary>
internal static class NimbusPlant
{
    /// <summary>One kW over one minute, in tenths of a watt-hour.</summary>
    public const double UnitsPerKwMinute = 10_000.0 / 60;

    public const double ChpElectricKw = 50;
    public const double ChpThermalKw = 80;
    public const double BoilerKw = 120;
    public const double WindKw = 10;
    public const double BatteryKw = 30;
    public const double BatteryKwh = 60;

    /// <summary>Electricity out per fuel in; with the heat, 88 % of the fuel.</summary>
    private const double ChpElectricEfficiency = 0.3385;

    private const double BoilerEfficiency = 0.91;

    /// <summary>Square root of the battery's 90 % round trip: lost once going in and once coming out.</summary>
    private const double BatteryOneWay = 0.9487;

    /// <summary>Gross calorific value of the gas, kWh per m³.</summary>
    private const double CalorificValue = 10.97;

    /// <summary>The CHP is not run below half load.</summary>
    private const double ChpMinimumKw = 25;

    /// <summary>The protection relay keeps at least this much import, so that the site never exports.</summary>
    private const double MinimumImportKw = 3;

    /// <summary>Moves the plant on by a minute.</summary>
    public static NimbusMinute Step(ref NimbusState state, Noise noise, long minute, in LocalClock clock)
    {
        var weather = NimbusWeather.At(noise, minute);
        var use = NimbusLoad.At(noise, minute, clock, weather);
        var wind = Units(WindPower(weather.WindSpeed));
        var heat = Math.Min(Units(use.HeatKw), Units(ChpThermalKw) + 2 * Units(BoilerKw));
        long hvac = Units(use.HvacKw), lighting = Units(use.LightingKw), plugs = Units(use.PlugsKw), other = Units(use.OtherKw);
        var load = hvac + lighting + plugs + other;

        var chp = Chp(ref state, minute, clock, load - wind, heat);
        var chpHeat = (long)(chp * (ChpThermalKw / ChpElectricKw));
        var boilers = heat - chpHeat;
        var lead = Math.Min(boilers, Units(BoilerKw));
        var second = boilers - lead;
        var battery = Battery(ref state, clock, load - wind - chp);

        var fuelKwh = chp / 10_000.0 / ChpElectricEfficiency + boilers / 10_000.0 / BoilerEfficiency;
        state.GasMicroCubicMetres += (long)Math.Round(fuelKwh / CalorificValue * 1e6);

        // The boilers take turns at leading, week by week.
        var firstLeads = minute / (7 * 1440) % 2 == 0;
        return new(
            load - chp - wind + battery, hvac, lighting, plugs, other, chp, wind, battery, chpHeat,
            firstLeads ? lead : second, firstLeads ? second : lead, state.GasMicroCubicMetres, state.StoredKwh, weather.TemperatureC, weather.WindSpeed);
    }

    /// <summary>Cubic between cut-in 3 m/s and rated 11 m/s, flat to cut-out 25 m/s.</summary>
    private static double WindPower(double speed) => speed switch
    {
        < 3 or > 25 => 0,
        >= 11 => WindKw,
        _ => WindKw * (speed * speed * speed - 27) / (1331 - 27),
    };

    /// <summary>Heat-led within 06:00 and 23:00 local; started and stopped at most every quarter of an hour, because starts wear it.</summary>
    private static long Chp(ref NimbusState state, long minute, in LocalClock clock, long netLoad, long heat)
    {
        var byHeat = heat * (ChpElectricKw / ChpThermalKw);
        var possible = (long)Math.Min(Math.Min(byHeat, netLoad - Units(MinimumImportKw)), Units(ChpElectricKw));
        var enough = possible >= Units(ChpMinimumKw);
        if (minute % 15 == 0)
            state.ChpRuns = enough && clock.Hour is >= 6 and < 23;
        return state.ChpRuns && enough ? possible : 0;
    }

    /// <summary>Charges on the night tariff, discharges into the evening peak; positive into the battery. Never lets the site export.</summary>
    private static long Battery(ref NimbusState state, in LocalClock clock, long net)
    {
        var room = BatteryKwh - state.StoredKwh;
        if (clock.Hour is >= 23 or < 7 && room > 0.01)
        {
            var taper = Math.Min(1, room / 6);
            var into = Math.Min(Units(10 * taper), (long)(room / BatteryOneWay * 10_000));
            state.StoredKwh += into / 10_000.0 * BatteryOneWay;
            return into;
        }
        var reserve = 0.1 * BatteryKwh;
        if (clock.Hour is >= 17 and < 20 && !clock.IsFree && state.StoredKwh > reserve)
        {
            var available = (long)((state.StoredKwh - reserve) * BatteryOneWay * 10_000);
            var outOf = Math.Max(0, Math.Min(Math.Min(Units(BatteryKw * 0.65), available), net - Units(MinimumImportKw)));
            state.StoredKwh -= outOf / 10_000.0 / BatteryOneWay;
            return -outOf;
        }
        return 0;
    }

    private static long Units(double kilowatts) => (long)Math.Round(kilowatts * UnitsPerKwMinute);
}

/// <summary>What the plant carries from one minute to the next.</summary>
internal struct NimbusState
{
    public double StoredKwh;
    public bool ChpRuns;
    public long GasMicroCubicMetres;
}

/// <summary>Local time as the building's schedules see it.</summary>
/// <param name="Hour">0 to 23.</param>
/// <param name="HourOfDay">With its fraction.</param>
/// <param name="Weekday">Day of the week.</param>
/// <param name="IsFree">Weekend or bank holiday.</param>
internal readonly record struct LocalClock(int Hour, double HourOfDay, DayOfWeek Weekday, bool IsFree);

/// <summary>One minute of the site, in tenths of a watt-hour.</summary>
internal readonly record struct NimbusMinute(
    long Main, long Hvac, long Lighting, long Plugs, long Other, long Chp, long Wind, long Battery, long ChpHeat, long Boiler1, long Boiler2,
    long GasMicroCubicMetres, double StoredKwh, double TemperatureC, double WindSpeed);
