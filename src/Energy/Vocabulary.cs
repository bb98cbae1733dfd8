using System.Text.Json.Serialization;

namespace SmartBlocks.Energy;

/// <summary>What flows through a meter.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Commodity>))]
public enum Commodity
{
    [JsonStringEnumMemberName("electricity")] Electricity,
    [JsonStringEnumMemberName("gas")] Gas,
    [JsonStringEnumMemberName("heat")] Heat,
    [JsonStringEnumMemberName("water")] Water,
}

/// <summary>The unit a meter counts in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MeterUnit>))]
public enum MeterUnit
{
    [JsonStringEnumMemberName("kWh")] KilowattHour,
    [JsonStringEnumMemberName("m3")] CubicMetre,
    [JsonStringEnumMemberName("l")] Litre,
}

/// <summary>Which way the counted energy flows, seen from the site.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Direction>))]
public enum Direction
{
    /// <summary>From the grid into the site.</summary>
    [JsonStringEnumMemberName("import")] Import,

    /// <summary>From the site into the grid.</summary>
    [JsonStringEnumMemberName("export")] Export,

    /// <summary>Produced on the site.</summary>
    [JsonStringEnumMemberName("generation")] Generation,

    /// <summary>Used on the site.</summary>
    [JsonStringEnumMemberName("consumption")] Consumption,

    /// <summary>Into a store when positive, out of it when negative: the only direction whose readings may be negative.</summary>
    [JsonStringEnumMemberName("storage")] Storage,
}

/// <summary>What a meter reports: energy per slot of time, or a cumulative count.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MeterKind>))]
public enum MeterKind
{
    [JsonStringEnumMemberName("interval")] Interval,
    [JsonStringEnumMemberName("register")] Register,
}

/// <summary>What stands behind a meter.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MeterSource>))]
public enum MeterSource
{
    [JsonStringEnumMemberName("grid")] Grid,
    [JsonStringEnumMemberName("chp")] Chp,
    [JsonStringEnumMemberName("wind")] Wind,
    [JsonStringEnumMemberName("solar")] Solar,
    [JsonStringEnumMemberName("battery")] Battery,
    [JsonStringEnumMemberName("boiler")] Boiler,
    [JsonStringEnumMemberName("load")] Load,
}

/// <summary>How a value came to be: counted by the meter, or estimated by somebody and said so.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Quality>))]
public enum Quality
{
    [JsonStringEnumMemberName("measured")] Measured,
    [JsonStringEnumMemberName("estimated")] Estimated,
}

/// <summary>A quantity that energy or volume is multiplied with, as a time series.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FactorKind>))]
public enum FactorKind
{
    /// <summary>Greenhouse gases, kg of CO₂ equivalent for a kWh (for water: for a m³).</summary>
    [JsonStringEnumMemberName("carbonFactor")] CarbonFactor,

    /// <summary>Energy in gas, kWh for a m³ at reference conditions (gross, as it is billed).</summary>
    [JsonStringEnumMemberName("calorificValue")] CalorificValue,

    /// <summary>From metered m³ to m³ at reference conditions.</summary>
    [JsonStringEnumMemberName("volumeCorrection")] VolumeCorrection,
}

/// <summary>What a weather series says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WeatherQuantity>))]
public enum WeatherQuantity
{
    /// <summary>Air temperature, °C.</summary>
    [JsonStringEnumMemberName("temperature")] Temperature,

    /// <summary>Wind speed, m/s, 10 m above ground unless the source says otherwise.</summary>
    [JsonStringEnumMemberName("windSpeed")] WindSpeed,

    /// <summary>Global horizontal irradiance, W/m².</summary>
    [JsonStringEnumMemberName("irradiance")] Irradiance,

    /// <summary>Air pressure at the ground, hPa.</summary>
    [JsonStringEnumMemberName("pressure")] Pressure,
}

/// <summary>How a baseline on a ledger was made.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BaselineMethod>))]
public enum BaselineMethod
{
    /// <summary>CalTRACK 2.0 daily, on UTC days.</summary>
    [JsonStringEnumMemberName("daily")] Daily,

    /// <summary>CalTRACK 2.0 hourly.</summary>
    [JsonStringEnumMemberName("hourly")] Hourly,
}

/// <summary>How far a forecast on a ledger reaches, in days of its site.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForecastHorizon>))]
public enum ForecastHorizon
{
    /// <summary>One local day.</summary>
    [JsonStringEnumMemberName("day")] Day,

    /// <summary>Seven local days.</summary>
    [JsonStringEnumMemberName("week")] Week,
}

/// <summary>What a payload that keeps a rule wants done with it.</summary>
public enum RuleOperation
{
    /// <summary>Put it there, or in place of the one that is there.</summary>
    Define,

    /// <summary>Take it away.</summary>
    Remove,
}

/// <summary>How the vocabulary is written in transactions, state and REST.</summary>
public static class Vocabulary
{
    internal static readonly Words<Commodity> Commodities = new(
        (Commodity.Electricity, "electricity"), (Commodity.Gas, "gas"), (Commodity.Heat, "heat"), (Commodity.Water, "water"));

    internal static readonly Words<MeterUnit> Units = new(
        (MeterUnit.KilowattHour, "kWh"), (MeterUnit.CubicMetre, "m3"), (MeterUnit.Litre, "l"));

    internal static readonly Words<Direction> Directions = new(
        (Direction.Import, "import"), (Direction.Export, "export"), (Direction.Generation, "generation"),
        (Direction.Consumption, "consumption"), (Direction.Storage, "storage"));

    internal static readonly Words<MeterKind> Kinds = new((MeterKind.Interval, "interval"), (MeterKind.Register, "register"));

    internal static readonly Words<MeterSource> Sources = new(
        (MeterSource.Grid, "grid"), (MeterSource.Chp, "chp"), (MeterSource.Wind, "wind"), (MeterSource.Solar, "solar"),
        (MeterSource.Battery, "battery"), (MeterSource.Boiler, "boiler"), (MeterSource.Load, "load"));

    internal static readonly Words<Quality> Qualities = new((Quality.Measured, "measured"), (Quality.Estimated, "estimated"));

    internal static readonly Words<FactorKind> FactorKinds = new(
        (FactorKind.CarbonFactor, "carbonFactor"), (FactorKind.CalorificValue, "calorificValue"), (FactorKind.VolumeCorrection, "volumeCorrection"));

    internal static readonly Words<RuleOperation> Operations = new((RuleOperation.Define, "define"), (RuleOperation.Remove, "remove"));

    internal static readonly Words<WeatherQuantity> WeatherQuantities = new(
        (WeatherQuantity.Temperature, "temperature"), (WeatherQuantity.WindSpeed, "windSpeed"), (WeatherQuantity.Irradiance, "irradiance"), (WeatherQuantity.Pressure, "pressure"));

    internal static readonly Words<BaselineMethod> BaselineMethods = new((BaselineMethod.Daily, "daily"), (BaselineMethod.Hourly, "hourly"));

    internal static readonly Words<ForecastHorizon> ForecastHorizons = new((ForecastHorizon.Day, "day"), (ForecastHorizon.Week, "week"));

    public static string Text(this WeatherQuantity value) => WeatherQuantities.Text(value);

    public static string Text(this BaselineMethod value) => BaselineMethods.Text(value);

    public static string Text(this ForecastHorizon value) => ForecastHorizons.Text(value);

    /// <summary>Reads a word of REST; false when it is none.</summary>
    public static bool TryParse(string? text, out WeatherQuantity value) => WeatherQuantities.TryParse(text, out value);

    /// <summary>Reads a word of REST; false when it is none.</summary>
    public static bool TryParse(string? text, out BaselineMethod value) => BaselineMethods.TryParse(text, out value);

    /// <summary>Reads a word of REST; false when it is none.</summary>
    public static bool TryParse(string? text, out ForecastHorizon value) => ForecastHorizons.TryParse(text, out value);

    public static string Text(this FactorKind value) => FactorKinds.Text(value);

    public static string Text(this Commodity value) => Commodities.Text(value);

    public static string Text(this MeterUnit value) => Units.Text(value);

    public static string Text(this Direction value) => Directions.Text(value);

    public static string Text(this MeterKind value) => Kinds.Text(value);

    public static string Text(this MeterSource value) => Sources.Text(value);

    public static string Text(this Quality value) => Qualities.Text(value);

    /// <summary>Whether a commodity is counted in a unit: gas by volume or by energy, water by volume, electricity and heat by energy.</summary>
    public static bool CountedIn(this Commodity commodity, MeterUnit unit) => commodity switch
    {
        Commodity.Gas => unit is MeterUnit.CubicMetre or MeterUnit.KilowattHour,
        Commodity.Water => unit is MeterUnit.CubicMetre or MeterUnit.Litre,
        _ => unit is MeterUnit.KilowattHour,
    };
}
