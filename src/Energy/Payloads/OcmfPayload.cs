using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>ocmf/1</c>: an Open Charge Metering Format record, verbatim, with the meter's own signature in it.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Record">The record as the meter wrote it: <c>OCMF|{…}|{…}</c>.</param>
public sealed record OcmfPayload(string Meter, string Record)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "ocmf/1";

    private const int MaxRecordLength = 32_768;
    private static readonly string[] Fields = ["meter", "record"];

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(256 + Record.Length)
        .Raw("{\"meter\":"u8).String(Meter).Raw(",\"record\":"u8).String(Record).Raw("}"u8).ToArray();

    /// <summary>Reads the payload; the record itself is read by the family.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out OcmfPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        payload = new(fields.Identifier("meter"), fields.Text("record", MaxRecordLength));
        why = fields.Problem;
        return why is null;
    }
}
