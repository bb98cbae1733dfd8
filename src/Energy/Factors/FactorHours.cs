using SmartBlocks.Ledger;

namespace SmartBlocks.Energy;

/// <summary>A factor hour by hour.</summary>
public static class FactorHours
{
    /// <summary>
    /// The factor of a site over some hours: its own series, or the ledger's when the site has none. An hour with several slots has their mean by time;
    /// null where nothing is said.
    /// </summary>
    /// <param name="state">The ledger.</param>
    /// <param name="site">The site; null for the ledger's own series.</param>
    /// <param name="kind">Which factor.</param>
    /// <param name="commodity">What it is for.</param>
    /// <param name="start">Start of the first hour, Unix seconds.</param>
    /// <param name="count">Number of hours.</param>
    public static decimal?[] Read(IStateReader state, string? site, FactorKind kind, Commodity commodity, long start, int count)
    {
        var series = ReadSeries(state, site, kind, commodity, start, start + (long)count * MeteredHour.Length);
        if (series.Count == 0 && site is not null)
            return Read(state, null, kind, commodity, start, count);
        return Of(series, start, count);
    }

    /// <summary>The entries of a series that matter to a span of time, in order of their start, those that stay before the others.</summary>
    public static IReadOnlyList<FactorSeries> ReadSeries(IStateReader state, string? site, FactorKind kind, Commodity commodity, long from, long to)
    {
        var found = new List<FactorSeries>();
        foreach (var entry in state.Range(EnergyPaths.StayingFactors(site, kind, commodity)))
        {
            var series = FactorSeries.Parse(entry.Value);
            if (series.Start.ToUnixTimeSeconds() >= to)
                break;
            if (series.Start.ToUnixTimeSeconds() <= from)
                found.Clear();
            found.Add(series);
        }
        var prefix = EnergyPaths.SlottedFactors(site, kind, commodity);
        var earliest = DateTimeOffset.FromUnixTimeSeconds(from) - FactorSeries.LongestSpan;
        var after = earliest > UtcTime.Earliest ? prefix + UtcTime.Format(earliest) : null;
        foreach (var entry in state.Range(prefix, after))
        {
            var series = FactorSeries.Parse(entry.Value);
            if (series.Start.ToUnixTimeSeconds() >= to)
                break;
            if (series.End.ToUnixTimeSeconds() > from)
                found.Add(series);
        }
        return found;
    }

    /// <summary>The factor over some hours, of entries in order: a later one counts instead of an earlier one.</summary>
    public static decimal?[] Of(IReadOnlyList<FactorSeries> series, long start, int count)
    {
        var hours = new decimal?[count];
        foreach (var staying in series.Where(s => s.Seconds is null))
        {
            // An hour that begins before the value does keeps the one before.
            var from = Math.Max(0, (staying.Start.ToUnixTimeSeconds() - start + MeteredHour.Length - 1) / MeteredHour.Length);
            for (var i = from; i < count; i++)
                hours[i] = staying.Values[0];
        }
        foreach (var slotted in series.Where(s => s.Seconds is not null))
            Lay(slotted, hours, start);
        return hours;
    }

    private static void Lay(FactorSeries series, decimal?[] hours, long start)
    {
        var seconds = series.Seconds!.Value;
        var spans = series.Values.Select((value, i) =>
        {
            var at = series.Start.ToUnixTimeSeconds() + (long)i * seconds;
            return new MeteredSpan(at, at + seconds, value * seconds, SpanQuality.Measured);
        });
        foreach (var hour in HourRoll.Roll(spans, start, start + (long)hours.Length * MeteredHour.Length))
        {
            ref var known = ref hours[(hour.Start - start) / MeteredHour.Length];
            var rest = known is { } staying ? staying * (MeteredHour.Length - hour.Seconds) : 0;
            var covered = known is null ? hour.Seconds : MeteredHour.Length;
            known = decimal.Round((hour.Value + rest) / covered, DecimalText.MaxFractionDigits);
        }
    }
}
