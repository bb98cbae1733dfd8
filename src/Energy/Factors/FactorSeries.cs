using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// Some values of a factor over time: payload of <c>series/1</c> and state entry are the same. Without <c>seconds</c> one value that counts from its
/// start until the next such value; with them, values for the slots that follow each other, which count instead of it while they last.
/// </summary>
/// <param name="Kind">Which factor.</param>
/// <param name="Commodity">What it is for.</param>
/// <param name="Site">The site; null for every site of the ledger that has none of its own.</param>
/// <param name="Start">From when on.</param>
/// <param name="Seconds">Length of a slot; null for a value that stays.</param>
/// <param name="Values">The values.</param>
/// <param name="Source">Whose figures these are.</param>
public sealed record FactorSeries(
    FactorKind Kind, Commodity Commodity, string? Site, DateTimeOffset Start, int? Seconds, ImmutableArray<decimal> Values, string? Source = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "series/1";

    /// <summary>Longest time that the slots of one transaction span, so that what counts at a moment is found near it.</summary>
    public static readonly TimeSpan LongestSpan = TimeSpan.FromDays(31);

    private static readonly string[] Fields = ["quantity", "commodity", "site", "start", "seconds", "values", "source"];

    /// <summary>When the last of the slots ends; for a value that stays, never.</summary>
    public DateTimeOffset End => Seconds is { } seconds ? Start.AddSeconds((long)seconds * Values.Length) : DateTimeOffset.MaxValue;

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson() => new JsonText(256 + 12 * Values.Length)
        .Raw("{\"quantity\":"u8).String(Kind.Text())
        .Raw(",\"commodity\":"u8).String(Commodity.Text())
        .Optional(",\"site\":"u8, Site)
        .Raw(",\"start\":"u8).Time(Start)
        .Optional(",\"seconds\":"u8, Seconds)
        .Raw(",\"values\":"u8).Numbers(Values.AsSpan())
        .Optional(",\"source\":"u8, Source)
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out FactorSeries series, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        series = new(
            fields.Word("quantity", Vocabulary.FactorKinds), fields.Word("commodity", Vocabulary.Commodities), fields.OptionalIdentifier("site"),
            fields.Time("start"), fields.OptionalInteger("seconds"), fields.Numbers("values", IntervalPayload.MaxValues, negativeAllowed: false),
            fields.OptionalText("source", 200));
        if (fields.Problem is null)
            fields.Fail(Check(series));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not such an entry.</exception>
    public static FactorSeries Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var series, out var why) ? series : throw new FormatException(why!.Detail);

    private static Rejection? Check(FactorSeries series)
    {
        if (series.Kind != FactorKind.CarbonFactor && series.Commodity != Commodity.Gas)
            return Reject.Because("series.commodity", "commodity", series.Commodity.Text(), $"has no {series.Kind.Text()}; that is for gas");
        if (series.Kind != FactorKind.CarbonFactor && series.Values.Contains(0))
            return Reject.Because("series.value", "values", "0", $"must not be zero: a {series.Kind.Text()} is not");
        if (series.Seconds is not { } seconds)
        {
            return series.Values.Length == 1 ? null : Reject.Because(
                "series.values", "values", null, "without seconds must be one value, which counts until the next");
        }
        if ((Slots.CheckLength("seconds", seconds) ?? Slots.CheckAligned("start", series.Start, seconds)) is { } wrong)
            return wrong;
        return series.End - series.Start <= LongestSpan ? null : Reject.Because(
            "series.values", "values", null, $"must span at most {(int)LongestSpan.TotalDays} days in one transaction");
    }
}
