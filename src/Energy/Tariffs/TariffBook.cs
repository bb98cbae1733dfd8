using System.Collections.Immutable;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>The tariffs of a site: its own, and where it has none in force, the ledger's.</summary>
/// <param name="Own">The site's tariffs.</param>
/// <param name="Shared">Those of the whole ledger.</param>
public sealed record TariffBook(ImmutableArray<Tariff> Own, ImmutableArray<Tariff> Shared)
{
    /// <summary>A book without tariffs.</summary>
    public static TariffBook Empty { get; } = new([], []);

    /// <summary>The tariff in force on a local day, or null.</summary>
    public Tariff? At(Commodity commodity, Direction direction, DateOnly day) => Newest(Own, commodity, direction, day) ?? Newest(Shared, commodity, direction, day);

    /// <summary>The tariffs of a site as the ledger has them.</summary>
    public static TariffBook Read(IStateReader state, string site) => new(ReadScope(state, site), ReadScope(state, null));

    /// <summary>The tariffs of one site, or of the whole ledger, in order of commodity, direction and day.</summary>
    public static ImmutableArray<Tariff> ReadScope(IStateReader state, string? site) =>
        [.. state.Range(EnergyPaths.Tariffs(site)).Select(entry => Tariff.Parse(entry.Value))];

    private static Tariff? Newest(ImmutableArray<Tariff> tariffs, Commodity commodity, Direction direction, DateOnly day)
    {
        Tariff? newest = null;
        foreach (var tariff in tariffs)
        {
            if (tariff.Commodity == commodity && tariff.Direction == direction && tariff.From <= day && (newest is null || tariff.From > newest.From))
                newest = tariff;
        }
        return newest;
    }
}
