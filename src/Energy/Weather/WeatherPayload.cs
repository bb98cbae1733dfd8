using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>weather/1</c>: what the weather at a site was, in consecutive slots of one length.</summary>
/// <param name="Site">The site.</param>
/// <param name="Quantity">What was measured; it has one unit.</param>
/// <param name="Start">Start of the first slot, UTC, a multiple of its length.</param>
/// <param name="Seconds">Length of each slot; divides 86,400 and is at least 60.</param>
/// <param name="Values">1 to 1,000 means over the slots: °C, m/s, W/m² or hPa.</param>
/// <param name="Source">Whose figures these are.</param>
public sealed record WeatherPayload(
    string Site, WeatherQuantity Quantity, DateTimeOffset Start, int Seconds, ImmutableArray<decimal> Values, string? Source = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "weather/1";

    private static readonly string[] Fields = ["site", "quantity", "start", "seconds", "values", "source"];

    /// <summary>End of the last slot.</summary>
    public DateTimeOffset End => Start.AddSeconds((long)Seconds * Values.Length);

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(192 + 10 * Values.Length)
        .Raw("{\"site\":"u8).String(Site)
        .Raw(",\"quantity\":"u8).String(Quantity.Text())
        .Raw(",\"start\":"u8).Time(Start)
        .Raw(",\"seconds\":"u8).Integer(Seconds)
        .Raw(",\"values\":"u8).Numbers(Values.AsSpan())
        .Optional(",\"source\":"u8, Source)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out WeatherPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("site"), fields.Word("quantity", Vocabulary.WeatherQuantities), fields.Time("start"), fields.Integer("seconds"),
            fields.Numbers("values", IntervalPayload.MaxValues, negativeAllowed: true), fields.OptionalText("source", 200));
        if (fields.Problem is null)
        {
            fields.Fail(Slots.CheckLength("seconds", payload.Seconds) ?? Slots.CheckAligned("start", payload.Start, payload.Seconds)
                ?? CheckValues(payload.Quantity, payload.Values));
        }
        why = fields.Problem;
        return why is null;
    }

    /// <summary>What no weather station on Earth reports is an error of whoever sends it.</summary>
    internal static Rejection? CheckValues(WeatherQuantity quantity, ImmutableArray<decimal> values)
    {
        var (least, most, unit) = quantity switch
        {
            WeatherQuantity.Temperature => (-90m, 60m, "°C"),
            WeatherQuantity.WindSpeed => (0m, 120m, "m/s"),
            WeatherQuantity.Irradiance => (0m, 2_000m, "W/m²"),
            _ => (500m, 1_100m, "hPa"),
        };
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < least || values[i] > most)
            {
                return Reject.Because(
                    "weather.range", $"values[{i}]", DecimalText.Format(values[i]),
                    $"must be from {DecimalText.Format(least)} to {DecimalText.Format(most)} {unit}: a {quantity.Text()}");
            }
        }
        return null;
    }
}
