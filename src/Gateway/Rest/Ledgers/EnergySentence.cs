using System.Globalization;
using System.Text.Json;
using SmartBlocks.Energy;
using static SmartBlocks.Gateway.Rest.Sentence;

namespace SmartBlocks.Gateway.Rest;

/// <summary>What a ledger is told about energy: sites, meters, readings, and what is made of them.</summary>
static class EnergySentence
{
    public static string? Of(string family, JsonElement p, IReadOnlyDictionary<string, MeterRegistration> meters) => family switch
    {
        "site" => $"The site {Text(p, "name")} was registered",
        "meter" => $"The meter {Text(p, "name")} was registered at {Text(p, "site")}, for {Text(p, "commodity")} in {Symbol(Text(p, "unit"))}",
        "interval" => Interval(p, "metered", meters),
        "correction" => $"{Interval(p, "was corrected to", meters)}: {Text(p, "reason")}",
        "register" => Register(p, meters),
        "ocmf" => $"{Meter(p, meters)} recorded a charging session (OCMF)",
        "virtual" => Text(p, "op") == "remove" ? $"The virtual meter {Text(p, "meter")} was taken away" : $"The virtual meter {Text(p, "name")} was defined from other meters",
        "tariff" => $"{(Text(p, "op") == "remove" ? "A tariff was taken back" : "A tariff was set")} for {Text(p, "commodity")} ({Text(p, "direction")}), from {Text(p, "from")} on",
        "series" => $"Factors of {Text(p, "quantity")} were recorded, from {Text(p, "start")} on",
        "weather" => $"Weather at {Text(p, "site")} was recorded: {Text(p, "quantity")} from {Text(p, "start")} on",
        "weather-forecast" => $"A forecast of the weather at {Text(p, "site")} was written down before the fact: {Text(p, "quantity")} from {Text(p, "start")} on, by {Text(p, "source")}",
        "baseline" => $"A baseline of {Meter(p, meters)} was fixed, for every validator to compute again",
        "adjustment" => $"The baseline {Text(p, "baseline")} of {Meter(p, meters)} was adjusted by {Text(p, "energyPerDay")}{Unit(p, meters)} a day: {Text(p, "reason")}",
        "forecast" => $"A forecast for {Meter(p, meters)} was written down before the fact",
        _ => null,
    };

    static string Interval(JsonElement p, string verb, IReadOnlyDictionary<string, MeterRegistration> meters)
    {
        var start = Time(p, "start");
        var values = p.GetProperty("values");
        var count = values.GetArrayLength();
        var end = start.AddSeconds(checked(p.GetProperty("seconds").GetInt64() * count));
        var sum = values.EnumerateArray().Sum(v => decimal.Parse(v.GetString()!, CultureInfo.InvariantCulture));
        var estimated = Text(p, "quality") == "estimated" ? ", estimated" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Meter(p, meters)} {verb} {sum:0.###}{Unit(p, meters)}{estimated} from {Stamp(start)} to {(end.Date == start.Date ? Clock(end) : Stamp(end))} UTC, {count} {(count == 1 ? "value" : "values")}{Attested(p)}");
    }

    static string Register(JsonElement p, IReadOnlyDictionary<string, MeterRegistration> meters)
    {
        var readings = p.GetProperty("readings");
        var last = readings[readings.GetArrayLength() - 1];
        var unit = Has(p, "unit") ? " " + Symbol(Text(p, "unit")) : Unit(p, meters);
        return $"{Meter(p, meters)} stood at {Text(last, "value")}{unit} on {Stamp(Time(last, "at"))} UTC{Attested(p)}";
    }

    static string Attested(JsonElement p) => p.TryGetProperty("attested", out var a) && a.ValueKind == JsonValueKind.Object
        ? $", attested by the gateway ({Text(a, "format")})" : "";

    // What people call it, and the id by which it is found.
    static string Meter(JsonElement p, IReadOnlyDictionary<string, MeterRegistration> meters)
    {
        var id = Text(p, "meter");
        return meters.TryGetValue(id, out var meter) && meter.Name != id ? $"{meter.Name} ({id})" : id;
    }

    static string Unit(JsonElement p, IReadOnlyDictionary<string, MeterRegistration> meters) =>
        meters.TryGetValue(Text(p, "meter"), out var meter) ? " " + Symbol(meter.Unit.Text()) : "";

    static string Symbol(string unit) => unit == "m3" ? "m³" : unit;

    static DateTime Time(JsonElement p, string name) => p.GetProperty(name).GetDateTimeOffset().UtcDateTime;

    static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    static string Clock(DateTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
