using SmartBlocks.Energy;
using SmartBlocks.Energy.Baselines;
using SmartBlocks.Energy.DataQuality;
using SmartBlocks.Ledger;

namespace SmartBlocks.Grains;

/// <summary>
/// Whether meters still behave towards their newest baseline as when it was fitted. What follows from the ledger's days is counted once for each day that is over, and again when somebody adjusts the
/// baseline.
/// </summary>
internal sealed class BaselineWatch
{
    private readonly Dictionary<string, ((string Baseline, int Adjustments, DateTimeOffset Until) Of, QualityFinding? Finding)> _counted = new(StringComparer.Ordinal);

    /// <summary>Since when a meter behaves differently; null while it does not, and for a meter without a baseline.</summary>
    public QualityFinding? Find(IStateReader state, MeterRegistration meter, DateTimeOffset now)
    {
        if (state.Baselines(meter.Meter).MaxBy(baseline => baseline.To) is not { } newest)
            return null;
        var today = UtcTime.StartOf(UtcTime.DayOf(now));
        var until = today < newest.To.AddDays(BaselineData.MostDays) ? today : newest.To.AddDays(BaselineData.MostDays);
        var of = (newest.Baseline, state.Adjustments(meter.Meter, newest.Baseline).Length, until);
        if (_counted.TryGetValue(meter.Meter, out var counted) && counted.Of == of)
            return counted.Finding;
        var change = until > newest.To ? ChangePoint.Find(state.Savings(meter, newest, newest.To, until)) : null;
        var finding = change is null ? null : new QualityFinding(QualityKind.Baseline, change.At, until, change.SavedAfter, change.SavedBefore);
        _counted[meter.Meter] = (of, finding);
        return finding;
    }
}
