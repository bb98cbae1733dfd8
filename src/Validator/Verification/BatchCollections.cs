using System.Runtime;

namespace SmartBlocks.Validator.Verification;

/// <summary>
/// While it lives, garbage is collected in batches and not beside the work: nobody waits for a check's answers but for its end, and collecting beside it costs the processors a twentieth more.
/// </summary>
sealed class BatchCollections : IDisposable
{
    readonly GCLatencyMode before = GCSettings.LatencyMode;

    public BatchCollections() => GCSettings.LatencyMode = GCLatencyMode.Batch;

    public void Dispose() => GCSettings.LatencyMode = before;
}
