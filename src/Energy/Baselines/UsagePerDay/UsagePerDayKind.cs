namespace SmartBlocks.Energy.Baselines;

/// <summary>The shapes of a usage-per-day model (CalTRACK 3.3).</summary>
public enum UsagePerDayKind
{
    /// <summary>The same every day.</summary>
    InterceptOnly,

    /// <summary>Grows with heating degree days.</summary>
    HeatingOnly,

    /// <summary>Grows with cooling degree days.</summary>
    CoolingOnly,

    /// <summary>Grows with both.</summary>
    CoolingAndHeating,
}
