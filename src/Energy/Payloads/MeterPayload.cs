using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>meter/1</c>, strictly read; the typed value is a <see cref="MeterRegistration"/>.</summary>
public static class MeterPayload
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "meter/1";

    private static readonly string[] Fields =
    [
        "meter", "site", "name", "commodity", "unit", "direction", "kind", "parent", "key", "capacityKw", "source", "ocmfKey", "resolutionSeconds",
    ];

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out MeterRegistration meter, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        meter = new(
            fields.Identifier("meter"), fields.Identifier("site"), fields.Text("name", 200),
            fields.Word("commodity", Vocabulary.Commodities), fields.Word("unit", Vocabulary.Units),
            fields.Word("direction", Vocabulary.Directions), fields.Word("kind", Vocabulary.Kinds),
            fields.OptionalIdentifier("parent"), fields.OptionalText("key", 43), fields.OptionalNumber("capacityKw", negativeAllowed: false),
            fields.OptionalWord("source", Vocabulary.Sources), fields.OptionalText("ocmfKey", 1024), fields.OptionalInteger("resolutionSeconds"));
        if (fields.Problem is null)
            fields.Fail(Check(meter));
        why = fields.Problem;
        return why is null;
    }

    private static Rejection? Check(MeterRegistration meter)
    {
        if (!meter.Commodity.CountedIn(meter.Unit))
            return Reject.Because("unit.mismatch", "unit", meter.Unit.Text(), $"is not a unit that {meter.Commodity.Text()} is counted in");
        if (meter.Parent == meter.Meter)
            return Reject.Because("meter.parent", "parent", meter.Parent, "a meter cannot be its own parent");
        if (meter.Direction == Direction.Storage && meter.Kind == MeterKind.Register)
            return Reject.Because("kind.mismatch", "kind", meter.Kind.Text(), "a storage meter counts both ways, which a register cannot");
        if (meter.Key is { } key && !Hash256.TryParse(key, out _))
            return Reject.Because("meter.key", "key", key, "must be a key id: an RFC 7638 thumbprint in base64url, 43 characters");
        if (meter.OcmfKey is { } ocmfKey && Formats.OcmfSignature.CheckKey("ocmfKey", ocmfKey) is { } why)
            return why;
        if (meter.OcmfKey is not null && (meter.Kind != MeterKind.Register || meter.Unit != MeterUnit.KilowattHour))
            return Reject.Because("kind.mismatch", "ocmfKey", null, "is for register meters in kWh: OCMF records carry cumulative energy");
        return meter.ResolutionSeconds is { } seconds ? Slots.CheckLength("resolutionSeconds", seconds) : null;
    }
}
