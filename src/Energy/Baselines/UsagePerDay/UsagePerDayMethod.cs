namespace SmartBlocks.Energy.Baselines;

/// <summary>The two CalTRACK methods that model the usage per day; they differ in weights and in what a candidate needs to be tried.</summary>
public enum UsagePerDayMethod
{
    /// <summary>Periods of one day, each of the same weight; at least 10 days with degree days (CalTRACK 3.3.4, 3.3.5).</summary>
    Daily,

    /// <summary>Periods between two bills, weighted by their days with known temperature (CalTRACK 3.4.2); of a longer one those of its first 35 days.</summary>
    Billing,
}
