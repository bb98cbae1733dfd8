using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>register/1</c>: what a cumulative register showed, in order of time.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Readings">1 to 1,000 readings, times strictly increasing, values never falling.</param>
/// <param name="Unit">When given, must be the meter's unit.</param>
/// <param name="Attested">Present when the gateway signs for a device that cannot.</param>
public sealed record RegisterPayload(string Meter, ImmutableArray<RegisterReading> Readings, MeterUnit? Unit = null, Attestation? Attested = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "register/1";

    /// <summary>Most readings in one transaction.</summary>
    public const int MaxReadings = 1_000;

    private static readonly string[] Fields = ["meter", "readings", "unit", "attested"];
    private static readonly string[] ReadingFields = ["at", "value"];

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = new JsonText(128 + 64 * Readings.Length).Raw("{\"meter\":"u8).String(Meter).Raw(",\"readings\":["u8);
        for (var i = 0; i < Readings.Length; i++)
        {
            json.Raw(i == 0 ? "{\"at\":"u8 : ",{\"at\":"u8).Time(Readings[i].At);
            json.Raw(",\"value\":"u8).Number(Readings[i].Value).Raw("}"u8);
        }
        json.Raw("]"u8).Optional(",\"unit\":"u8, Unit?.Text());
        return Attestation.Write(json, Attested).Raw("}"u8).ToArray();
    }

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out RegisterPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        var meter = fields.Identifier("meter");
        var readings = ImmutableArray.CreateBuilder<RegisterReading>();
        foreach (var reading in fields.Objects("readings", MaxReadings, ReadingFields))
            readings.Add(new(reading.Time("at"), reading.Number("value", negativeAllowed: false)));
        payload = new(meter, readings.DrainToImmutable(), fields.OptionalWord("unit", Vocabulary.Units), Attestation.Read(fields));
        if (fields.Problem is null)
            fields.Fail(CheckOrder(payload.Readings));
        why = fields.Problem;
        return why is null;
    }

    private static Rejection? CheckOrder(ImmutableArray<RegisterReading> readings)
    {
        for (var i = 1; i < readings.Length; i++)
        {
            if (RegisterRules.CheckAfter(readings[i - 1], readings[i], $"readings[{i}]") is { } why)
                return why;
        }
        return null;
    }
}
