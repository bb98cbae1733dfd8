using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>correction/1</c>: other effective values for slots on record. What was recorded stays readable.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Start">Start of the first slot, UTC.</param>
/// <param name="Seconds">Length of each slot, as recorded.</param>
/// <param name="Values">1 to 1,000 effective values in the meter's unit.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record CorrectionPayload(string Meter, DateTimeOffset Start, int Seconds, ImmutableArray<decimal> Values, string Reason)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "correction/1";

    private static readonly string[] Fields = ["meter", "start", "seconds", "values", "reason"];

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(256 + 12 * Values.Length)
        .Raw("{\"meter\":"u8).String(Meter)
        .Raw(",\"start\":"u8).Time(Start)
        .Raw(",\"seconds\":"u8).Integer(Seconds)
        .Raw(",\"values\":"u8).Numbers(Values.AsSpan())
        .Raw(",\"reason\":"u8).String(Reason)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out CorrectionPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("meter"), fields.Time("start"), fields.Integer("seconds"),
            fields.Numbers("values", IntervalPayload.MaxValues, negativeAllowed: true), fields.Text("reason", 500));
        if (fields.Problem is null)
            fields.Fail(Slots.CheckLength("seconds", payload.Seconds) ?? Slots.CheckAligned("start", payload.Start, payload.Seconds));
        why = fields.Problem;
        return why is null;
    }
}
