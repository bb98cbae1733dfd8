using System.Collections.Immutable;
using System.Globalization;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>
/// What energy costs, from a local date on until the next tariff of the same site, commodity and direction. Payload of <c>tariff/1</c> with
/// <c>"op":"define"</c>; the state entry at <c>tariff/&lt;site&gt;/&lt;commodity&gt;/&lt;direction&gt;/&lt;from&gt;</c> is the same.
/// </summary>
/// <param name="Site">The site; null for every site of the ledger that has none of its own.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">What is bought or sold.</param>
/// <param name="Direction">Import: paid. Export: received.</param>
/// <param name="Unit">What a price is for: kWh, m3 or l. Gas metered in m³ may be priced by the kWh.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="From">First local day.</param>
/// <param name="Rates">1 to 24; the first that applies to a quarter of an hour counts, the last applies always.</param>
/// <param name="StandingPerDay">Charge for each local day.</param>
/// <param name="DemandPerKwMonth">Charge for each kW of a local month's highest mean rate.</param>
public sealed record Tariff(
    string? Site, string Name, Commodity Commodity, Direction Direction, MeterUnit Unit, string Currency, DateOnly From, ImmutableArray<TariffRate> Rates,
    decimal? StandingPerDay = null, decimal? DemandPerKwMonth = null)
{
    /// <summary>Name of the family that carries it.</summary>
    public const string Family = "tariff/1";

    private const int MaxRates = 24;

    private static readonly string[] Fields =
        ["op", "site", "name", "commodity", "direction", "unit", "currency", "from", "rates", "standingPerDay", "demandPerKwMonth"];

    private static readonly string[] RateFields = ["name", "price", "months", "days", "hours"];

    /// <summary>Whether a rate begins or ends within an hour of the clock.</summary>
    public bool ChangesOnQuarters => Rates.Any(rate => rate.Hours is { } hours && (hours.First % ClockRange.QuartersOfHour != 0 || (hours.Last + 1) % ClockRange.QuartersOfHour != 0));

    /// <summary>The rate of a quarter of an hour by the local clock.</summary>
    public TariffRate RateAt(DateTime clock)
    {
        foreach (var rate in Rates)
        {
            if (rate.AppliesAt(clock))
                return rate;
        }
        throw new InvalidOperationException("The last rate applies always.");
    }

    /// <summary>Canonical JSON.</summary>
    public byte[] ToJson()
    {
        var json = new JsonText(512)
            .Raw("{\"op\":\"define\""u8).Optional(",\"site\":"u8, Site)
            .Raw(",\"name\":"u8).String(Name)
            .Raw(",\"commodity\":"u8).String(Commodity.Text())
            .Raw(",\"direction\":"u8).String(Direction.Text())
            .Raw(",\"unit\":"u8).String(Unit.Text())
            .Raw(",\"currency\":"u8).String(Currency)
            .Raw(",\"from\":"u8).String(LocalDay.Format(From))
            .Raw(",\"rates\":"u8);
        var separator = "["u8;
        foreach (var rate in Rates)
        {
            json.Raw(separator).Raw("{\"name\":"u8).String(rate.Name).Raw(",\"price\":"u8).Number(rate.Price)
                .Optional(",\"months\":"u8, rate.Months?.Text).Optional(",\"days\":"u8, rate.Days?.Text).Optional(",\"hours\":"u8, rate.Hours?.Text).Raw("}"u8);
            separator = ","u8;
        }
        return json.Raw("]"u8)
            .Optional(",\"standingPerDay\":"u8, StandingPerDay)
            .Optional(",\"demandPerKwMonth\":"u8, DemandPerKwMonth)
            .Raw("}"u8).ToArray();
    }

    /// <summary>The payload that takes a tariff away.</summary>
    public static byte[] Removal(string? site, Commodity commodity, Direction direction, DateOnly from) => new JsonText()
        .Raw("{\"op\":\"remove\""u8).Optional(",\"site\":"u8, site)
        .Raw(",\"commodity\":"u8).String(commodity.Text())
        .Raw(",\"direction\":"u8).String(direction.Text())
        .Raw(",\"from\":"u8).String(LocalDay.Format(from))
        .Raw("}"u8).ToArray();

    /// <summary>Reads and checks everything that can be checked without the state.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out Tariff tariff, out Rejection? why)
    {
        using var fields = new PayloadObject(json, Fields);
        fields.Word("op", Vocabulary.Operations);
        tariff = new(
            fields.OptionalIdentifier("site"), fields.Text("name", 200), fields.Word("commodity", Vocabulary.Commodities),
            fields.Word("direction", Vocabulary.Directions), fields.Word("unit", Vocabulary.Units), fields.Text("currency", 3),
            fields.Date("from"), [.. fields.Objects("rates", MaxRates, RateFields).Select(TariffRate.Read)],
            fields.OptionalNumber("standingPerDay", negativeAllowed: false), fields.OptionalNumber("demandPerKwMonth", negativeAllowed: false));
        if (fields.Problem is null)
            fields.Fail(Check(tariff));
        why = fields.Problem;
        return why is null;
    }

    /// <summary>Reads a state entry.</summary>
    /// <exception cref="FormatException">The bytes are not a tariff.</exception>
    public static Tariff Parse(ReadOnlyMemory<byte> json) => TryParse(json, out var tariff, out var why) ? tariff : throw new FormatException(why!.Detail);

    private static Rejection? Check(Tariff tariff)
    {
        if (tariff.Direction is not (Direction.Import or Direction.Export))
            return Reject.Because("tariff.direction", "direction", tariff.Direction.Text(), "must be import or export");
        if (!tariff.Commodity.CountedIn(tariff.Unit))
            return Reject.Because("unit.mismatch", "unit", tariff.Unit.Text(), $"is not a unit that {tariff.Commodity.Text()} is counted in");
        if (tariff.Currency.Length != 3 || !tariff.Currency.All(char.IsAsciiLetterUpper))
            return Reject.Because("tariff.currency", "currency", tariff.Currency, "must be an ISO 4217 code such as EUR");
        if (tariff.Rates[^1] is not { Months: null, Days: null, Hours: null })
            return Reject.Because("tariff.rates", string.Create(CultureInfo.InvariantCulture, $"rates[{tariff.Rates.Length - 1}]"), tariff.Rates[^1].Name, "must apply always: the last rate is for the hours left over");
        if (tariff.DemandPerKwMonth is not null && (tariff.Commodity != Commodity.Electricity || tariff.Direction != Direction.Import))
            return Reject.Because("tariff.demand", "demandPerKwMonth", null, "is for imported electricity");
        return null;
    }
}
