using System.Collections.Immutable;

namespace SmartBlocks.Energy.Kpis;

/// <summary>What the figures of a site need besides its flows; all lists go by the hours of the flows.</summary>
/// <param name="Calendar">The site's clock.</param>
/// <param name="Days">First hour of each local day, and at the end the number of hours.</param>
/// <param name="AreaSquareMetres">Floor area.</param>
/// <param name="Prices">What imported electricity, gas, heat and water and exported electricity cost; those without any tariff are missing.</param>
/// <param name="CarbonElectricity">kg of CO₂ equivalent for a kWh from the grid; null where not known.</param>
/// <param name="CarbonGas">kg of CO₂ equivalent for a kWh of gas.</param>
/// <param name="CarbonHeat">kg of CO₂ equivalent for a kWh of bought heat.</param>
/// <param name="Temperatures">Outdoor temperature, °C; null when none is known at all.</param>
public sealed record KpiInputs(
    SiteCalendar Calendar, ImmutableArray<int> Days, decimal? AreaSquareMetres, EnergyPrices Prices,
    FactorRuns? CarbonElectricity = null, FactorRuns? CarbonGas = null, FactorRuns? CarbonHeat = null, decimal?[]? Temperatures = null)
{
    /// <summary>The first hour of each local day of a span, and at the end its number of hours.</summary>
    public static ImmutableArray<int> DaysOf(SiteCalendar calendar, long start, int count)
    {
        var days = ImmutableArray.CreateBuilder<int>();
        var end = start + (long)count * MeteredHour.Length;
        for (var at = start; at < end;)
        {
            days.Add((int)((at - start) / MeteredHour.Length));
            at = calendar.Containing(DateTimeOffset.FromUnixTimeSeconds(at), Resolution.Day).End.ToUnixTimeSeconds();
        }
        days.Add(count);
        return days.ToImmutable();
    }
}

/// <summary>The tariffs of a site hour by hour.</summary>
/// <param name="Import">Imported electricity.</param>
/// <param name="Export">Exported electricity.</param>
/// <param name="Gas">Gas.</param>
/// <param name="Heat">Bought heat.</param>
/// <param name="Water">Water.</param>
public sealed record EnergyPrices(TariffHours Import, TariffHours Export, TariffHours Gas, TariffHours Heat, TariffHours Water)
{
    /// <summary>Looks them up in a book.</summary>
    public static EnergyPrices Of(TariffBook book, SiteCalendar calendar, long start, int count)
    {
        TariffHours Hours(Commodity commodity, Direction direction) => TariffHours.Of(book, commodity, direction, calendar, start, count);
        return new(Hours(Commodity.Electricity, Direction.Import), Hours(Commodity.Electricity, Direction.Export), Hours(Commodity.Gas, Direction.Import),
            Hours(Commodity.Heat, Direction.Import), Hours(Commodity.Water, Direction.Import));
    }
}
