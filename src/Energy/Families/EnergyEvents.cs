using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Families;

/// <summary>
/// Events of this room. The subject of each is the identifier of the site or meter. Data of
/// <c>reading.accepted</c>: <c>{"meter","site","slots":[{"start","seconds","value","quality"}]}</c> or <c>{"meter","site","registers":[{"at","value"}]}</c>;
/// of <c>reading.corrected</c>: <c>{"meter","site","reason","slots":[{"start","seconds","value","previous"}]}</c>, where previous is the value effective until then.
/// </summary>
public static class EnergyEvents
{
    public const string SiteRegistered = "site.registered";
    public const string MeterRegistered = "meter.registered";
    public const string ReadingAccepted = "reading.accepted";
    public const string ReadingCorrected = "reading.corrected";
    public const string ReadingsDropped = "readings.dropped";
    public const string VirtualDefined = "virtual.defined";
    public const string VirtualRemoved = "virtual.removed";
    public const string TariffDefined = "tariff.defined";
    public const string TariffRemoved = "tariff.removed";
    public const string SeriesRecorded = "series.recorded";
    public const string WeatherRecorded = "weather.recorded";
    public const string WeatherForetold = "weather.foretold";
    public const string BaselineFitted = "baseline.fitted";
    public const string BaselineAdjusted = "baseline.adjusted";
    public const string ForecastPosted = "forecast.posted";

    internal static LedgerEvent Accepted(MeterRegistration meter, IntervalPayload payload) =>
        new(ReadingAccepted, meter.Meter, () => Slots(meter, payload));

    private static ReadOnlyMemory<byte> Slots(MeterRegistration meter, IntervalPayload payload)
    {
        var json = Begin(meter, 160 + 100 * payload.Values.Length).Raw(",\"slots\":["u8);
        for (var i = 0; i < payload.Values.Length; i++)
        {
            json.Raw(i == 0 ? "{\"start\":"u8 : ",{\"start\":"u8).Time(payload.Start.AddSeconds((long)i * payload.Seconds));
            json.Raw(",\"seconds\":"u8).Integer(payload.Seconds).Raw(",\"value\":"u8).Number(payload.Values[i]);
            json.Raw(payload.Quality == Quality.Measured ? ",\"quality\":\"measured\"}"u8 : ",\"quality\":\"estimated\"}"u8);
        }
        return json.Raw("]}"u8).ToArray();
    }

    internal static LedgerEvent Accepted(MeterRegistration meter, ReadOnlySpan<RegisterReading> readings)
    {
        var json = Begin(meter, 160 + 64 * readings.Length).Raw(",\"registers\":["u8);
        for (var i = 0; i < readings.Length; i++)
            json.Raw(i == 0 ? "{\"at\":"u8 : ",{\"at\":"u8).Time(readings[i].At).Raw(",\"value\":"u8).Number(readings[i].Value).Raw("}"u8);
        return new(ReadingAccepted, meter.Meter, json.Raw("]}"u8).ToArray());
    }

    internal static LedgerEvent Corrected(MeterRegistration meter, CorrectionPayload payload, ImmutableArray<decimal> previous)
    {
        var json = Begin(meter, 300 + 110 * payload.Values.Length).Raw(",\"reason\":"u8).String(payload.Reason).Raw(",\"slots\":["u8);
        for (var i = 0; i < payload.Values.Length; i++)
        {
            json.Raw(i == 0 ? "{\"start\":"u8 : ",{\"start\":"u8).Time(payload.Start.AddSeconds((long)i * payload.Seconds));
            json.Raw(",\"seconds\":"u8).Integer(payload.Seconds).Raw(",\"value\":"u8).Number(payload.Values[i]);
            json.Raw(",\"previous\":"u8).Number(previous[i]).Raw("}"u8);
        }
        return new(ReadingCorrected, meter.Meter, json.Raw("]}"u8).ToArray());
    }

    private static JsonText Begin(MeterRegistration meter, int capacity) =>
        new JsonText(capacity).Raw("{\"meter\":"u8).String(meter.Meter).Raw(",\"site\":"u8).String(meter.Site);
}
