namespace SmartBlocks.Energy.Baselines;

/// <summary>What became of fitting a baseline.</summary>
public enum BaselineStatus
{
    /// <summary>A model qualified and was selected.</summary>
    Fitted,

    /// <summary>No period has both energy and temperature.</summary>
    NoData,

    /// <summary>There was data, but no candidate model qualified.</summary>
    NoModel,
}
