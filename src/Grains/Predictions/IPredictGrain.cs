using Orleans.Concurrency;

namespace SmartBlocks.Grains;

/// <summary>Posts forecasts of a ledger's meters. The key is the ledger's id.</summary>
[Alias("IPredictGrain")]
public interface IPredictGrain : IGrainWithStringKey
{
    /// <summary>Wakes it every hour from now on, also after restarts.</summary>
    [AlwaysInterleave]
    Task Watch();

    /// <summary>Begins what <see cref="Predict"/> does, and does not wait for it: many meters take longer than a call may.</summary>
    [AlwaysInterleave]
    Task Begin();

    /// <summary>Posts what is due: for every meter with history enough, tomorrow, and the seven days from tomorrow on when no week covers them yet. Repeating it posts nothing twice.</summary>
    /// <returns>How many forecasts were posted.</returns>
    [AlwaysInterleave]
    Task<int> Predict();
}
