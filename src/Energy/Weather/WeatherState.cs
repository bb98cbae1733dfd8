using System.Collections.Immutable;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>Reading of weather series from the state.</summary>
public static class WeatherState
{
    /// <summary>The newest value of a series and its counts; null when there is none.</summary>
    public static MeterHead? WeatherHead(this IStateReader state, string site, WeatherQuantity quantity) =>
        state.Get(EnergyPaths.WeatherHead(site, quantity)) is { } entry ? Energy.MeterHead.Parse(entry.Span) : null;

    /// <summary>The slots of a series that start at or after <paramref name="from"/> and before <paramref name="to"/>, in order of time.</summary>
    public static IEnumerable<Interval> Weather(this IStateReader state, string site, WeatherQuantity quantity, DateTimeOffset from, DateTimeOffset to)
    {
        if (state.WeatherHead(site, quantity) is not { } head || to <= from)
            yield break;
        var last = UtcTime.DayOf(to <= head.End ? to : head.End);
        for (var day = UtcTime.DayOf(from >= head.First ? from : head.First); day <= last; day = day.AddDays(1))
        {
            if (state.Get(EnergyPaths.WeatherDay(site, quantity, day)) is not { } entry)
                continue;
            foreach (var slot in DayEntry.Parse(entry.Span).Intervals(day))
                if (slot.Interval.Start >= from && slot.Interval.Start < to)
                    yield return slot.Interval;
        }
    }

    /// <summary>
    /// The hourly means of a series: of an hour with shorter slots the mean of those that are there, when they fill half of it; of a longer slot its value for every hour. Null where not known.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="site">The site.</param>
    /// <param name="quantity">Which series.</param>
    /// <param name="from">A full hour, UTC.</param>
    /// <param name="to">The end, which is not included.</param>
    public static HourlySeries WeatherHours(this IStateReader state, string site, WeatherQuantity quantity, DateTimeOffset from, DateTimeOffset to) =>
        // A slot of a day that began before the first hour still speaks of it.
        HourMeans(state.Weather(site, quantity, from.AddSeconds(-Slots.MaxSeconds), to), from, to);

    /// <summary>Hourly means of slots, as <see cref="WeatherHours"/> takes them.</summary>
    internal static HourlySeries HourMeans(IEnumerable<Interval> slots, DateTimeOffset from, DateTimeOffset to)
    {
        const int Hour = 3600;
        var count = (int)Math.Max(0, (to - from).Ticks / TimeSpan.TicksPerHour);
        var (sums, seconds) = (new decimal[count], new int[count]);
        foreach (var slot in slots)
        {
            for (long at = (long)(slot.Start - from).TotalSeconds, end = at + slot.Seconds; at < end;)
            {
                var until = Math.Min(end, at < 0 ? 0 : (at / Hour + 1) * Hour);
                if (at >= 0 && at / Hour < count)
                {
                    sums[at / Hour] += slot.Value * (until - at);
                    seconds[at / Hour] += (int)(until - at);
                }
                at = until;
            }
        }
        var values = ImmutableArray.CreateBuilder<decimal?>(count);
        for (var i = 0; i < count; i++)
            values.Add(seconds[i] * 2 >= Hour ? decimal.Round(sums[i] / seconds[i], DecimalText.MaxFractionDigits, MidpointRounding.ToEven) : null);
        return new HourlySeries(from, values.MoveToImmutable());
    }
}
