using System.Text.Json.Serialization;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A site.</summary>
/// <param name="Id">Site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ledger">The ledger its readings are on.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AreaSquareMetres">Floor area in m².</param>
/// <param name="Meters">How many meters it has.</param>
public sealed record Site(string Id, string Name, string Ledger, string TimeZone, decimal Latitude, decimal Longitude, decimal? AreaSquareMetres, int Meters);

/// <summary>A site with its meters.</summary>
/// <param name="Id">Site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ledger">The ledger its readings are on.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AreaSquareMetres">Floor area in m².</param>
/// <param name="Meters">How many meters it has.</param>
/// <param name="MeterTree">The meters that have no parent, each with those below it.</param>
public sealed record SiteDetail(string Id, string Name, string Ledger, string TimeZone, decimal Latitude, decimal Longitude, decimal? AreaSquareMetres,
    int Meters, IReadOnlyList<MeterNode> MeterTree);

/// <summary>A meter and the sub-meters below it.</summary>
/// <param name="Id">Meter id, unique within the tenant.</param>
/// <param name="Site">The site.</param>
/// <param name="Ledger">The ledger its readings are on.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">kWh, m3 or l.</param>
/// <param name="Direction">import, export, generation, consumption or storage.</param>
/// <param name="Kind">interval or register.</param>
/// <param name="Source">What it meters: grid, chp, wind, solar, battery, boiler or load.</param>
/// <param name="Parent">The meter above it.</param>
/// <param name="KeyId">The key that signs its readings; null: the gateway attests them.</param>
/// <param name="ResolutionSeconds">Length of its usual slot, s.</param>
/// <param name="RegisteredIn">Where the ledger says that it exists.</param>
/// <param name="Last">Its newest reading.</param>
/// <param name="Silent">No reading for longer than three slots, and at least five minutes.</param>
/// <param name="PowerKw">Average power over the newest slot, kW; null when that is not recent or not energy.</param>
/// <param name="Children">Its sub-meters.</param>
public sealed record MeterNode(string Id, string Site, string Ledger, string Name, string Commodity, string Unit, string Direction, string Kind, string? Source,
    string? Parent, string? KeyId, int ResolutionSeconds, RegistrationPlace? RegisteredIn, LastReading? Last, bool Silent, decimal? PowerKw,
    IReadOnlyList<MeterNode> Children)
{
    internal static MeterNode Of(Meter m, IReadOnlyList<MeterNode> children) => new(m.Id, m.Site, m.Ledger, m.Name, m.Commodity, m.Unit, m.Direction, m.Kind,
        m.Source, m.Parent, m.KeyId, m.ResolutionSeconds, m.RegisteredIn, m.Last, m.Silent, m.PowerKw, children);
}

/// <summary>A site to register.</summary>
/// <param name="Id">Lower case letters, digits and hyphens.</param>
/// <param name="Name">What people call it.</param>
/// <param name="TimeZone">IANA time zone, such as Europe/Dublin.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Ledger">The ledger its readings shall be on.</param>
/// <param name="AreaSquareMetres">Floor area in m².</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewSite(string Id, string Name, string TimeZone, decimal Latitude, decimal Longitude, string Ledger, decimal? AreaSquareMetres = null);

/// <summary>What a command wrote to the ledger.</summary>
/// <param name="Id">Id of the thing it made.</param>
/// <param name="Ledger">The ledger.</param>
/// <param name="Block">Height of the block.</param>
/// <param name="Transaction">Id of the transaction.</param>
public sealed record Registered(string Id, string Ledger, long Block, string? Transaction);

/// <summary>Where the tenant stands this minute.</summary>
/// <param name="Sites">Each site.</param>
/// <param name="Ledgers">Each ledger's pulse.</param>
/// <param name="Attention">What somebody should look at.</param>
/// <param name="ReadingsToday">Readings of the current local day over all sites.</param>
public sealed record Overview(IReadOnlyList<OverviewSite> Sites, IReadOnlyList<LedgerPulse> Ledgers, IReadOnlyList<AttentionItem> Attention, int ReadingsToday);

/// <summary>A site at a glance.</summary>
/// <param name="Id">Site id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Ledger">The ledger its readings are on.</param>
/// <param name="TimeZone">IANA time zone.</param>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Meters">How many meters it has.</param>
/// <param name="Silent">How many of them are silent.</param>
/// <param name="TodayKwh">Electricity imported since local midnight, kWh.</param>
/// <param name="YesterdayKwh">Electricity imported on the local day before, kWh.</param>
/// <param name="TodayGenerationKwh">Electricity generated since local midnight, kWh.</param>
/// <param name="PowerKw">Electric power drawn now, kW; null when nothing recent is known.</param>
/// <param name="LastReadingAt">End of the newest reading.</param>
/// <param name="CompletenessToday">Share of today's slots that are there, 0 to 1.</param>
/// <param name="Spark">Electricity imported in each of the last 24 hours, kWh, oldest first; null where nothing is known.</param>
public sealed record OverviewSite(string Id, string Name, string Ledger, string TimeZone, decimal Latitude, decimal Longitude, int Meters, int Silent,
    decimal TodayKwh, decimal YesterdayKwh, decimal TodayGenerationKwh, decimal? PowerKw, DateTime? LastReadingAt, decimal CompletenessToday,
    IReadOnlyList<decimal?> Spark);

/// <summary>How a ledger is doing.</summary>
/// <param name="Id">Ledger id.</param>
/// <param name="Height">Height of its newest block.</param>
/// <param name="Transactions">Transactions on it.</param>
/// <param name="LastBlockAt">Time of its newest block.</param>
/// <param name="BlocksLastHour">Blocks of the last hour.</param>
/// <param name="TransactionsLastHour">Transactions of the last hour.</param>
public sealed record LedgerPulse(string Id, long Height, long Transactions, DateTime LastBlockAt, long BlocksLastHour, long TransactionsLastHour);

/// <summary>Something that somebody should look at.</summary>
/// <param name="Kind"><c>meter.silent</c>, <c>quality.gap</c>, or the kind of an open alert after <c>quality.</c>.</param>
/// <param name="Site">The site.</param>
/// <param name="Meter">The meter.</param>
/// <param name="Text">What is the matter.</param>
/// <param name="Since">Since when.</param>
public sealed record AttentionItem(string Kind, string Site, string Meter, string Text, DateTime Since);

/// <summary>Use and generation of a site over local days, in buckets.</summary>
/// <param name="Site">Site id.</param>
/// <param name="TimeZone">IANA time zone that the days are days of.</param>
/// <param name="From">First local day.</param>
/// <param name="To">The local day after the last.</param>
/// <param name="Resolution">hour, day or month.</param>
/// <param name="Unit">Unit of the totals: kWh.</param>
/// <param name="Buckets">Start of each bucket, UTC.</param>
/// <param name="Series">One series a meter.</param>
/// <param name="Totals">Sums over the site.</param>
public sealed record Usage(string Site, string TimeZone, DateOnly From, DateOnly To, string Resolution, string Unit, IReadOnlyList<DateTime> Buckets,
    IReadOnlyList<UsageSeries> Series, UsageTotals Totals);

/// <summary>One meter's values.</summary>
/// <param name="Meter">Meter id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="Direction">import, export, generation, consumption or storage.</param>
/// <param name="Source">What it meters: grid, chp, wind, solar, battery, boiler or load.</param>
/// <param name="Parent">The meter above it.</param>
/// <param name="Values">Sum of each bucket; null where nothing is known.</param>
/// <param name="Completeness">Share of each bucket that is known, 0 to 1.</param>
public sealed record UsageSeries(string Meter, string Name, string Commodity, string Unit, string Direction, string? Source, string? Parent,
    IReadOnlyList<decimal?> Values, IReadOnlyList<decimal> Completeness);

/// <summary>Sums over a site.</summary>
/// <param name="ImportKwh">Electricity drawn from the grid.</param>
/// <param name="ExportKwh">Electricity fed into the grid.</param>
/// <param name="GenerationKwh">Electricity generated on the site.</param>
/// <param name="GasM3">Gas, m³; null without a gas meter in m³.</param>
/// <param name="HeatKwh">Heat generated on the site.</param>
/// <param name="SelfConsumption">Share of the generation that was used on the site, 0 to 1; null without generation.</param>
public sealed record UsageTotals(decimal ImportKwh, decimal ExportKwh, decimal GenerationKwh, decimal? GasM3, decimal HeatKwh, decimal? SelfConsumption);

/// <summary>Stretches without readings.</summary>
/// <param name="Items">The stretches, by meter and time.</param>
public sealed record Gaps(IReadOnlyList<Gap> Items);

/// <summary>A stretch without readings.</summary>
/// <param name="Meter">Meter id.</param>
/// <param name="Start">First missing moment.</param>
/// <param name="End">First moment that is there again.</param>
/// <param name="MissingSlots">Missing slots at the meter's resolution.</param>
public sealed record Gap(string Meter, DateTime Start, DateTime End, long MissingSlots);
