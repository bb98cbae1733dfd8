using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Payload of <c>retention/1</c>: the readings of a meter before a day are not to be kept any longer.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Before">The first UTC day whose readings stay.</param>
/// <param name="Reason">Why, at most 500 characters; may be missing.</param>
public sealed record RetentionPayload(string Meter, DateOnly Before, string? Reason = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "retention/1";

    private static readonly string[] Fields = ["meter", "before", "reason"];

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(128)
        .Raw("{\"meter\":"u8).String(Meter)
        .Raw(",\"before\":"u8).String(LocalDay.Format(Before))
        .Optional(",\"reason\":"u8, Reason)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out RetentionPayload payload, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        var meter = fields.Identifier("meter");
        var text = fields.Text("before", 10);
        var day = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var before);
        payload = new(meter, before, fields.OptionalText("reason", 500));
        if (fields.Problem is null && !day)
            fields.Fail(Reject.Because("retention.before", "before", text, "must be a day such as 2024-01-31"));
        why = fields.Problem;
        return why is null;
    }
}
