using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Forecasts;

/// <summary>Payload of <c>forecast/1</c>: what a meter is expected to count on one or seven local days. State entry and payload are the same.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Horizon">One local day, or seven.</param>
/// <param name="Known">The end of the history it was made from.</param>
/// <param name="Start">Start of its first slot: midnight at the site.</param>
/// <param name="Seconds">Length of each slot.</param>
/// <param name="Values">What is expected in each slot, meter's unit.</param>
/// <param name="Lower">Lower end of the band.</param>
/// <param name="Upper">Upper end of the band.</param>
/// <param name="Coverage">Share of outcomes that the band should hold.</param>
/// <param name="Method">How it was made, in words.</param>
/// <param name="Weather">The weather forecasts it stands on; empty when it stands on the meter alone.</param>
public sealed record ForecastPayload(
    string Meter,
    ForecastHorizon Horizon,
    DateTimeOffset Known,
    DateTimeOffset Start,
    int Seconds,
    ImmutableArray<decimal> Values,
    ImmutableArray<decimal> Lower,
    ImmutableArray<decimal> Upper,
    decimal Coverage,
    string Method,
    ImmutableArray<WeatherReference> Weather = default)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "forecast/1";

    private static readonly string[] Fields = ["meter", "horizon", "known", "start", "seconds", "values", "lower", "upper", "coverage", "method", "weather"];
    private static readonly string[] WeatherFields = ["quantity", "issued"];

    /// <summary>The weather forecasts it stands on; empty when it stands on the meter alone.</summary>
    public ImmutableArray<WeatherReference> Weather { get; init; } = Weather.IsDefault ? [] : Weather;

    /// <summary>Most weather forecasts that one may stand on: one of each quantity.</summary>
    private const int MostWeather = 4;

    /// <summary>End of the last slot.</summary>
    public DateTimeOffset End => Start.AddSeconds((long)Seconds * Values.Length);

    /// <summary>The part of a forecast that covers some local days, as it is posted.</summary>
    public static ForecastPayload Of(string meter, ForecastHorizon horizon, DemandForecast forecast, TimeSpanUtc days, ImmutableArray<WeatherReference> weather = default)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var first = (int)((days.Start - forecast.Start).TotalSeconds / forecast.Seconds);
        var count = (int)(days.Length.TotalSeconds / forecast.Seconds);
        return new(
            meter, horizon, forecast.Start, days.Start, forecast.Seconds, forecast.Values.Slice(first, count), forecast.Lower.Slice(first, count),
            forecast.Upper.Slice(first, count), forecast.Coverage, forecast.Method, weather);
    }

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = Begin();
        for (var i = 0; i < Weather.Length; i++)
            json.Raw(i == 0 ? ",\"weather\":[{\"quantity\":"u8 : ",{\"quantity\":"u8).String(Weather[i].Quantity.Text()).Raw(",\"issued\":"u8).Time(Weather[i].Issued).Raw("}"u8);
        return json.Raw(Weather.IsEmpty ? "}"u8 : "]}"u8).ToArray();
    }

    private JsonText Begin() => new JsonText(512 + 36 * Values.Length)
        .Raw("{\"meter\":"u8).String(Meter)
        .Raw(",\"horizon\":"u8).String(Horizon.Text())
        .Raw(",\"known\":"u8).Time(Known)
        .Raw(",\"start\":"u8).Time(Start)
        .Raw(",\"seconds\":"u8).Integer(Seconds)
        .Raw(",\"values\":"u8).Numbers(Values.AsSpan())
        .Raw(",\"lower\":"u8).Numbers(Lower.AsSpan())
        .Raw(",\"upper\":"u8).Numbers(Upper.AsSpan())
        .Raw(",\"coverage\":"u8).Number(Coverage)
        .Raw(",\"method\":"u8).String(Method);

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out ForecastPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("meter"), fields.Word("horizon", Vocabulary.ForecastHorizons), fields.Time("known"), fields.Time("start"), fields.Integer("seconds"),
            Numbers(fields, "values"), Numbers(fields, "lower"), Numbers(fields, "upper"), fields.Number("coverage", negativeAllowed: false), fields.Text("method", 200), References(fields));
        if (fields.Problem is null)
            fields.Fail(Check(payload));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not such an entry.</exception>
    public static ForecastPayload Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var payload, out var why) ? payload : throw new FormatException(why!.Detail);

    private static ImmutableArray<decimal> Numbers(PayloadObject fields, string field) => fields.Numbers(field, IntervalPayload.MaxValues, negativeAllowed: true);

    private static ImmutableArray<WeatherReference> References(PayloadObject fields) => fields.Has("weather")
        ? [.. fields.Objects("weather", MostWeather, WeatherFields).Select(item => new WeatherReference(item.Word("quantity", Vocabulary.WeatherQuantities), item.Time("issued")))]
        : [];

    private static Rejection? Check(ForecastPayload payload)
    {
        if ((Slots.CheckLength("seconds", payload.Seconds) ?? Slots.CheckAligned("start", payload.Start, payload.Seconds)) is { } wrong)
            return wrong;
        if (payload.Known > payload.Start)
            return Reject.Because("forecast.known", "known", UtcTime.Format(payload.Known), $"must not be later than start, {UtcTime.Format(payload.Start)}: that would be no forecast");
        if (payload.Coverage is <= 0 or >= 1)
            return Reject.Because("forecast.coverage", "coverage", DecimalText.Format(payload.Coverage), "must be above 0 and below 1");
        if (payload.Lower.Length != payload.Values.Length || payload.Upper.Length != payload.Values.Length)
            return Reject.Because("forecast.band", payload.Lower.Length != payload.Values.Length ? "lower" : "upper", null, $"must have as many values as values, {payload.Values.Length}");
        for (var i = 0; i < payload.Values.Length; i++)
        {
            if (payload.Lower[i] > payload.Values[i])
                return Reject.Because("forecast.band", $"lower[{i}]", DecimalText.Format(payload.Lower[i]), $"must not lie above the value, {DecimalText.Format(payload.Values[i])}");
            if (payload.Upper[i] < payload.Values[i])
                return Reject.Because("forecast.band", $"upper[{i}]", DecimalText.Format(payload.Upper[i]), $"must not lie below the value, {DecimalText.Format(payload.Values[i])}");
        }
        return null;
    }
}
