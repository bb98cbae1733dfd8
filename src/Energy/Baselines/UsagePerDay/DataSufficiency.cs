using System.Collections.Immutable;
using System.Globalization;

namespace SmartBlocks.Energy.Baselines;

/// <summary>What CalTRACK asks of the data of a baseline (2.2.1, 2.3.5, 2.3.6). It is said, not enforced: a thin baseline may be all there is.</summary>
internal static class DataSufficiency
{
    private const double LeastCoverage = 0.9;

    public static ImmutableArray<BaselineWarning> Warnings(IReadOnlyList<(MeterPeriod Period, PeriodTemperatures Temperatures)> rows)
    {
        if (rows.Count == 0)
            return [new("baseline.empty", "there is no period to fit a baseline to")];
        var warnings = ImmutableArray.CreateBuilder<BaselineWarning>();
        var span = (rows[^1].Period.End - rows[0].Period.Start).Days;
        if (span != MeterPeriods.Year)
            warnings.Add(new("baseline.days", Text($"the baseline spans {span} days; CalTRACK asks for {MeterPeriods.Year}")));
        double metered = 0, warm = 0, both = 0;
        foreach (var (period, temperatures) in rows)
        {
            metered += period.Energy is null ? 0 : period.Days;
            warm += temperatures.Known ? period.Days : 0;
            both += period.Energy is not null && temperatures.Known ? period.Days : 0;
        }
        Cover("baseline.meter", "energy", metered);
        Cover("baseline.temperature", "temperature", warm);
        Cover("baseline.coverage", "both energy and temperature", both);
        var values = rows.Where(row => row.Period.Energy is not null).Select(row => row.Period.Energy ?? 0).Order().ToArray();
        var negative = values.Count(value => value < 0);
        if (negative > 0)
            warnings.Add(new("baseline.negative", Text($"{negative} periods have negative energy, as a meter with generation behind it has")));
        if (values.Length > 0)
        {
            var limit = Quantile(values, 2) + 3 * (Quantile(values, 3) - Quantile(values, 1));
            var extreme = values.Count(value => value > limit);
            if (extreme > 0)
                warnings.Add(new("baseline.extreme", Text($"{extreme} periods exceed the median by more than three interquartile ranges; look at them")));
        }
        return warnings.ToImmutable();

        void Cover(string code, string what, double days)
        {
            if (span > 0 && days < LeastCoverage * span)
                warnings.Add(new(code, Text($"{what} known on {(int)days} of {span} days; CalTRACK asks for 90 %")));
        }
    }

    /// <summary>A quartile of sorted values, linear between neighbours.</summary>
    private static decimal Quantile(decimal[] sorted, int quarter)
    {
        var position = (sorted.Length - 1) * quarter;
        var below = sorted[position / 4];
        var above = sorted[Math.Min(position / 4 + 1, sorted.Length - 1)];
        return below + (above - below) * (position % 4) / 4;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
