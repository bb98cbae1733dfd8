namespace SmartBlocks.Energy.Kpis;

/// <summary>A figure, and how much of it was measured.</summary>
/// <param name="Id">What it is: one of <see cref="KpiIds"/>.</param>
/// <param name="Value">The figure; null when nothing is known.</param>
/// <param name="Unit">Its unit: kWh, kW, m3, kWh/m2, K·d, kWh/(K·d), kg, share, or a currency.</param>
/// <param name="Coverage">What stands behind it.</param>
/// <param name="At">When, for a figure of a moment.</param>
public sealed record Kpi(string Id, decimal? Value, string Unit, Coverage Coverage, DateTimeOffset? At = null);

/// <summary>The figures there are.</summary>
public static class KpiIds
{
    /// <summary>Electricity used on the site.</summary>
    public const string Electricity = "electricity";

    /// <summary>Electricity from the grid.</summary>
    public const string Import = "import";

    /// <summary>Electricity into the grid.</summary>
    public const string Export = "export";

    /// <summary>Electricity generated on the site.</summary>
    public const string Generation = "generation";

    /// <summary>Share of the generation that was used on the site.</summary>
    public const string SelfConsumption = "selfConsumption";

    /// <summary>Share of the electricity used that was generated on the site.</summary>
    public const string SelfSufficiency = "selfSufficiency";

    /// <summary>Share of the electricity used that came from wind and sun on the site.</summary>
    public const string RenewableShare = "renewableShare";

    /// <summary>Highest rate of the import, or of the use where there is no import.</summary>
    public const string Peak = "peak";

    /// <summary>Mean rate as a share of the highest.</summary>
    public const string LoadFactor = "loadFactor";

    /// <summary>What runs always: the median of the days' lowest hours.</summary>
    public const string BaseLoad = "baseLoad";

    /// <summary>Heat used.</summary>
    public const string Heat = "heat";

    /// <summary>Gas in energy.</summary>
    public const string Gas = "gas";

    /// <summary>Gas in volume.</summary>
    public const string GasVolume = "gasVolume";

    /// <summary>Water.</summary>
    public const string Water = "water";

    /// <summary>Energy bought (electricity, gas, heat) for each m² of floor.</summary>
    public const string EnergyPerArea = "energyPerArea";

    /// <summary>Heating degree days.</summary>
    public const string DegreeDays = "degreeDays";

    /// <summary>Heat used for each heating degree day.</summary>
    public const string HeatPerDegreeDay = "heatPerDegreeDay";

    /// <summary>Greenhouse gases of the energy bought.</summary>
    public const string Carbon = "co2";

    /// <summary>What the energy cost, less what export brought in.</summary>
    public const string Cost = "cost";

    /// <summary>Of it, electricity with standing and demand charges.</summary>
    public const string CostElectricity = "costElectricity";

    /// <summary>Of it, gas.</summary>
    public const string CostGas = "costGas";

    /// <summary>Of it, heat.</summary>
    public const string CostHeat = "costHeat";

    /// <summary>Of it, water.</summary>
    public const string CostWater = "costWater";

    /// <summary>What export brought in.</summary>
    public const string ExportRevenue = "exportRevenue";
}
