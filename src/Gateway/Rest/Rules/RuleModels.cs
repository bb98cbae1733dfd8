using System.Text.Json.Serialization;

namespace SmartBlocks.Gateway.Rest;

/// <summary>A meter that is computed from others.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Site">The site it is shown with.</param>
/// <param name="Ledger">The ledger that defines it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">kWh, m3 or l.</param>
/// <param name="Terms">As defined: meters and virtual meters with their factors.</param>
/// <param name="Meters">The meters it comes down to.</param>
public sealed record VirtualMeterView(string Id, string Site, string Ledger, string Name, string Commodity, string Unit, IReadOnlyList<TermView> Terms,
    IReadOnlyList<TermView> Meters);

/// <summary>A term of a virtual meter.</summary>
/// <param name="Meter">A meter or virtual meter of the ledger.</param>
/// <param name="Factor">What it is multiplied with; negative to take it away.</param>
public sealed record TermView(string Meter, decimal Factor);

/// <summary>The virtual meters of a site.</summary>
/// <param name="Items">They, by id.</param>
public sealed record VirtualMeterList(IReadOnlyList<VirtualMeterView> Items);

/// <summary>A virtual meter to define, or to define anew.</summary>
/// <param name="Id">Lower case letters, digits and hyphens; no meter of the ledger has it.</param>
/// <param name="Site">The site to show it with.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Unit">kWh, m3 or l: the unit of every term, save gas in m³, which counts in kWh by its calorific value.</param>
/// <param name="Terms">1 to 64 terms.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewVirtualMeter(string Id, string Site, string Name, string Commodity, string Unit, IReadOnlyList<TermView> Terms);

/// <summary>What energy costs, from a local day on.</summary>
/// <param name="Scope">site, or ledger when it is for every site that has none of its own.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Direction">import (paid) or export (received).</param>
/// <param name="Unit">What a price is for: kWh, m3 or l.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="From">First local day.</param>
/// <param name="Rates">The first that applies to an hour counts; the last applies always.</param>
/// <param name="StandingPerDay">Charge for each local day.</param>
/// <param name="DemandPerKwMonth">Charge for each kW of a local month's highest rate.</param>
/// <param name="InForce">Whether it is the one that counts today.</param>
public sealed record TariffView(string Scope, string Name, string Commodity, string Direction, string Unit, string Currency, DateOnly From, IReadOnlyList<RateView> Rates,
    decimal? StandingPerDay, decimal? DemandPerKwMonth, bool InForce);

/// <summary>A price and when it applies, by the site's clock.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Price">For one unit.</param>
/// <param name="Months">Such as 11-2; always unless said.</param>
/// <param name="Days">Such as mon-fri; always unless said.</param>
/// <param name="Hours">Such as 23-7, the second not included; always unless said.</param>
public sealed record RateView(string Name, decimal Price, string? Months = null, string? Days = null, string? Hours = null);

/// <summary>The tariffs of a site and of its ledger.</summary>
/// <param name="Items">By scope, commodity, direction and day.</param>
public sealed record TariffList(IReadOnlyList<TariffView> Items);

/// <summary>A tariff to put in force, or in place of the one from the same day.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Direction">import or export.</param>
/// <param name="Unit">kWh, m3 or l.</param>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="From">First local day.</param>
/// <param name="Rates">1 to 24; the last without conditions.</param>
/// <param name="StandingPerDay">Charge for each local day.</param>
/// <param name="DemandPerKwMonth">Charge for each kW of a local month's highest rate.</param>
/// <param name="Scope">site (unless said) or ledger.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewTariff(string Name, string Commodity, string Direction, string Unit, string Currency, DateOnly From, IReadOnlyList<RateView> Rates,
    decimal? StandingPerDay = null, decimal? DemandPerKwMonth = null, string? Scope = null);

/// <summary>Values of a factor over time.</summary>
/// <param name="Scope">site, or ledger when it is for every site that has none of its own.</param>
/// <param name="Quantity">carbonFactor (kg CO₂e for a kWh), calorificValue (kWh for a m³) or volumeCorrection.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Start">From when on.</param>
/// <param name="Seconds">Length of a slot, s; null for one value that counts until the next.</param>
/// <param name="Values">The values.</param>
/// <param name="Source">Whose figures these are.</param>
public sealed record FactorSeriesView(string Scope, string Quantity, string Commodity, DateTime Start, int? Seconds, IReadOnlyList<decimal> Values, string? Source);

/// <summary>The factors of a site and of its ledger.</summary>
/// <param name="Items">By scope, quantity, commodity and time.</param>
public sealed record FactorSeriesList(IReadOnlyList<FactorSeriesView> Items);

/// <summary>Values of a factor to record.</summary>
/// <param name="Quantity">carbonFactor, calorificValue or volumeCorrection.</param>
/// <param name="Commodity">electricity, gas, heat or water.</param>
/// <param name="Start">From when on, UTC, whole seconds.</param>
/// <param name="Values">One value that counts until the next, or one for each slot.</param>
/// <param name="Seconds">Length of a slot, s.</param>
/// <param name="Source">Whose figures these are.</param>
/// <param name="Scope">site (unless said) or ledger.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewFactorSeries(string Quantity, string Commodity, DateTimeOffset Start, IReadOnlyList<decimal> Values, int? Seconds = null, string? Source = null,
    string? Scope = null);
