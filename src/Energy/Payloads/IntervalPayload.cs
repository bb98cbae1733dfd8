using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>interval/1</c>: consecutive slots of one length.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Start">Start of the first slot, UTC, a multiple of its length.</param>
/// <param name="Seconds">Length of each slot; divides 86,400 and is at least 60.</param>
/// <param name="Values">1 to 1,000 values in the meter's unit.</param>
/// <param name="Quality">Measured unless said otherwise.</param>
/// <param name="Unit">When given, must be the meter's unit.</param>
/// <param name="Attested">Present when the gateway signs for a device that cannot.</param>
public sealed record IntervalPayload(
    string Meter,
    DateTimeOffset Start,
    int Seconds,
    ImmutableArray<decimal> Values,
    Quality Quality = Quality.Measured,
    MeterUnit? Unit = null,
    Attestation? Attested = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "interval/1";

    /// <summary>Most values in one transaction.</summary>
    public const int MaxValues = 1_000;

    private static readonly string[] Fields = ["meter", "start", "seconds", "values", "quality", "unit", "attested"];

    /// <summary>The slots one by one.</summary>
    public IEnumerable<Interval> Intervals()
    {
        for (var i = 0; i < Values.Length; i++)
            yield return new(Start.AddSeconds((long)i * Seconds), Seconds, Values[i], Quality);
    }

    /// <summary>End of the last slot.</summary>
    public DateTimeOffset End => Start.AddSeconds((long)Seconds * Values.Length);

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = new JsonText(192 + 12 * Values.Length)
            .Raw("{\"meter\":"u8).String(Meter)
            .Raw(",\"start\":"u8).Time(Start)
            .Raw(",\"seconds\":"u8).Integer(Seconds)
            .Raw(",\"values\":"u8).Numbers(Values.AsSpan());
        if (Quality != Quality.Measured)
            json.Raw(",\"quality\":"u8).String(Quality.Text());
        json.Optional(",\"unit\":"u8, Unit?.Text());
        return Attestation.Write(json, Attested).Raw("}"u8).ToArray();
    }

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out IntervalPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("meter"), fields.Time("start"), fields.Integer("seconds"),
            fields.Numbers("values", MaxValues, negativeAllowed: true),
            fields.OptionalWord("quality", Vocabulary.Qualities) ?? Quality.Measured,
            fields.OptionalWord("unit", Vocabulary.Units), Attestation.Read(fields));
        if (fields.Problem is null)
            fields.Fail(Slots.CheckLength("seconds", payload.Seconds) ?? Slots.CheckAligned("start", payload.Start, payload.Seconds));
        why = fields.Problem;
        return why is null;
    }
}
