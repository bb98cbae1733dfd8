using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Every rejection of this room is worded here: which field, what was found, which rule.</summary>
internal static class Reject
{
    /// <summary>Values quoted in a rejection are cut to this length, so that bad input cannot grow the answer.</summary>
    private const int QuotedLength = 80;

    public static Rejection Because(string code, string field, string? value, string rule)
    {
        var quoted = Quote(value);
        var detail = quoted is null ? $"{field} {rule}" : $"{field} is '{quoted}': {rule}";
        return new Rejection(code, detail, field, quoted);
    }

    public static Rejection Missing(string field) => Because("payload.missing", field, null, "is required");

    public static Rejection Unknown(string field, string allowed) =>
        Because("payload.unknown", field, null, $"is not a field of this payload; its fields are {allowed}");

    public static Rejection Type(string field, string? value, string expected) => Because("payload.type", field, value, $"must be {expected}");

    public static string? Quote(string? value)
    {
        if (value is null)
            return null;
        var cut = value.Length > QuotedLength ? value[..QuotedLength] + "…" : value;
        return cut.Any(char.IsControl) || cut.Any(char.IsSurrogate)
            ? string.Concat(cut.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))
            : cut;
    }
}
