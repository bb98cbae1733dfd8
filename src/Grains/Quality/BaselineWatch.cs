using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.DataQuality;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Whether meters still behave towards their newest baseline as when it was fitted. What follows from the ledger's days is counted once for each day that is over, and again when somebody adjusts the
/// baseline. A year of savings takes a good part of a second, and midnight comes for all meters at once: each look counts the day of a few hundred meters, and the others are next.
/// </summary>
/// <param name="mostAtOnce">How many meters' days are counted in one look.</param>
internal sealed class BaselineWatch(int mostAtOnce = 200)
{
    private readonly Dictionary<string, Counted> _counted = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Begins a look at all meters.</summary>
    public void Begin() => _taken = 0;

    /// <summary>Since when a meter behaves differently; null while it does not, and for a meter without a baseline. While it has not had its turn, what was found last.</summary>
    public QualityFinding? Find(IStateReader state, MeterRegistration meter, DateTimeOffset now)
    {
        // Baselines are never replaced: their number says whether there is another one, without reading what they hold.
        var baselines = state.Range(EnergyPaths.Baselines(meter.Meter)).Count();
        if (baselines == 0)
            return null;
        var counted = _counted.GetValueOrDefault(meter.Meter);
        var sameBaseline = counted?.Baselines == baselines;
        var today = UtcTime.StartOf(UtcTime.DayOf(now));
        if (sameBaseline && state.Range(EnergyPaths.Adjustments(meter.Meter, counted!.Baseline)).Count() == counted.Adjustments)
        {
            if (counted.Until == Until(counted.To, today) || _taken >= mostAtOnce)
                return counted.Finding;
        }
        else if (counted is null && _taken >= mostAtOnce)
        {
            return null;
        }
        _taken++;
        var newest = sameBaseline ? state.Baseline(meter.Meter, counted!.Baseline)! : state.Baselines(meter.Meter).MaxBy(baseline => baseline.To)!;
        var until = Until(newest.To, today);
        var change = until > newest.To ? ChangePoint.Find(state.Savings(meter, newest, newest.To, until)) : null;
        var finding = change is null ? null : new QualityFinding(QualityKind.Baseline, change.At, until, change.SavedAfter, change.SavedBefore);
        _counted[meter.Meter] = new(newest.Baseline, newest.To, baselines, state.Adjustments(meter.Meter, newest.Baseline).Length, until, finding);
        return finding;
    }

    private static DateTimeOffset Until(DateTimeOffset end, DateTimeOffset today) => today < end.AddDays(BaselineData.MostDays) ? today : end.AddDays(BaselineData.MostDays);

    private sealed record Counted(string Baseline, DateTimeOffset To, int Baselines, int Adjustments, DateTimeOffset Until, QualityFinding? Finding);
}
