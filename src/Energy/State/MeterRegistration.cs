namespace SmartBlocks.Energy;

/// <summary>A meter as it stands in the state at <c>meter/&lt;meter&gt;</c>: payload of <c>meter/1</c> and state entry are the same.</summary>
/// <param name="Meter">Identifier, unique on the ledger.</param>
/// <param name="Site">The site it stands on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">What flows through it.</param>
/// <param name="Unit">What it counts in.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Kind">Slots of time, or a cumulative register.</param>
/// <param name="Parent">The meter above it on the same site, whose count includes its own; null at the top.</param>
/// <param name="Key">Key id whose signature its readings carry; null when only a gateway may attest.</param>
/// <param name="CapacityKw">Rated power of what it measures, kW.</param>
/// <param name="Source">What stands behind it.</param>
/// <param name="OcmfKey">SubjectPublicKeyInfo in hex that signs its OCMF records.</param>
/// <param name="ResolutionSeconds">How often it is expected to report, seconds.</param>
public sealed record MeterRegistration(
    string Meter,
    string Site,
    string Name,
    Commodity Commodity,
    MeterUnit Unit,
    Direction Direction,
    MeterKind Kind,
    string? Parent = null,
    string? Key = null,
    decimal? CapacityKw = null,
    MeterSource? Source = null,
    string? OcmfKey = null,
    int? ResolutionSeconds = null)
{
    /// <summary>Canonical JSON: the payload of <c>meter/1</c> and the state entry.</summary>
    public byte[] ToJson() => new JsonText()
        .Raw("{\"meter\":"u8).String(Meter)
        .Raw(",\"site\":"u8).String(Site)
        .Raw(",\"name\":"u8).String(Name)
        .Raw(",\"commodity\":"u8).String(Commodity.Text())
        .Raw(",\"unit\":"u8).String(Unit.Text())
        .Raw(",\"direction\":"u8).String(Direction.Text())
        .Raw(",\"kind\":"u8).String(Kind.Text())
        .Optional(",\"parent\":"u8, Parent)
        .Optional(",\"key\":"u8, Key)
        .Optional(",\"capacityKw\":"u8, CapacityKw)
        .Optional(",\"source\":"u8, Source?.Text())
        .Optional(",\"ocmfKey\":"u8, OcmfKey)
        .Optional(",\"resolutionSeconds\":"u8, ResolutionSeconds)
        .Raw("}"u8).ToArray();

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a meter entry.</exception>
    public static MeterRegistration Parse(ReadOnlySpan<byte> json)
    {
        string? meter = null, site = null, name = null, parent = null, key = null, ocmfKey = null;
        Commodity commodity = default;
        MeterUnit unit = default;
        Direction direction = default;
        MeterKind kind = default;
        decimal? capacity = null;
        MeterSource? source = null;
        int? resolution = null;
        var entry = new EntryReader(json);
        while (entry.Next())
        {
            if (entry.Is("meter"u8)) meter = entry.Text();
            else if (entry.Is("site"u8)) site = entry.Text();
            else if (entry.Is("name"u8)) name = entry.Text();
            else if (entry.Is("commodity"u8)) commodity = Word(Vocabulary.Commodities, entry.Text());
            else if (entry.Is("unit"u8)) unit = Word(Vocabulary.Units, entry.Text());
            else if (entry.Is("direction"u8)) direction = Word(Vocabulary.Directions, entry.Text());
            else if (entry.Is("kind"u8)) kind = Word(Vocabulary.Kinds, entry.Text());
            else if (entry.Is("parent"u8)) parent = entry.Text();
            else if (entry.Is("key"u8)) key = entry.Text();
            else if (entry.Is("capacityKw"u8)) capacity = entry.Number();
            else if (entry.Is("source"u8)) source = Word(Vocabulary.Sources, entry.Text());
            else if (entry.Is("ocmfKey"u8)) ocmfKey = entry.Text();
            else if (entry.Is("resolutionSeconds"u8)) resolution = entry.Integer();
            else entry.Skip();
        }
        return new MeterRegistration(
            EntryReader.Required(meter), EntryReader.Required(site), EntryReader.Required(name), commodity, unit, direction, kind, parent, key, capacity, source, ocmfKey, resolution);
    }

    private static T Word<T>(Words<T> words, string text) where T : struct, Enum =>
        words.TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is none of {words.List}");
}
