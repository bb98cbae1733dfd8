using System.Collections.Immutable;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Tariffs and factors of the sites of a ledger as one block has them. What is the same for many sites is worked out once. Not thread safe, as the state is not.
/// </summary>
public sealed class SiteRules(IStateReader state)
{
    readonly Dictionary<(string? Scope, FactorKind, Commodity, long Start, int Count), FactorRuns?> factors = [];
    readonly Dictionary<(string? Scope, long Start, int Count), FactorRuns> conversions = [];
    readonly Dictionary<(string Zone, long Start, int Count), ImmutableArray<int>> days = [];
    readonly Dictionary<(string Zone, long Start, int Count), EnergyPrices> shared = [];
    readonly HashSet<string> tariffScopes = Scopes(state, "tariff/");
    readonly HashSet<string> seriesScopes = Scopes(state, "series/");

    /// <summary>The ledger as of that block.</summary>
    public IStateReader State => state;

    /// <summary>The rules as of a ledger's newest block; null when there is none.</summary>
    public static async Task<SiteRules?> OfAsync(LedgerReader ledgers, string ledger, CancellationToken cancellation) =>
        await ledgers.Store.ReadHeadAsync(ledger, cancellation) is { } head ? new SiteRules(ledgers.StateAt(head)) : null;

    /// <summary>From m³ of gas to kWh, by the hour: calorific value times volume correction, which is 1 where nothing is said.</summary>
    public FactorRuns GasConversion(string site, long start, int count)
    {
        var key = (ScopeOf(site), start, count);
        if (!conversions.TryGetValue(key, out var conversion)) conversions[key] = conversion = ReadConversion(site, start, count);
        return conversion;
    }

    FactorRuns ReadConversion(string site, long start, int count)
    {
        var calorific = Factors(site, FactorKind.CalorificValue, Commodity.Gas, start, count);
        if (calorific is null) return FactorRuns.Of(new decimal?[count]);
        return Factors(site, FactorKind.VolumeCorrection, Commodity.Gas, start, count) is { } correction
            ? FactorRuns.Of([.. Enumerable.Range(0, count).Select(hour => calorific[hour] * (correction[hour] ?? 1))])
            : calorific;
    }

    /// <summary>What the figures of a site need besides its flows.</summary>
    public KpiInputs InputsFor(SiteInfo site, SiteCalendar calendar, long start, int count)
    {
        FactorRuns? Carbon(Commodity commodity) => Factors(site.Id, FactorKind.CarbonFactor, commodity, start, count);
        var zone = (calendar.TimeZone, start, count);
        if (!days.TryGetValue(zone, out var known)) days[zone] = known = KpiInputs.DaysOf(calendar, start, count);
        return new KpiInputs(calendar, known, site.AreaSquareMetres, PricesFor(site.Id, calendar, start, count),
            Carbon(Commodity.Electricity), Carbon(Commodity.Gas), Carbon(Commodity.Heat));
    }

    /// <summary>The outdoor temperature of each hour, °C, as the ledger's weather has it; null without any, or where the site's hours are not UTC's.</summary>
    public decimal?[]? TemperaturesOf(string site, long start, int count)
    {
        if (start % MeteredHour.Length != 0 || state.WeatherHead(site, WeatherQuantity.Temperature) is null) return null;
        var from = DateTimeOffset.FromUnixTimeSeconds(start);
        var series = state.WeatherHours(site, WeatherQuantity.Temperature, from, from.AddHours(count));
        return [.. Enumerable.Range(0, count).Select(hour => series.At(from.AddHours(hour)))];
    }

    EnergyPrices PricesFor(string site, SiteCalendar calendar, long start, int count)
    {
        if (tariffScopes.Contains(site)) return EnergyPrices.Of(TariffBook.Read(state, site), calendar, start, count);
        var key = (calendar.TimeZone, start, count);
        if (!shared.TryGetValue(key, out var prices))
            shared[key] = prices = EnergyPrices.Of(new TariffBook([], TariffBook.ReadScope(state, null)), calendar, start, count);
        return prices;
    }

    // Null when nothing at all is said over the hours.
    FactorRuns? Factors(string site, FactorKind kind, Commodity commodity, long start, int count)
    {
        var scope = ScopeOf(site);
        if (!factors.TryGetValue((scope, kind, commodity, start, count), out var runs))
        {
            var hours = FactorHours.Read(state, scope, kind, commodity, start, count);
            factors[(scope, kind, commodity, start, count)] = runs = hours.Any(h => h is not null) ? FactorRuns.Of(hours) : null;
        }
        return runs;
    }

    string? ScopeOf(string site) => seriesScopes.Contains(site) ? site : null;

    // One look a scope: from the first path of one to behind all of its paths.
    static HashSet<string> Scopes(IStateReader state, string prefix)
    {
        var scopes = new HashSet<string>(StringComparer.Ordinal);
        for (string? after = null; ;)
        {
            using var next = state.Range(prefix, after).GetEnumerator();
            if (!next.MoveNext()) return scopes;
            var path = next.Current.Key;
            var scope = path[prefix.Length..path.IndexOf('/', prefix.Length)];
            scopes.Add(scope);
            after = $"{prefix}{scope}/~";
        }
    }
}
