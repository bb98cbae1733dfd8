using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>weather-forecast/1</c>: what the weather at a site is expected to be, in consecutive slots of one length. State entry and payload are the same.</summary>
/// <param name="Site">The site.</param>
/// <param name="Quantity">What is foretold; it has the unit and the bounds of <see cref="WeatherPayload"/>.</param>
/// <param name="Issued">When whoever made it let it go, UTC: its issue time, as meteorologists call it.</param>
/// <param name="Start">Start of the first slot it is valid for, UTC, a multiple of its length.</param>
/// <param name="Seconds">Length of each slot; divides 86,400 and is at least 60.</param>
/// <param name="Values">1 to 1,000 means over the slots: °C, m/s, W/m² or hPa.</param>
/// <param name="Source">Whose forecast it is and how it was made, in words.</param>
public sealed record WeatherForecastPayload(
    string Site, WeatherQuantity Quantity, DateTimeOffset Issued, DateTimeOffset Start, int Seconds, ImmutableArray<decimal> Values, string Source)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "weather-forecast/1";

    private static readonly string[] Fields = ["site", "quantity", "issued", "start", "seconds", "values", "source"];

    /// <summary>End of the last slot.</summary>
    public DateTimeOffset End => Start.AddSeconds((long)Seconds * Values.Length);

    /// <summary>Its slots.</summary>
    public IEnumerable<Interval> Intervals() => Values.Select((value, i) => new Interval(Start.AddSeconds((long)i * Seconds), Seconds, value));

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(256 + 10 * Values.Length)
        .Raw("{\"site\":"u8).String(Site)
        .Raw(",\"quantity\":"u8).String(Quantity.Text())
        .Raw(",\"issued\":"u8).Time(Issued)
        .Raw(",\"start\":"u8).Time(Start)
        .Raw(",\"seconds\":"u8).Integer(Seconds)
        .Raw(",\"values\":"u8).Numbers(Values.AsSpan())
        .Raw(",\"source\":"u8).String(Source)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out WeatherForecastPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("site"), fields.Word("quantity", Vocabulary.WeatherQuantities), fields.Time("issued"), fields.Time("start"), fields.Integer("seconds"),
            fields.Numbers("values", IntervalPayload.MaxValues, negativeAllowed: true), fields.Text("source", 200));
        if (fields.Problem is null)
        {
            fields.Fail(Slots.CheckLength("seconds", payload.Seconds) ?? Slots.CheckAligned("start", payload.Start, payload.Seconds)
                ?? WeatherPayload.CheckValues(payload.Quantity, payload.Values));
        }
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not such an entry.</exception>
    public static WeatherForecastPayload Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var payload, out var why) ? payload : throw new FormatException(why!.Detail);
}
