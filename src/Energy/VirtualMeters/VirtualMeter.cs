using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>A term of a virtual meter: what another meter counts, times a factor.</summary>
/// <param name="Meter">A meter or virtual meter of the ledger.</param>
/// <param name="Factor">Not zero; negative to take away.</param>
public sealed record VirtualTerm(string Meter, decimal Factor);

/// <summary>
/// A meter that is computed: a sum of meters, each times a factor. Payload of <c>virtual/1</c> with <c>"op":"define"</c>; the state entry at
/// <c>virtual/&lt;meter&gt;</c> is the same.
/// </summary>
/// <param name="Meter">Identifier; no meter of the ledger has it.</param>
/// <param name="Site">The site it is shown with.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">What it stands for.</param>
/// <param name="Unit">Unit of the sum: that of its terms, save gas in m³, which counts in kWh through the site's calorific value.</param>
/// <param name="Terms">1 to 64 terms, each meter once.</param>
public sealed record VirtualMeter(string Meter, string Site, string Name, Commodity Commodity, MeterUnit Unit, ImmutableArray<VirtualTerm> Terms)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "virtual/1";

    /// <summary>Most terms of one definition.</summary>
    public const int MaxTerms = 64;

    private static readonly string[] Fields = ["op", "meter", "site", "name", "commodity", "unit", "terms"];
    private static readonly string[] TermFields = ["meter", "factor"];

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = new JsonText(256)
            .Raw("{\"op\":\"define\",\"meter\":"u8).String(Meter)
            .Raw(",\"site\":"u8).String(Site)
            .Raw(",\"name\":"u8).String(Name)
            .Raw(",\"commodity\":"u8).String(Commodity.Text())
            .Raw(",\"unit\":"u8).String(Unit.Text())
            .Raw(",\"terms\":"u8);
        var separator = "["u8;
        foreach (var term in Terms)
        {
            json.Raw(separator).Raw("{\"meter\":"u8).String(term.Meter).Raw(",\"factor\":"u8).Number(term.Factor).Raw("}"u8);
            separator = ","u8;
        }
        return json.Raw("]}"u8).ToArray();
    }

    /// <summary>The payload that takes a virtual meter away.</summary>
    public static byte[] Removal(string meter) => new JsonText().Raw("{\"op\":\"remove\",\"meter\":"u8).String(meter).Raw("}"u8).ToArray();

    /// <summary>Reads and checks a definition as far as the state is not needed.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out VirtualMeter meter, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        fields.Word("op", Vocabulary.Operations);
        meter = new(
            fields.Identifier("meter"), fields.Identifier("site"), fields.Text("name", 200), fields.Word("commodity", Vocabulary.Commodities),
            fields.Word("unit", Vocabulary.Units),
            [.. fields.Objects("terms", MaxTerms, TermFields).Select(term => new VirtualTerm(term.Identifier("meter"), term.Number("factor", negativeAllowed: true)))]);
        if (fields.Problem is null)
            fields.Fail(Check(meter));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a virtual meter.</exception>
    public static VirtualMeter Parse(ReadOnlyMemory<byte> json) =>
        TryParse(json, out var meter, out var why) ? meter : throw new FormatException(why!.Detail);

    private static Rejection? Check(VirtualMeter meter)
    {
        if (!meter.Commodity.CountedIn(meter.Unit))
            return Reject.Because("unit.mismatch", "unit", meter.Unit.Text(), $"is not a unit that {meter.Commodity.Text()} is counted in");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < meter.Terms.Length; i++)
        {
            if (!seen.Add(meter.Terms[i].Meter))
                return Reject.Because("virtual.terms", $"terms[{i}].meter", meter.Terms[i].Meter, "is there twice; add the factors up");
            if (meter.Terms[i].Factor == 0)
                return Reject.Because("virtual.terms", $"terms[{i}].factor", "0", "must not be zero; leave the term out");
        }
        return null;
    }
}
