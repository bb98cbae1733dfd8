using SmartBlocks.Ledger;

namespace SmartBlocks.Energy.Baselines;

/// <summary>Payload of <c>adjustment/1</c>: a non-routine adjustment of a baseline, with its reason. State entry and payload are the same.</summary>
/// <param name="Adjustment">Its name, unique for the baseline.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Baseline">The meter's baseline.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when, which is not included.</param>
/// <param name="EnergyPerDay">Energy per day of 24 hours that the baseline grows by, meter's unit; below zero when it shrinks.</param>
/// <param name="Reason">Why, 1 to 500 characters.</param>
public sealed record AdjustmentPayload(
    string Adjustment, string Meter, string Baseline, DateTimeOffset From, DateTimeOffset Until, decimal EnergyPerDay, string Reason)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "adjustment/1";

    private static readonly string[] Fields = ["adjustment", "meter", "baseline", "from", "until", "energyPerDay", "reason"];

    /// <summary>The adjustment as savings take it.</summary>
    public NonRoutineAdjustment ToAdjustment() => new(From, Until, EnergyPerDay, Reason);

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(320)
        .Raw("{\"adjustment\":"u8).String(Adjustment)
        .Raw(",\"meter\":"u8).String(Meter)
        .Raw(",\"baseline\":"u8).String(Baseline)
        .Raw(",\"from\":"u8).Time(From)
        .Raw(",\"until\":"u8).Time(Until)
        .Raw(",\"energyPerDay\":"u8).Number(EnergyPerDay)
        .Raw(",\"reason\":"u8).String(Reason)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out AdjustmentPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(
            fields.Identifier("adjustment"), fields.Identifier("meter"), fields.Identifier("baseline"), fields.Time("from"), fields.Time("until"),
            fields.Number("energyPerDay", negativeAllowed: true), fields.Text("reason", NonRoutineAdjustment.LongestReason));
        if (fields.Problem is null)
            fields.Fail(Check(payload));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not such an entry.</exception>
    public static AdjustmentPayload Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var payload, out var why) ? payload : throw new FormatException(why!.Detail);

    private static Rejection? Check(AdjustmentPayload payload)
    {
        if (payload.Until <= payload.From)
            return Reject.Because("adjustment.range", "until", UtcTime.Format(payload.Until), $"must be later than from, {UtcTime.Format(payload.From)}");
        if (Math.Abs(payload.EnergyPerDay) > Figures.LargestEnergy)
            return Reject.Because("adjustment.energy", "energyPerDay", DecimalText.Format(payload.EnergyPerDay), $"must be within ±{Figures.Text(Figures.LargestEnergy)}");
        return string.IsNullOrWhiteSpace(payload.Reason) ? Reject.Because("adjustment.reason", "reason", payload.Reason, "must say why, in words for whoever pays") : null;
    }
}
