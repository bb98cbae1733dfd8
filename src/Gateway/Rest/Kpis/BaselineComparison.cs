using System.Globalization;
using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.Kpis;
using SmartBlocks.Ledger;

namespace SmartBlocks.Gateway.Rest;

/// <summary>
/// Sets what a site's meters counted against their baselines on the ledger, in the weather of the days asked for. Only days and hours that were measured and have a temperature
/// count, on both sides; where nothing can be compared, it is said why, and no number stands there.
/// </summary>
/// <param name="state">The ledger.</param>
/// <param name="parts">Which meter is part of which flow.</param>
/// <param name="range">The local days, of which whole UTC days are compared, as baselines have them.</param>
/// <param name="now">Days that are not over are not compared.</param>
public sealed class BaselineComparison(IStateReader state, IReadOnlyCollection<FlowPart> parts, KpiRange range, DateTimeOffset now)
{
    readonly Dictionary<string, Outcome> outcomes = new(StringComparer.Ordinal);

    /// <summary>What a figure is compared with; null for figures that no baseline is of.</summary>
    public ComparedFigure? Of(string kpi)
    {
        if (FlowOf(kpi) is not { } flow) return null;
        var terms = parts.Where(p => p.Flow == flow).ToList();
        if (terms.Count == 0) return null;
        if (kpi == KpiIds.Electricity && flow == Flow.Import && parts.Any(p => p.Flow is Flow.Export or Flow.Generation or Flow.Storage))
            return Missing("it is a balance of several meters, which has no baseline; see import.");
        if (terms.Any(t => t.Converts)) return Missing("it is metered in m³, and so is its baseline; see gasVolume.");
        decimal adjusted = 0, observed = 0, measured = 1;
        foreach (var term in terms)
        {
            var outcome = OutcomeOf(term.Meter);
            if (outcome.Why is { } why) return Missing(why);
            adjusted += outcome.Adjusted * term.Factor;
            observed += outcome.Observed * term.Factor;
            measured = Math.Min(measured, outcome.Share);
        }
        return new ComparedFigure(SiteKpis.Round(adjusted), adjusted == 0 ? null : decimal.Round((observed - adjusted) / Math.Abs(adjusted), 4), measured, SiteKpis.Round(observed), null);
    }

    /// <summary>What was compared with what, and what was left out, in a sentence for each meter.</summary>
    public IReadOnlyList<string> Notes => [.. outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => o.Value.Why ?? o.Value.Note!)];

    static Flow? FlowOf(string kpi, Func<Flow, bool> has) => kpi switch
    {
        KpiIds.Electricity => has(Flow.Import) ? Flow.Import : Flow.Use,
        KpiIds.Import => Flow.Import,
        KpiIds.Export => Flow.Export,
        KpiIds.Generation => Flow.Generation,
        KpiIds.Heat => has(Flow.HeatUse) ? Flow.HeatUse : Flow.HeatSupply,
        KpiIds.Gas => Flow.Gas,
        KpiIds.GasVolume => Flow.GasVolume,
        KpiIds.Water => Flow.Water,
        _ => null,
    };

    Flow? FlowOf(string kpi) => FlowOf(kpi, flow => parts.Any(p => p.Flow == flow));

    Outcome OutcomeOf(string meter)
    {
        if (!outcomes.TryGetValue(meter, out var outcome)) outcomes[meter] = outcome = Compare(meter);
        return outcome;
    }

    Outcome Compare(string meter)
    {
        if (state.Meter(meter) is not { } registration) return new Outcome($"Meter {meter} is not on the ledger.");
        var baselines = state.Baselines(meter).OrderByDescending(b => b.To).ToList();
        if (baselines.Count == 0) return new Outcome($"Meter {meter} has no baseline on the ledger.");
        var today = UtcTime.DayOf(now);
        var (from, to) = (UtcTime.StartOf(range.From), UtcTime.StartOf(range.To < today ? range.To : today));
        if (baselines.Find(b => b.To <= from) is not { } baseline)
            return new Outcome($"No baseline of meter {meter} was over by {LocalDay.Format(range.From)}; the newest is of the days to {LocalDay.Format(UtcTime.DayOf(baselines[0].To))}.");
        if (to <= from) return new Outcome("None of these days is over.");
        if ((to - from).TotalDays > BaselineData.MostDays)
            return new Outcome(string.Create(CultureInfo.InvariantCulture, $"At most {BaselineData.MostDays} days can be compared with a baseline."));
        if (state.WeatherHead(registration.Site, WeatherQuantity.Temperature) is not { } weather || weather.End <= from || weather.First >= to)
            return new Outcome($"Site {registration.Site} has no outdoor temperature on the ledger for these days.");
        var savings = state.Savings(registration, baseline, from, to);
        if (savings.Periods.IsEmpty) return new Outcome($"Meter {meter} has no day with both readings and a temperature in these days.");
        var seconds = savings.Periods.Sum(p => (long)(p.End - p.Start).TotalSeconds);
        var share = decimal.Round(Math.Min(1, seconds / ((long)range.Count * MeteredHour.Length + 0m)), 4, MidpointRounding.ToZero);
        var unit = baseline.Model.Daily is null ? "hours" : "days";
        return new Outcome(null, savings.AdjustedBaseline, savings.Observed, share, string.Create(CultureInfo.InvariantCulture,
            $"Meter {meter} against its baseline {baseline.Baseline}: {savings.Periods.Length} UTC {unit} compared, {savings.PeriodsLeftOut} left out for want of readings or temperature."));
    }

    static ComparedFigure Missing(string why) => new(null, null, 0, null, why);

    sealed record Outcome(string? Why, decimal Adjusted = 0, decimal Observed = 0, decimal Share = 0, string? Note = null);
}
