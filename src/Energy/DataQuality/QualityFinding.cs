namespace SmartBlocks.Energy.DataQuality;

/// <summary>What may be wrong with a stretch of readings.</summary>
public enum QualityKind
{
    /// <summary>Nothing was recorded, between readings that were.</summary>
    Gap,
    /// <summary>The same value hour after hour, for longer than this meter ever repeats itself.</summary>
    Stuck,
    /// <summary>More in an hour than the machine can do, or far beyond anything this meter counts.</summary>
    Spike,
    /// <summary>Zeros at hours that are otherwise never zero: a gap that was written down as nothing.</summary>
    Zeros,
    /// <summary>All values from a day on are many times larger, or smaller, than before: a factor or a unit was changed, or the meter.</summary>
    Scale,
    /// <summary>Readings about a time that had not come yet when their block was made: the device's clock is ahead.</summary>
    ClockAhead,
    /// <summary>Readings that come ever so late: the device's clock is slow, or its way to the ledger is.</summary>
    ClockBehind,
    /// <summary>No reading for longer than the meter's slots allow.</summary>
    Silent,
    /// <summary>The meter no longer behaves towards its baseline as before: savings counted with it need an explanation.</summary>
    Baseline,
}

/// <summary>One thing that was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">Where it begins, UTC.</param>
/// <param name="To">Where it ends, which is no longer part of it.</param>
/// <param name="Value">The number behind it: hours of a gap, zeros or a stuck value's run; the spike, in the meter's unit an hour; how many times larger or smaller; seconds of a clock; the mean difference to the baseline since then.</param>
/// <param name="Usual">What it is measured against: the longest run otherwise, the most that is usual, the mean difference to the baseline until then; null where there is nothing to compare with.</param>
public sealed record QualityFinding(QualityKind Kind, DateTimeOffset From, DateTimeOffset To, decimal Value, decimal? Usual = null);
